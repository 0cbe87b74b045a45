# SPDX-License-Identifier: GPL-3.0-or-later
"""A password that a host sends back is printed and logged in no spelling, however short it is."""

import html
import json
import os
import re
import unittest
import urllib.parse
from xml.sax.saxutils import escape

import harness
from applying import TOOL, Place, simulated
from client import Client

PASSWORDS = ("Q", "Zß", "correct horse 4711", "pa&ss<w\"o>r'dé", "C:\\%41+\\u0041 &amp;", "&#81;")
LEFT_OUT = "(left out, as it holds the password)"
FAILED = 1


def json_spelled(text):
    return json.dumps(text)[1:-1]


def json_resolved(text):
    def resolve(match):
        return json.loads(f'"{match[0]}"')
    return re.sub(r'(\\u[dD][89abAB]..\\u[dD][c-fC-F]..|\\u[0-9a-fA-F]{4}|\\["\\/bfnrt])', resolve, text)


SPELLINGS = {
    "plain": str, "xml": escape, "html": html.escape, "json": json_spelled,
    "percent": lambda text: urllib.parse.quote(text, safe=""), "form": urllib.parse.quote_plus,
    "decimal": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "hexadecimal": lambda text: "".join(f"&#x{ord(c):06X};" for c in text),
    "units": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    "page of a request": lambda text: html.escape(escape(text)),
    "log of a page": lambda text: json_spelled(html.escape(escape(text))),
    "address of a log": lambda text: urllib.parse.quote(json_spelled(escape(text)), safe=""),
    "mixture": lambda text: "".join((f"&#{ord(c)};", urllib.parse.quote(c), f"\\u{ord(c):04x}")[i % 3]
                                    for i, c in enumerate(text)),
}
RESOLVERS = (html.unescape, json_resolved, urllib.parse.unquote, urllib.parse.unquote_plus)


def resolutions(text, depth=3):
    yield text
    if depth:
        for resolver in RESOLVERS:
            resolved = resolver(text)
            if resolved != text:
                yield from resolutions(resolved, depth - 1)


