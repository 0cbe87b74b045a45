# SPDX-License-Identifier: GPL-3.0-or-later
"""The kernels of the media: Debian's own, and what is made of it."""

import os
import sys

from preparation import TOP, sha256


def kernels(out):
    """Debian's own; the same packed again; the same without the note that makes it one for PV."""
    os.environ.update(ISOARGS_VERDICT="", ISOARGS="", ISOARGS_TEST_SOURCE=os.path.join(TOP, "tests"))
    sys.dont_write_bytecode = True
    sys.path[:0] = [os.path.join(TOP, "tests", "support"), os.path.join(TOP, "tests", "oracle")]
    import test_kernel  # pylint: disable=import-error,import-outside-toplevel

    folder = os.path.join(out, "kernels")
    os.makedirs(folder, exist_ok=True)
    source = os.path.join(out, "vmlinuz")
    stamp, digest = os.path.join(folder, ".stamp"), sha256(source) + sha256(test_kernel.__file__)
    if os.path.exists(stamp):
        with open(stamp, encoding="ascii") as file:
            if file.read() == digest:
                return folder
    with open(source, "rb") as file:
        kernel = test_kernel.Kernel(file.read())
    elf = test_kernel.filtered(["xz", "-dc"], kernel.payload())
    for name, data in (("vmlinuz", kernel.data),
                       ("vmlinuz-repacked", repacked(test_kernel, kernel, elf)),
                       ("vmlinuz-no-entry", repacked(test_kernel, kernel, test_kernel.without(
                           elf, test_kernel.ENTRY)))):
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
    with open(stamp, "w", encoding="ascii") as file:
        file.write(digest)
    return folder


def repacked(test_kernel, kernel, elf):
    return kernel.with_payload(test_kernel.packed("gzip", elf))
