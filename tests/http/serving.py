# SPDX-License-Identifier: GPL-3.0-or-later
"""What tests of media on a web server share: runs side by side, and what they cost."""

import concurrent.futures
import functools
import os
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[:0] = [HERE, os.path.join(HERE, "..", "xenapi")]
# pylint: disable=wrong-import-position
from harness import MEDIA, folder, medium, need, run
from server import Server
from sim import certificate

LANES = 24  # most runs wait

POOL = concurrent.futures.ThreadPoolExecutor(LANES)


class Outcome:
    """What a run printed, how long it took, and what its servers saw of it."""

    def __init__(self, server, args, **more):
        start = time.monotonic()
        result = run(*args, **more)
        self.seconds = time.monotonic() - start
        self.code, self.out, self.err = result.code, result.out, result.err
        self.requests = list(server.requests)
        self.bytes, self.connections = server.bytes, server.connections
        self.port = server.port

    @property
    def said(self):
        """What it said of the medium, without the port, which is another one each time."""
        return self.err.replace(":%d" % self.port, ":PORT")


@functools.cache
def certified(name="good", address="127.0.0.1", expired=False):
    """A certificate, and the context of a server that shows it."""
    need("openssl")
    made = certificate.make(folder(), name, address, expired=expired)
    return made, certificate.context(made, "1.3")


@functools.cache
def home(netrc=None):
    """A folder with a .netrc, as $HOME."""
    made = tempfile.mkdtemp(dir=folder())
    if netrc:
        path = os.path.join(made, ".netrc")
        with open(path, "w", encoding="ascii", opener=lambda *a: os.open(*a, 0o600)) as file:
            file.write(netrc)
    return made


def serve(*args, **more):
    """A server of the media."""
    return Server(MEDIA, *args, **more)


__all__ = ["HERE", "MEDIA", "POOL", "Outcome", "Server", "certified", "folder", "home", "medium",
           "need", "run", "serve"]
