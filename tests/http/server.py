# SPDX-License-Identifier: GPL-3.0-or-later
"""A web server for tests, which answers as mirrors do, as proxies do, and as nobody should.

    with Server(folder) as server:
        run("inspect", server.url("medium.iso"))           # as a mirror serves it
        run("inspect", server.url("medium.iso", "short"))  # half of what was asked for
        server.requests                                    # what came, counted here

The first part of a path says how to answer: /HOW/PATH is the file PATH of the folder. HOW names
behaviours of behaviours.py with the requests for that path that they are for: "short" (all of
them), "short@3" (the third), "short@3-" (it and all others), "short@1-2,cut@4"; "short@@3" is the
third for any path. What is left is "good".

It listens on 127.0.0.1, and ends by itself. By hand: server.py FOLDER [SECONDS].
"""

import contextlib
import email.utils
import hashlib
import os
import re
import socket
import ssl
import sys
import threading
import time
import urllib.parse

import behaviours

HEAD_MAX = 65536
LIFE_S = 240
BUFFER = 65536  # small: what nobody reads is not taken for sent
CHUNK = 65536
EPOCH = 1700000000  # of all files: a checkout's dates are not those of the last one


class Gone(Exception):
    """The connection is over."""


class File:
    """What lies at a path, and the validators that go with it."""

    def __init__(self, path):
        self.path = path
        self.size = os.path.getsize(path)
        name = "%s %d" % (os.path.basename(path), self.size)
        self.etag = '"%s"' % hashlib.sha256(name.encode()).hexdigest()[:16]
        self.date = email.utils.formatdate(EPOCH, usegmt=True)

    def read(self, start, size):
        with open(self.path, "rb") as file:
            file.seek(start)
            return file.read(size)


class Request:
    """One that came, and what it was given."""

    def __init__(self, connection, head):
        lines = head.decode("latin-1").split("\r\n")
        self.connection = connection
        self.at = time.monotonic()
        self.method, self.target, self.version = lines[0].split(" ", 2)
        self.fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines[1:]]
        self.status, self.bytes = 0, 0
        parts = urllib.parse.urlsplit(self.target)
        self.host = parts.netloc if parts.scheme else None  # as a proxy is asked
        self.query = parts.query
        self.how, _, path = parts.path.lstrip("/").partition("/")
        self.path = urllib.parse.unquote(path)

    def __getitem__(self, name):
        """The value of a field, or None."""
        return next((value for key, value in self.fields if key.lower() == name.lower()), None)

    @property
    def range(self):
        """(first byte, last byte) of the one range asked for, or None."""
        found = re.fullmatch(r"bytes=(\d+)-(\d+)", self["Range"] or "")
        return (int(found[1]), int(found[2])) if found else None

    def __repr__(self):
        return "%s %s %s: %d, %d bytes" % (self.method, self.target, self["Range"], self.status,
                                           self.bytes)


