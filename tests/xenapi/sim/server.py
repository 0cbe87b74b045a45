# SPDX-License-Identifier: GPL-3.0-or-later
"""HTTP over TLS: the API's own requests, resources beside it, and the side channel for tests."""

import http.server
import json
import select
import socket
import ssl
import threading
import urllib.parse

from . import certificate, console, side, upload, wire
from .faults import Cut, Http, Raw
from .wire import Failure, Unparsable

BODY_MAX = 300 * 1024
HEADERS_S, IDLE_S, LINGER_S = 10, 600, 0.2

PAGE = ("<html><body><h1>HTTP 500 internal server error</h1>An unexpected error occurred; please "
        "wait a while and try again. If the problem persists, please contact your support "
        "representative.<h1> Additional information </h1>{}</body></html>")


class Refused(Exception):
    """A body that is not read: the connection cannot be used any further."""


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "simulator"
    disable_nagle_algorithm = True
    wbufsize = -1

    def log_message(self, *_):
        pass

    def setup(self):
        # the handshake here: a peer that is slow at it delays nobody else
        self.request.settimeout(HEADERS_S)
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self.request.settimeout(IDLE_S)
        super().setup()

    def handle(self):
        try:
            super().handle()
        except (OSError, ssl.SSLError):
            self.close_connection = True

    # ---- answers ----

    def answer(self, status, body=b"", kind="text/html", close=False, location=None):
        self.send_response(status)
        if location is not None:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-cache, no-store")
        if close:
            self.send_header("Connection", "close")
            self.close_connection = True
        self.end_headers()
        self.wfile.write(body)

    def injected(self, status, close=False):
        page = PAGE.format("injected").encode() if status.page is None else status.page
        self.answer(status.status, page, close=close, location=status.location)

    def broken(self, text, close=False):
        self.answer(500, PAGE.format(text).encode(), close=close)

    def refuse(self, text):
        """Answers before the body has come; what is under way is let in, or it would reset."""
        self.broken(text, close=True)
        self.wfile.flush()
        self.connection.settimeout(LINGER_S)
        try:
            while self.rfile.read1(65536):
                pass
        except OSError:
            pass

    def cut(self):
        """The end, with nothing said about it."""
        self.close_connection = True
        try:
            self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def length(self, most):
        if self.headers.get("Transfer-Encoding"):
            raise Refused("Unsupported transfer-encoding")
        length = self.headers.get("Content-Length", "")
        if not length.isdigit():
            raise Refused("Missing content-length")
        if int(length) > most:
            raise Refused(f"Content-length {length} is more than {most}")
        return int(length)

    def body(self, most):
        return self.rfile.read(self.length(most))

    # ---- the API ----

    def do_POST(self):
        if self.path.startswith("/simulator/"):
            self.simulator()
            return
        try:
            body = self.body(BODY_MAX)
            if self.path.startswith("/jsonrpc"):
                self.answer(200, self.json(body), "application/json")
            else:
                # whatever else it is, the longest prefix that somebody serves is "/"
                self.answer(200, self.xml(body), "text/xml")
        except Refused as refused:
            self.refuse(refused)
        except Unparsable as error:
            self.broken(error)
        except Raw as raw:
            self.answer(200, raw.data, "text/xml")
        except Http as status:
            self.injected(status)
        except Cut:
            self.cut()

    def xml(self, body):
        method, values = wire.parse_xml(body)
        dispatcher = self.server.dispatcher
        try:
            if method == "system.listMethods":
                return wire.method_response(wire.to_xml(dispatcher.data, "string set",
                                                        self.list_methods()))
            kind, value = dispatcher.call(method, values, self.server.member)
            return wire.xml_reply(dispatcher.data, kind, value)
        except Failure as failure:
            return wire.xml_failure(failure)

    def list_methods(self):
        """The one call whose answer has no status around it."""
        done, _ = self.server.dispatcher.resource("system.listMethods")
        done()
        return self.server.dispatcher.methods()

    def json(self, body):
        method, values, ident, version = wire.parse_json(body)
        dispatcher = self.server.dispatcher
        if not self.server.dispatcher.pool.release.has("2.8"):
            version = None  # answered as if it had been asked in the first version's form
        try:
            if method == "system.listMethods":
                return wire.json_reply(dispatcher.data, "string set", self.list_methods(), ident,
                                       version)
            kind, value = dispatcher.call(method, values, self.server.member)
            return wire.json_reply(dispatcher.data, kind, value, ident, version)
        except Failure as failure:
            return wire.json_failure(failure, ident, version)

    # ---- beside it ----

    def query(self):
        parts = urllib.parse.urlsplit(self.path)
        return parts.path, dict(urllib.parse.parse_qsl(parts.query))

    def logged_in(self, query):
        cookies = dict(c.strip().split("=", 1) for c in self.headers.get("Cookie", "").split(";")
                       if "=" in c)
        ref = query.get("session_id") or urllib.parse.unquote(cookies.get("session_id", ""))
        return ref in self.server.dispatcher.pool.db.tables["session"]

    def do_GET(self):
        if self.path.startswith("/simulator/"):
            self.simulator()
        elif self.path == "/":
            self.answer(200, b"<html><title>XenServer</title></html>")
        else:
            self.answer(404, close=True)

    def simulator(self):
        path, query = self.query()
        try:
            body = self.body(upload.MAX) if self.command == "POST" else b""
            kind, data = side.answer(self.server, self.command, path, query, body)
            self.answer(200, data, kind)
        except side.Unknown as error:
            self.answer(404, f"{error}\n".encode(), "text/plain")
        except (Failure, Refused, ValueError, KeyError) as error:
            text = error.description if isinstance(error, Failure) else error
            self.answer(400, f"{text}\n".encode(), "text/plain")

    def do_PUT(self):
        path, query = self.query()
        try:
            if path != "/import_raw_vdi":
                self.answer(404, close=True)
                return
            upload.put_vdi(self, query)
            self.close_connection = True
        except Refused as refused:
            self.refuse(refused)
        except Failure as failure:
            self.broken(" ".join(failure.description), close=True)
        except Http as status:
            self.injected(status, close=True)
        except (Cut, Raw):
            self.cut()

    def answer_early(self):
        """200, and then whatever comes of it: the end of the connection is the end of it."""
        self.length(upload.MAX)
        self.send_response(200)
        self.send_header("Connection", "close")
        self.send_header("Content-Type", "application/octet-stream")
        self.end_headers()
        self.wfile.flush()

    def do_CONNECT(self):
        self.close_connection = True
        path, query = self.query()
        try:
            done, _ = self.server.dispatcher.resource("console")
            if path != "/console":
                raise Http(404)
            if not self.logged_in(query):
                raise Http(401)
            found = self.find_console(query)
            done()
        except Http as status:
            self.answer(status.status, close=True, location=status.location)
        except (Cut, Raw):
            self.cut()
        else:
            self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
            self.wfile.flush()
            self.talk(*found)

    def find_console(self, query):
        pool = self.server.dispatcher.pool
        with pool.db.lock:
            found = pool.db.refs("console", uuid=query.get("uuid", ""))
            if query.get("ref") in pool.db.tables["console"]:
                found = [query["ref"]]
            if not found:
                raise Http(404)
            record = pool.db.find("console", found[0])
            vm = pool.db.find("VM", record["VM"])
            lines = [b["cmdline"] for b in pool.boots if b["vm"] == vm["uuid"]]
            return record["protocol"], vm["name_label"], lines[-1], vm["domid"]

    def recv(self, size):
        # some of it may have come with the headers
        return self.rfile.read1(size)

    def sendall(self, data):
        self.connection.sendall(data)

    def has_left(self):
        """Is the other end gone? What it says is not listened to."""
        ready, _, _ = select.select([self.connection], [], [], 0)
        return bool(ready) and not self.connection.recv(4096)

    def talk(self, protocol, name, cmdline, domid):
        pool = self.server.dispatcher.pool
        try:
            if protocol == "vt100" and pool.script:
                console.screen(self, pool, domid)
            elif protocol == "vt100":
                console.vt100(self, name, cmdline)
            else:
                console.rfb(self, name)
        except OSError:
            pass
        self.cut()


class Listener(http.server.ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, address, dispatcher, host_certificate, tls, member=False):
        self.dispatcher = dispatcher
        self.member = member
        self.tls = tls
        self.present(host_certificate)
        super().__init__(address, Handler)

    def present(self, host_certificate):
        """From the next connection on, this is the certificate."""
        self.certificate = host_certificate
        self.context = certificate.context(host_certificate, self.tls)

    def handle_error(self, request, client_address):
        pass  # peers that refuse the certificate, or leave

    def run(self):
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
