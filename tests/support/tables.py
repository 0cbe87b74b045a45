# SPDX-License-Identifier: GPL-3.0-or-later
"""The tables in tests/support/data, and media made of their rows."""

import os

from harness import SOURCE

SECTOR = 2048
PVD, SVD, IDENTIFIER, SIZE = 16 * SECTOR, 17 * SECTOR, 40, 32


def rows(name, columns):
    """The rows of a table in tests/support/data; tabs between the columns."""
    path = os.path.join(SOURCE, "support", "data", name)
    with open(path, encoding="utf-8", errors="surrogateescape") as file:
        for line in file:
            if not line.startswith("# "):
                cells = line.rstrip("\n").split("\t")
                assert len(cells) == columns, line
                yield cells


def unescape(text):
    """\\xNN and \\\\ to bytes."""
    out = bytearray()
    while text:
        if text.startswith("\\x"):
            out.append(int(text[2:4], 16))
            text = text[4:]
        else:
            text = text[1:] if text.startswith("\\\\") else text
            out += text[0].encode("utf-8", "surrogateescape")
            text = text[1:]
    return bytes(out)


def relabelled(plain, joliet, pvd, svd):
    """The bytes of an image with a row's labels: of plain, or of joliet where it has two."""
    image = bytearray(plain if svd == "-" else joliet)
    image[PVD + IDENTIFIER:PVD + IDENTIFIER + SIZE] = unescape(pvd)[:SIZE].ljust(SIZE)
    if svd != "-":
        wide = svd.encode("utf-16-be")[:SIZE]
        wide += b"\0 " * ((SIZE - len(wide)) // 2)
        image[SVD + IDENTIFIER:SVD + IDENTIFIER + SIZE] = wide
    return bytes(image)