class Exchange:
    """A request, the number that it has among those for its path, and the way back."""

    def __init__(self, server, connection, request, number):
        self.server, self.request, self.number = server, request, number
        self.socket = connection
        self.file = server.file(request.path)
        self.close = False

    # ---- what behaviours are made of ----

    @property
    def first(self):
        return self.request.range[0] if self.request.range else 0

    @property
    def last(self):
        """Of what there is of what was asked for."""
        last = self.file.size - 1
        return min(self.request.range[1], last) if self.request.range else last

    @property
    def length(self):
        return self.last - self.first + 1

    def data(self, start=None, size=None):
        return self.file.read(self.first if start is None else start,
                              self.length if size is None else size)

    def content_range(self, first=None, last=None, total=None):
        """The field of a right answer, but for what is given."""
        return "Content-Range: bytes %s-%s/%s" % (
            self.first if first is None else first, self.last if last is None else last,
            self.file.size if total is None else total)

    def validators(self):
        return ["ETag: " + self.file.etag, "Last-Modified: " + self.file.date]

    def head(self, status, *lines, version="HTTP/1.1"):
        self.request.status = int(status.split()[0])
        if self.close:
            lines += ("Connection: close",)
        self.send(("\r\n".join(["%s %s" % (version, status), *lines]) + "\r\n\r\n")
                  .encode("latin-1"))

    def body(self, data):
        """Sends and counts."""
        for at in range(0, len(data), CHUNK):
            piece = data[at:at + CHUNK]
            self.send(piece)
            self.request.bytes += len(piece)

    def send(self, data):
        try:
            self.socket.sendall(data)
        except OSError as error:
            raise Gone from error

    def wait(self, seconds):
        """Until the time has passed, or the peer or the server has gone."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.server.closed.wait(0.02) or self.is_left():
                raise Gone

    def is_left(self):
        """Has the peer closed the connection?"""
        if isinstance(self.socket, ssl.SSLSocket):
            return False
        self.socket.settimeout(0)
        try:
            return self.socket.recv(1, socket.MSG_PEEK) == b""
        except BlockingIOError:
            return False
        except OSError:
            return True
        finally:
            self.socket.settimeout(LIFE_S)

    def whole(self, *more):
        """200 with all of it, a piece at a time: a huge file is not read before it is wanted."""
        self.head("200 OK", "Content-Length: %d" % self.file.size, *self.validators(), *more)
        if self.request.method != "HEAD":
            for at in range(0, self.file.size, CHUNK):
                self.body(self.file.read(at, CHUNK))

    def page(self, status, text="", *more):
        text = ("<html><body><h1>%s</h1>%s</body></html>\n" % (status, text)).encode()
        self.head(status, "Content-Type: text/html", "Content-Length: %d" % len(text), *more)
        if self.request.method != "HEAD":
            self.body(text)

    # ---- how a good server does it ----

    def is_unchanged(self):
        """Does a condition that was sent hold? Only strong validators count."""
        condition = self.request["If-Range"]
        return condition in (None, self.file.date) or \
            (condition == self.file.etag and not condition.startswith("W/"))

    def good(self):
        if self.file is None:
            self.index()
        elif self.request.method not in ("GET", "HEAD"):
            self.page("405 Method Not Allowed")
        elif self.request.range is None or not self.is_unchanged():
            self.whole("Accept-Ranges: bytes")
        elif self.first >= self.file.size or self.first > self.last:
            self.page("416 Range Not Satisfiable", "", "Content-Range: bytes */%d" % self.file.size)
        else:
            self.part()

    def part(self, *more, content_range=None, data=None, length=None):
        """206 with a part, right but for what is given; an empty content_range is none."""
        data = self.data() if data is None else data
        if content_range is None:
            content_range = self.content_range()
        self.head("206 Partial Content",
                  "Content-Length: %d" % (len(data) if length is None else length),
                  *([content_range] if content_range else []), *self.validators(), *more)
        self.body(data)

    def index(self):
        """What there is of a folder, in the words of a page; 404 for what there is not."""
        folder = self.server.where(self.request.path)
        if not folder or not os.path.isdir(folder):
            self.page("404 Not Found")
        elif not self.request.target.split("?")[0].endswith("/"):
            self.page("301 Moved Permanently", "",
                      "Location: /%s/%s/" % (self.request.how, self.request.path))
        else:
            self.page("200 OK", "".join('<a href="%s">%s</a>\n' % (name, name)
                                        for name in sorted(os.listdir(folder))))


class Server:
    """See above. context: an ssl.SSLContext, for https; other: of a second server, see "moved"."""

    def __init__(self, folder, context=None, host="127.0.0.1", other=None):
        self.folder, self.context, self.host, self.other = folder, context, host, other
        self.requests, self.connections = [], 0
        self.closed = threading.Event()
        self.lock = threading.Lock()
        self.counts, self.open = {}, set()
        self.state = {}  # of behaviours
        self.listening = socket.create_server((host, 0), backlog=64)
        self.listening.settimeout(LIFE_S)
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()
        self.timer = threading.Timer(LIFE_S, self.stop)
        self.timer.daemon = True
        self.timer.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.closed.set()
        self.timer.cancel()
        with self.lock:
            left = [self.listening, *self.open]
        for item in left:
            with contextlib.suppress(OSError):
                item.shutdown(socket.SHUT_RDWR)
        self.listening.close()

    def url(self, path="", how="good", host=None, user=None):
        return "%s://%s%s:%d/%s/%s" % (
            "https" if self.context else "http", user + "@" if user else "", host or self.host,
            self.port, how, urllib.parse.quote(path))

    def forget(self):
        """Counts from nothing."""
        with self.lock:
            self.requests, self.connections = [], 0
            self.counts, self.state = {}, {}

    @property
    def bytes(self):
        """Of all bodies that were sent."""
        return sum(request.bytes for request in self.requests)

    @property
    def ranges(self):
        return [request["Range"] for request in self.requests]

    def where(self, path):
        """A path in the folder; None: it leads out of it."""
        parts = path.split("/")
        return None if ".." in parts else os.path.join(self.folder, *filter(None, parts))

    def file(self, path):
        where = self.where(path)
        return File(where) if where and os.path.isfile(where) else None

    # ---- connections ----

    def accept(self):
        while not self.closed.is_set():
            try:
                connection, _ = self.listening.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
                number = self.connections
                self.open.add(connection)
            threading.Thread(target=self.serve, args=(connection, number), daemon=True).start()

    def serve(self, connection, number):
        plain = connection
        try:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
            connection.settimeout(LIFE_S)
            if self.context:
                connection = self.context.wrap_socket(connection, server_side=True)
            while self.answer(connection, number):
                pass
        except (Gone, OSError, ValueError):
            pass
        finally:
            with self.lock:
                self.open.discard(plain)
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
            connection.close()

    @staticmethod
    def read_head(connection):
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(4096)
            if not piece or len(head) > HEAD_MAX:
                raise Gone
            head += piece
        return head.partition(b"\r\n\r\n")[0]

    def answer(self, connection, number):
        """One request; false: the connection ends with it."""
        request = Request(number, self.read_head(connection))
        with self.lock:
            self.requests.append(request)
            of_all = len(self.requests)
            key = request.how, request.path
            count = self.counts[key] = self.counts.get(key, 0) + 1
        if request.method == "CONNECT":
            self.tunnel(connection, request)
            return False
        exchange = Exchange(self, connection, request, count)
        behaviours.find(request.how, count, of_all)(exchange)
        return not exchange.close and request.version == "HTTP/1.1"

    def tunnel(self, connection, request):
        """As a proxy does for https; to loopback alone."""
        host, _, port = request.target.rpartition(":")
        with socket.create_connection((host, int(port))) as there:
            if not there.getpeername()[0].startswith("127."):
                return
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            request.status = 200
            back = threading.Thread(target=self.pump, args=(there, connection), daemon=True)
            back.start()
            self.pump(connection, there)
            back.join()

    @staticmethod
    def pump(source, target):
        with contextlib.suppress(OSError):
            while data := source.recv(CHUNK):
                target.sendall(data)
        with contextlib.suppress(OSError):
            target.shutdown(socket.SHUT_WR)


def main():
    with Server(sys.argv[1]) as server:
        print(server.url(), flush=True)
        server.closed.wait(min(LIFE_S, float(sys.argv[2]) if len(sys.argv) > 2 else LIFE_S))
        for request in server.requests:
            print(request)


if __name__ == "__main__":
    main()
