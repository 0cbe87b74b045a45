# SPDX-License-Identifier: GPL-3.0-or-later
"""What is behind CONNECT /console: a text console that answers, and the start of a screen."""

import struct

SIZE = (640, 400)


def vt100(stream, name, cmdline):
    """Greets, then echoes; ^D hangs up."""
    text = ("\r\nCentOS Linux 7 (Core)\r\nKernel on an x86_64\r\n"
            f"\x1b[1manaconda\x1b[0m: simulated text console of {name}\r\n"
            f"Command line:{cmdline}\r\n# ")
    stream.sendall(text.encode())
    while data := stream.recv(4096):
        before, hangup, _ = data.partition(b"\x04")
        stream.sendall(before.replace(b"\r", b"\r\n# "))
        if hangup:
            stream.sendall(b"\r\nlogout\r\n")
            return


def screen(stream, pool, domid):
    """What the guest writes from now on, as nobody keeps it; ends with the domain."""
    with pool.db.lock:
        seen = len(pool.screens[domid])
    while not stream.has_left():
        with pool.db.lock:
            if len(pool.screens[domid]) == seen and pool.db.refs("VM", domid=domid):
                pool.db.lock.wait(0.1)
            new, lives = pool.screens[domid][seen:], pool.db.refs("VM", domid=domid)
        for text in new:
            stream.sendall(text.encode())
        seen += len(new)
        if not lives:
            return


def exactly(stream, size):
    data = b""
    while len(data) < size:
        more = stream.recv(size - len(data))
        if not more:
            raise ConnectionError("the viewer went away")
        data += more
    return data


def rfb(stream, name):
    """RFB 3.3 without a password: the handshake, a size, a name, and nothing ever drawn."""
    stream.sendall(b"RFB 003.003\n")
    version = exactly(stream, 12)
    if not version.startswith(b"RFB 003."):
        return
    stream.sendall(struct.pack(">I", 1))
    exactly(stream, 1)
    pixel = struct.pack(">BBBBHHHBBBxxx", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)
    title = name.encode()
    stream.sendall(struct.pack(">HH", *SIZE) + pixel + struct.pack(">I", len(title)) + title)
    while stream.recv(4096):
        pass