class HostTest(unittest.TestCase):
    seen = ""

    def setUp(self):
        self.place = Place()
        self.addCleanup(self.place.remove)

    def start(self, password):
        pool = simulated("--password", password)
        self.addCleanup(pool.stop)
        with open(self.place.password, "w", encoding="utf-8") as file:
            file.write(password + "\n")
        return pool

    def write(self, name, text):
        path = os.path.join(self.place.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path

    def run_with(self, pool, password, fault, verb="status", *args):
        """What a verb prints and logs while a fault strikes; it has failed, and nothing leaks."""
        log = os.path.join(self.place.folder, "debug")
        pool.post("fault", fault)
        process = self.place.run(pool, verb, "--debug", log, *(args or ("guest",)))
        pool.post("clear")
        self.assertEqual(process.returncode, FAILED, process.err)
        with open(log, encoding="utf-8") as file:
            logged = file.read()
        os.unlink(log)
        for text in (process.out, process.err, logged):
            for resolved in resolutions(text):
                self.assertNotIn(password, resolved, self.seen)
        return process.err

    def reply(self, *params):
        """A file with a host's error as it comes over the wire; the parameters are XML already."""
        values = "".join(f"<value>{p}</value>" for p in params)
        return self.write("reply", f"""<?xml version="1.0"?><methodResponse><params><param><value><struct>
            <member><name>Status</name><value>Failure</value></member>
            <member><name>ErrorDescription</name><value><array><data>{values}</data></array></value>
            </member></struct></value></param></params></methodResponse>""")

    def each(self):
        """Each password in each spelling, at a pool of its own."""
        for password in PASSWORDS:
            pool = self.start(password)
            for name, spell in SPELLINGS.items():
                self.seen = f"{password} in {name}"
                yield pool, password, spell(password)


class SecretsTest(HostTest):
    def test_pages(self):
        for pool, password, spelled in self.each():
            page = self.write("page", f"<html><body>500: {spelled} was not understood</body></html>")
            err = self.run_with(pool, password, f"VM.get_by_name_label*all=page:500:{page}")
            self.assertIn("the host answered HTTP 500: " + LEFT_OUT, err)

    def test_pages_whose_tags_are_taken_out_and_which_are_cut(self):
        for pool, password, spelled in self.each():
            page = self.write("page", "." * 155 + spelled)
            err = self.run_with(pool, password, f"VM.get_by_name_label*all=page:500:{page}")
            self.assertIn(LEFT_OUT, err)
            self.assertNotIn("....", err)

    def test_parameters_and_codes(self):
        for pool, password, spelled in self.each():
            for params, part in ((("INTERNAL_ERROR", f"({spelled})"), "INTERNAL_ERROR: " + LEFT_OUT),
                                 ((f"{spelled}_X", "y"), f"({LEFT_OUT}: y)"),
                                 (("UNKNOWN", "y", spelled), f"y, {LEFT_OUT})")):
                path = self.reply(*map(escape, params))
                err = self.run_with(pool, password, f"VM.get_by_name_label*all=reply:{path}")
                self.assertIn(part, err)

    def test_answers_that_are_no_xml(self):
        for pool, password, spelled in self.each():
            path = self.write("reply", f"<methodResponse><{spelled}>{spelled}</x></methodResponse>")
            err = self.run_with(pool, password, f"VM.get_by_name_label*all=reply:{path}")
            self.assertIn("the reply cannot be read", err)

    def test_places_that_an_answer_points_to(self):
        for pool, password, spelled in self.each():
            if spelled.isascii() and " " not in spelled:
                err = self.run_with(pool, password, "VM.get_by_name_label*all=redirect:302:"
                                    f"https://xs2.example/{spelled}")
                self.assertIn("HTTP 302", err)

    def test_what_is_compared_is_not_changed(self):
        """A code or an address of which a short password is a part is still understood."""
        pool = self.start("INVALID")
        pool.post("fault", "VM.get_by_name_label=error:SESSION_INVALID:OpaqueRef:x")
        process = self.place.run(pool, "status", "vm")
        self.assertIn("there is no VM of this name", process.err)
        self.assertEqual(pool.calls().count("session.login_with_password"), 2)
        pool = simulated("--password", "1", "--hosts", "2", "--member")
        self.addCleanup(pool.stop)
        self.write("password", "1\n")
        pool.address = f"127.0.0.2:{pool.port}"
        process = self.place.run(pool, "status", "--pin", pool.facts["member-pin"], "vm")
        self.assertIn("there is no VM of this name at 127.0.0.1", process.err)

    def test_what_is_one_only_in_a_row(self):
        pool = self.start("horse, battery")
        path = self.reply("UNKNOWN", "horse", "battery")
        err = self.run_with(pool, "horse, battery", f"VM.get_by_name_label*all=reply:{path}")
        self.assertIn("(UNKNOWN: (left out))", err)

    def test_a_password_is_no_address(self):
        pool = self.start("secret.example")
        err = self.run_with(pool, "secret.example", "session.login_with_password*all=error:"
                            "HOST_IS_SLAVE:secret.example")
        self.assertIn("coordinator's address that it gives holds the password", err)


class GuestTest(HostTest):
    """The VNC password is an argument like others, and masked where it belongs."""

    def test_what_a_host_says_of_the_arguments(self):
        image = harness.medium("el7-dvd")
        vnc = self.write("vnc", "a&b,c)d\n")
        for spelled in ("inst.vncpassword=a&amp;b,c)d", "the word a&amp;b,c)d", "a&amp;amp;b%2Cc)d"):
            pool = simulated("--iso", "el7-dvd.iso", "--password", "correct horse")
            self.addCleanup(pool.stop)
            self.write("password", "correct horse\n")
            path = self.reply("INVALID_VALUE", "PV_args", "x " + spelled)
            err = self.run_with(pool, "a&b,c)d", f"VM.set_PV_args*all=reply:{path}", "apply",
                                "--name", "guest", "--dhcp", "--vnc", "--vnc-password-file", vnc,
                                image)
            self.assertIn("the host does not take", err)
            self.assertNotIn(",c)d", err)


class PlaceTest(HostTest):
    """HTTP that points elsewhere is told where to, printable."""

    def test_where_to(self):
        pool = self.start("correct horse")
        for status in (301, 302, 307, 308):
            err = self.run_with(pool, "correct horse", "VM.get_by_name_label*all=redirect:"
                                f"{status}:https://xs2.example/a?b")
            self.assertIn(f'the host answered HTTP {status} and points to "https://xs2.example/a?b", '
                          "which is not followed", err)
            self.assertNotIn("without a word", err)

    def test_for_a_console(self):
        pool = self.start("correct horse")
        client = Client(pool.port).login("root", "correct horse")
        vm = client.task("VM.clone", client.named("VM", "CentOS 6 (64-bit)"), "guest")
        other = client("VM.get_other_config", vm)
        other.update({"install-distro": "rhlike", "install-repository": "cdrom"})
        other.pop("disks")
        client("VM.set_other_config", vm, other)
        client.task("VM.provision", vm)
        client("VBD.create", {
            "VM": vm, "VDI": client("VDI.get_by_name_label", "CentOS-7-x86_64-DVD-2009.iso")[0],
            "userdevice": "3", "bootable": True, "mode": "RO", "type": "CD", "empty": False,
            "other_config": {}, "qos_algorithm_type": "", "qos_algorithm_params": {}})
        client.task("VM.start", vm, False, False)
        err = self.run_with(pool, "correct horse", "console=redirect:307:https://xs2.example/c",
                            "console")
        self.assertIn('CONNECT: the host answered HTTP 307 and points to "https://xs2.example/c", '
                      "which is not followed", err)


if __name__ == "__main__":
    harness.main()
