# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the simulated pool of tests/xenapi, asks it and meddles with it behind the API's back."""

import http.client
import json
import os
import ssl
import subprocess

SIMULATOR = os.path.join(os.path.dirname(os.path.realpath(__file__)), "..", "xenapi", "simulator")


def unverified():
    """TLS to a host whose certificate is of no interest."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # unlike the default, it loads no authorities
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Simulator:
    """One running simulator; options are its command line's."""

    def __init__(self, *options):
        self.process = subprocess.Popen([SIMULATOR, *map(str, options)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, encoding="ascii")
        words = self.process.stdout.readline().split()
        if words[:1] != ["ready"]:
            raise RuntimeError(f"the simulator did not start: {words}")
        self.facts = dict(w.split("=", 1) for w in words[1:])
        self.port = int(self.facts["port"])
        self.address = f"127.0.0.1:{self.port}"
        self.pin = self.facts["pin"]

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()

    def stop(self):
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)

    def ask(self, method, path, body=b""):
        connection = http.client.HTTPSConnection("127.0.0.1", self.port, context=unverified(),
                                                 timeout=30)
        try:
            connection.request(method, "/simulator/" + path, body or None)
            reply = connection.getresponse()
            data = reply.read()
        finally:
            connection.close()
        if reply.status != 200:
            raise ValueError(f"{method} {path}: {reply.status} {data.decode()}")
        return data

    def get(self, path):
        """What /simulator/PATH says."""
        return json.loads(self.ask("GET", path))

    def post(self, path, body=b""):
        """Text, bytes, or what is to be sent as JSON."""
        if not isinstance(body, (str, bytes)):
            body = json.dumps(body)
        self.ask("POST", path, body if isinstance(body, bytes) else body.encode())

    def calls(self):
        """The names of the calls so far."""
        return [c["call"] for c in self.get("calls")]
