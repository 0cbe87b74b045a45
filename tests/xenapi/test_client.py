# SPDX-License-Identifier: GPL-3.0-or-later
"""The XenAPI client of isoargs-xenserver against a simulated pool, and against servers that are none."""

import json
import os
import pty
import select
import signal
import socket
import ssl
import subprocess
import tempfile
import termios
import threading
import time
import unittest

from client import Client
from harness import DONE, FAILED, MORTAL, NOT_USABLE, USAGE, ToolTest, main, run
from simulated import Simulator

TOOL = os.environ["ISOARGS_XENSERVER"]
FOLDER = tempfile.TemporaryDirectory(prefix="isoargs-test-")
CERT, KEY = (os.path.join(FOLDER.name, name) for name in ("cert", "key"))
PASSWORD = "correct horse 4711"
WRONG_PIN = "sha256//" + "A" * 43 + "="


def setUpModule():
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
                    "-subj", "/CN=xs1.example", "-addext", "subjectAltName=DNS:xs1.example",
                    "-keyout", KEY, "-out", CERT], check=True, stdin=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)


def tearDownModule():
    FOLDER.cleanup()


def pin_of(path):
    der = subprocess.run(f"openssl x509 -in {path} -pubkey -noout | openssl pkey -pubin -outform der"
                         " | openssl dgst -sha256 -binary | base64", shell=True, check=True,
                         stdout=subprocess.PIPE, encoding="ascii")
    return "sha256//" + der.stdout.strip()


class ClientTest(ToolTest):
    OPTIONS = ()

    def setUp(self):
        super().setUp()
        self.secret = self.write("password", PASSWORD + "\n")
        self.env = dict(os.environ, XDG_CONFIG_HOME=self.path("config"))
        self.seen = []  # all that was printed or logged

    def start(self, *options):
        pool = Simulator("--password-file", self.secret, "--cert", CERT, "--key", KEY, *options)
        self.addCleanup(pool.stop)
        self.addCleanup(self.check_sessions, pool)
        return pool

    def check_sessions(self, pool):
        for session in pool.get("sessions"):
            for text in self.seen:
                self.assertNotIn(session.removeprefix("OpaqueRef:"), text)

    def tool(self, pool, verb, *args, trust=None, password=None, **more):
        """Runs a verb with a debug log, and looks for secrets in all that came of it."""
        address = pool if isinstance(pool, str) else pool.address
        trust = ("--pin", pool.pin) if trust is None else trust
        log = self.path("debug")
        result = run(verb, "--host", address, "--password-file", password or self.secret, "--debug",
                     log, *trust, *args, tool=TOOL, env=self.env, **more)
        result.log = ""
        if os.path.exists(log):
            with open(log, encoding="utf-8") as file:
                result.log = file.read()
            self.assertEqual(os.stat(log).st_mode & 0o777, 0o600)
        self.seen += [result.out, result.err, result.log]
        for text in (result.out, result.err, result.log):
            self.assertNotIn(PASSWORD, text)
        return result

    def guest(self, pool, marked=True, start=False):
        """A VM with a marked disk and a CD, as apply leaves it."""
        client = Client(pool.port)
        client.login("root", PASSWORD)
        template = client.named("VM", "CentOS 6 (64-bit)")
        vm = client.task("VM.clone", template, "guest")
        other = client("VM.get_other_config", vm)
        other.update({"install-distro": "rhlike", "install-repository": "cdrom"})
        if marked:
            other["isoargs:run"] = "1"
        other.pop("disks", None)
        client("VM.set_other_config", vm, other)
        client.task("VM.provision", vm)
        sr = client.named("SR", "Shared storage")
        disk = client("VDI.create", {
            "name_label": "disk", "name_description": "", "SR": sr, "virtual_size": "1073741824",
            "type": "system", "sharable": False, "read_only": False, "xenstore_data": {},
            "sm_config": {}, "tags": [], "other_config": {"isoargs:run": "1"} if marked else {}})
        iso = client("VDI.get_by_name_label", "CentOS-7-x86_64-DVD-2009.iso")[0]
        for device, vdi, kind in (("0", disk, "Disk"), ("3", iso, "CD")):
            client("VBD.create", {
                "VM": vm, "VDI": vdi, "userdevice": device, "bootable": kind == "CD",
                "mode": "RO" if kind == "CD" else "RW", "type": kind, "unpluggable": kind == "CD",
                "empty": False, "other_config": {}, "qos_algorithm_type": "",
                "qos_algorithm_params": {}})
        if start:
            client.task("VM.start", vm, False, False)
        client.vm = vm
        return client

    def assert_says(self, result, code, *parts):
        self.assertEqual(result.code, code, result.err)
        for part in parts:
            self.assertIn(part, result.err)
        self.assertNotIn("Traceback", result.err)
        self.assertNotIn("OpaqueRef:", result.err)


class TrustTest(ClientTest):
    def test_a_wrong_pin_keeps_everything_from_being_sent(self):
        with Recorder() as server:
            result = self.tool(server.address, "status", "vm", trust=("--pin", WRONG_PIN))
        self.assert_says(result, FAILED, "another key than --pin says", "nothing was sent",
                         pin_of(CERT))
        self.assertGreaterEqual(server.handshakes, 1)
        self.assertEqual(server.received, b"")

    def test_a_right_pin_among_several_is_enough(self):
        pool = self.start()
        result = self.tool(pool, "status", "vm", trust=("--pin", WRONG_PIN, "--pin", pool.pin))
        self.assert_says(result, FAILED, "there is no VM of this name")

    def test_a_host_never_seen_gets_nothing_without_consent(self):
        with Recorder() as server:
            result = self.tool(server.address, "status", "vm", trust=())
        self.assert_says(result, FAILED, "first visit", "was not accepted", pin_of(CERT))
        self.assertEqual(server.received, b"")
        self.assertFalse(os.path.exists(self.path("config")))

    def test_a_first_visit_is_remembered_and_a_change_is_seen(self):
        pool = self.start()
        result = self.tool(pool, "status", "vm", trust=("--accept-new",))
        self.assert_says(result, FAILED, "first visit", "is stored", "no VM of this name")
        pins = self.path("config/isoargs/xenserver-pins")
        self.assertEqual(os.stat(pins).st_mode & 0o777, 0o600)
        result = self.tool(pool, "status", "vm", trust=())
        self.assert_says(result, FAILED, "no VM of this name")
        self.assertNotIn("first visit", result.err)
        before = pool.calls()
        pool.post("certificate")
        for trust in ((), ("--accept-new",)):
            result = self.tool(pool, "status", "vm", trust=trust)
            self.assert_says(result, FAILED, "HAS CHANGED", "nothing was sent", pool.pin)
        self.assertEqual(pool.calls(), before)

    def test_pins_that_others_may_write_are_not_believed(self):
        pool = self.start()
        self.tool(pool, "status", "vm", trust=("--accept-new",))
        os.chmod(self.path("config/isoargs/xenserver-pins"), 0o666)
        result = self.tool(pool, "status", "vm", trust=())
        self.assert_says(result, FAILED, "mode 666")

    def test_an_authority_vouches_for_the_name(self):
        pool = self.start()
        result = self.tool(pool, "status", "vm", trust=("--ca", CERT, "--tls-name", "xs1.example"))
        self.assert_says(result, FAILED, "there is no VM of this name")
        result = self.tool(pool, "status", "vm", trust=("--ca", CERT))
        self.assert_says(result, FAILED, "not accepted, so nothing was sent", "--tls-name")
        result = self.tool(pool, "status", "vm", trust=("--ca", self.path("none")))
        self.assert_says(result, FAILED, "--ca cannot be used")

    def test_an_expired_certificate_is_not_accepted(self):
        pool = Simulator("--password-file", self.secret, "--expired", "--write-cert",
                         self.path("expired"))
        self.addCleanup(pool.stop)
        result = self.tool(pool, "status", "vm", trust=("--ca", self.path("expired")))
        self.assert_says(result, FAILED, "expired", "nothing was sent", "renew")
        self.assertEqual(pool.calls(), [])

    def test_whoever_answers_is_trusted_only_by_name_of_the_option(self):
        result = self.tool(self.start(), "status", "vm", trust=("--insecure",))
        self.assert_says(result, FAILED, "there is no VM of this name")

    def test_old_tls_is_spoken_only_by_name_of_the_option(self):
        pool = Simulator("--password-file", self.secret, "--tls", "1.0")
        self.addCleanup(pool.stop)
        result = self.tool(pool, "status", "vm")
        self.assert_says(result, FAILED, "--legacy-tls")
        result = self.tool(pool, "status", "vm", trust=("--legacy-tls", "--pin", pool.pin))
        self.assert_says(result, FAILED, "there is no VM of this name")

    def test_contradictions_of_the_command_line(self):
        for options, part in (((), "no host"),
                              (("--host", "a b"), "no address"),
                              (("--host", "h", "--pin", "x"), "--pin"),
                              (("--host", "h", "--pin", WRONG_PIN, "--insecure"), "exclude"),
                              (("--host", "h", "--tls-name", "x"), "--ca only"),
                              (("--host", "h", "--password-fd", "x"), "--password-fd"),
                              (("--host", "h", "--password-fd", "1", "--password-file", "x"),
                               "exclude")):
            with self.subTest(options):
                result = run("status", *options, "vm", tool=TOOL, env=self.env)
                self.assert_says(result, USAGE, part)


class SessionTest(ClientTest):
    def test_a_wrong_password_is_tried_once(self):
        pool = self.start()
        result = self.tool(pool, "status", "vm", password=self.write("other", "wrong one\n"))
        self.assert_says(result, FAILED, "SESSION_AUTHENTICATION_FAILED", "was refused by")
        self.assertNotIn("wrong one", result.err + result.log)
        self.assertEqual(pool.calls(), ["session.login_with_password"])

    def test_a_password_has_a_longest_length(self):
        longest = self.write("longest", "p" * 254 + "\n")
        pool = Simulator("--password-file", longest, "--cert", CERT, "--key", KEY)
        self.addCleanup(pool.stop)
        self.assert_says(self.tool(pool, "status", "vm", password=longest), FAILED,
                         "there is no VM")
        result = self.tool(pool, "status", "vm", password=self.write("longer", "p" * 255 + "\n"))
        self.assert_says(result, USAGE, "more than 254 bytes")
        self.assertNotIn("ppp", result.err + result.log)
        self.assertEqual(pool.calls().count("session.login_with_password"), 1)

    def test_a_line_of_dos_ends_before_its_carriage_return(self):
        pool = self.start()
        result = self.tool(pool, "status", "vm", password=self.write("dos", PASSWORD + "\r\n"))
        self.assert_says(result, FAILED, "there is no VM of this name")
        self.assertIn("note: its line ends as those of DOS do", result.err)
        result = self.tool(pool, "status", "vm", password=self.write("mac", "correct\rhorse\r"))
        self.assert_says(result, FAILED, "there is a carriage return in the first line")
        self.assertEqual(pool.calls().count("session.login_with_password"), 1)

    def test_the_password_comes_by_descriptor_and_by_a_variables_file(self):
        pool = self.start()
        options = ("--host", pool.address, "--pin", pool.pin, "vm")
        with open(self.secret, "rb") as file:
            result = run("status", "--password-fd", str(file.fileno()), *options, tool=TOOL,
                         pass_fds=(file.fileno(),))
        self.assert_says(result, FAILED, "there is no VM")
        result = run("status", "--password-env", "PW", *options, tool=TOOL,
                     env=dict(self.env, PW=self.secret))
        self.assert_says(result, FAILED, "there is no VM")
        result = run("status", "--password-env", "PW", *options, tool=TOOL, env=self.env)
        self.assert_says(result, USAGE, "is not set")

    def test_every_session_is_closed(self):
        pool = self.start()
        self.tool(pool, "status", "vm")
        calls = pool.calls()
        self.assertEqual(calls.count("session.login_with_password"), 1)
        self.assertEqual(calls[-1], "session.logout")

    def test_an_old_host_without_a_fourth_parameter(self):
        pool = self.start("--release", "6.1")
        result = self.tool(pool, "status", "vm")
        self.assert_says(result, FAILED, "there is no VM of this name")
        self.assertEqual(pool.calls()[:2], ["session.login_with_password"] * 2)

    def test_a_member_of_the_pool_is_left_for_its_coordinator(self):
        pool = self.start("--hosts", "2", "--member")
        member, pins = f"127.0.0.2:{pool.port}", (pool.pin, pool.facts["member-pin"])
        options = [w for p in pins for w in ("--pin", p)]
        result = self.tool(member, "status", "vm", trust=options)
        self.assert_says(result, FAILED, "there is no VM of this name at 127.0.0.1")
        self.assertIn("HOST_IS_SLAVE", result.log)

    def test_a_coordinator_has_to_be_trusted_as_well(self):
        pool = self.start("--hosts", "2", "--member")
        result = self.tool(f"127.0.0.2:{pool.port}", "status", "vm",
                           trust=("--pin", pool.facts["member-pin"]))
        self.assert_says(result, FAILED, "127.0.0.1", "another key", "nothing was sent", pool.pin)
        self.assertEqual(pool.calls(), ["session.login_with_password"])

    def test_coordinators_are_followed_twice_at_most(self):
        pool = self.start()
        pool.post("fault", "session.login_with_password*all=error:HOST_IS_SLAVE:127.0.0.1")
        result = self.tool(pool, "status", "vm")
        self.assert_says(result, FAILED, "HOST_IS_SLAVE")
        self.assertEqual(pool.calls(), ["session.login_with_password"] * 3)

    def test_a_lost_session_is_opened_again_once(self):
        pool = self.start()
        pool.post("fault", "VM.get_by_name_label=error:SESSION_INVALID:OpaqueRef:x")
        result = self.tool(pool, "status", "vm")
        self.assert_says(result, FAILED, "there is no VM of this name")
        self.assertEqual(pool.calls().count("session.login_with_password"), 2)
        pool.post("fault", "VM.get_by_name_label*all=error:SESSION_INVALID:OpaqueRef:x")
        result = self.tool(pool, "status", "vm")
        self.assertIn("SESSION_INVALID", result.err)
        self.assertEqual(pool.calls().count("session.login_with_password"), 4)

    def test_what_only_reads_is_asked_again_and_nothing_else(self):
        pool = self.start()
        self.guest(pool)
        pool.post("fault", "VM.get_by_name_label=cut:before")
        result = self.tool(pool, "status", "guest")
        self.assertEqual(result.code, DONE, result.err)
        before = pool.calls().count("VBD.set_bootable")
        pool.post("fault", "VBD.set_bootable*all=cut:after")
        result = self.tool(pool, "finish", "guest")
        self.assert_says(result, FAILED, "VBD.set_bootable", "the connection broke")
        self.assertEqual(pool.calls().count("VBD.set_bootable"), before + 1)


class ReplyTest(ClientTest):
    def fault(self, pool, what):
        pool.post("fault", "VM.get_by_name_label*all=" + what)
        return self.tool(pool, "status", "vm")

    def test_replies_that_are_none(self):
        pool = self.start()
        head = b"<methodResponse><params><param>"
        deep = head + b"<value><array><data>" * 200
        for data, part in ((b"<html>nothing here</html>", "found <html>"),
                           (b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + head, "DOCTYPE"),
                           (deep, "nested"),
                           (b"", ""),
                           (b"\0\1\2", "not well-formed"),
                           (head + b"<value>1</value></param></params></methodResponse>",
                            "expected VM ref set")):
            with self.subTest(part):
                reply = self.write("reply", data)
                result = self.fault(pool, "reply:" + reply)
                self.assert_says(result, FAILED, "VM.get_by_name_label", part)

    def test_a_page_instead_of_a_reply_is_told(self):
        result = self.fault(self.start(), "http:500")
        self.assert_says(result, FAILED, "VM.get_by_name_label", "HTTP 500")

    def test_a_connection_that_breaks(self):
        result = self.fault(self.start(), "cut:before")
        self.assert_says(result, FAILED, "VM.get_by_name_label", "the connection broke")

    def test_a_reply_without_end_is_cut_off(self):
        with Recorder(answer=b"HTTP/1.1 200 OK\r\n\r\n", fill=b"x" * 65536) as server:
            result = self.tool(server.address, "status", "vm", trust=("--pin", pin_of(CERT)))
        self.assert_says(result, FAILED, "more than 67108864 bytes")

    def test_nobody_there(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            address = f"127.0.0.1:{free.getsockname()[1]}"
        self.assert_says(self.tool(address, "status", "vm", trust=("--insecure",)), FAILED,
                         "no connection")
        self.assert_says(self.tool("nobody.invalid", "status", "vm", trust=("--insecure",)), FAILED,
                         "no host of that name")


class VerbTest(ClientTest):
    def test_status_in_text_and_json(self):
        pool = self.start()
        self.guest(pool)
        result = self.tool(pool, "status", "guest")
        self.assertEqual(result.code, DONE, result.err)
        for part in ("Halted", "eliloader", "CentOS-7-x86_64-DVD-2009.iso", "made here    yes"):
            self.assertIn(part, result.out)
        result = self.tool(pool, "status", "--json", "guest")
        self.assertEqual(json.loads(result.out)["power_state"], "Halted")

    def test_finish_turns_from_the_cd_to_the_disk(self):
        pool = self.start()
        client = self.guest(pool)
        result = self.tool(pool, "finish", "--args", "console=hvc0", "guest")
        self.assertEqual(result.code, DONE, result.err)
        record = client("VM.get_record", client.vm)
        self.assertEqual(record["PV_bootloader"], "pygrub")
        self.assertEqual(record["PV_args"], "console=hvc0")
        self.assertNotIn("install-repository", record["other_config"])
        drives = {d["type"]: d for d in (client("VBD.get_record", v) for v in record["VBDs"])}
        self.assertTrue(drives["Disk"]["bootable"])
        self.assertFalse(drives["CD"]["bootable"])
        self.assertTrue(drives["CD"]["empty"])
        self.assertEqual(self.tool(pool, "finish", "guest").code, DONE)

    def drive(self, client, kind):
        record = client("VM.get_record", client.vm)
        return next(d for d in (client("VBD.get_record", v) for v in record["VBDs"])
                    if d["type"] == kind)

    def test_finish_finds_the_disk_whatever_its_device_is_called(self):
        for name, bootable in (("xvda", True), ("xvda", False), ("sda", False), ("hda", True)):
            with self.subTest(name=name, bootable=bootable):
                pool = self.start()
                client = self.guest(pool, start=True)
                pool.post("guest", {"vm": client("VM.get_uuid", client.vm), "does": "install"})
                client.task("VM.hard_shutdown", client.vm)
                pool.post("set", {"class": "VBD", "uuid": self.drive(client, "Disk")["uuid"],
                                  "set": {"userdevice": name, "bootable": bootable}})
                result = self.tool(pool, "finish", "guest")
                self.assertEqual(result.code, DONE, result.err)
                self.assertTrue(self.drive(client, "Disk")["bootable"])
                client.task("VM.start", client.vm, False, False)
                self.assertEqual(pool.get("boots")[-1]["how"], "pygrub")

    def test_finish_takes_the_bootable_disk_before_the_first(self):
        pool = self.start()
        client = self.guest(pool)
        disk = self.drive(client, "Disk")
        client("VBD.create", {**disk, "userdevice": "1", "bootable": False})
        pool.post("set", {"class": "VBD", "uuid": disk["uuid"], "set": {"bootable": True,
                                                                       "userdevice": "xvdc"}})
        result = self.tool(pool, "finish", "guest")
        self.assertEqual(result.code, DONE, result.err)
        record = client("VM.get_record", client.vm)
        drives = {d["userdevice"]: d["bootable"]
                  for d in (client("VBD.get_record", v) for v in record["VBDs"])}
        self.assertEqual(drives, {"1": False, "xvdc": True, "3": False})

    def test_finish_without_a_disk_changes_nothing(self):
        pool = self.start()
        client = self.guest(pool)
        pool.post("remove", {"class": "VBD", "uuid": self.drive(client, "Disk")["uuid"]})
        before = pool.get("database")
        self.assert_says(self.tool(pool, "finish", "guest"), NOT_USABLE, "it has no disk")
        self.assertEqual(pool.get("database"), before)

    def test_finish_shows_what_it_would_change_of_a_strangers_vm_and_does_nothing(self):
        pool = self.start()
        client = self.guest(pool, marked=False)
        client("VM.set_PV_args", client.vm, "-- quiet console=hvc0")
        before = pool.get("database")
        result = self.tool(pool, "finish", "guest", stdin=subprocess.DEVNULL,
                           start_new_session=True)
        self.assert_says(result, NOT_USABLE, "did not make it", "nothing was changed", "--force")
        self.assertIn('PV_args: "-- quiet console=hvc0" becomes ""', result.out)
        self.assertIn("drive 0: becomes bootable", result.out)
        self.assertEqual(pool.get("database"), before)
        result = self.tool(pool, "finish", "--force", "guest")
        self.assertEqual(result.code, DONE, result.err)
        self.assertEqual(client("VM.get_PV_args", client.vm), "")

    def test_finish_goes_on_where_the_guest_keeps_the_medium(self):
        pool = self.start()
        client = self.guest(pool, start=True)
        for code, part in (("DEVICE_DETACH_REJECTED:VBD:x:in use", "does not let go of the drive"),
                           ("DEVICE_DETACH_TIMEOUT:VBD:x", "did not let go of the drive in time")):
            pool.post("fault", "VBD.eject=task:" + code)
            result = self.tool(pool, "finish", "guest")
            self.assert_says(result, FAILED, part, "unmount the medium in the guest")
            self.assertEqual(client("VM.get_PV_bootloader", client.vm), "pygrub")
            self.assertTrue(self.drive(client, "Disk")["bootable"])
        result = self.tool(pool, "finish", "guest")
        self.assertEqual(result.code, DONE, result.err)
        self.assertTrue(self.drive(client, "CD")["empty"])

    def test_destroy_leaves_nothing_of_ours_and_everything_else(self):
        pool = self.start()
        before = pool.get("database")
        self.guest(pool)
        result = self.tool(pool, "destroy", "guest", stdin=subprocess.DEVNULL,
                           start_new_session=True)
        self.assert_says(result, FAILED, "nothing was removed")
        result = self.tool(pool, "destroy", "--yes", "guest")
        self.assertEqual(result.code, DONE, result.err)
        self.assertEqual(pool.get("database"), before)

    def test_destroy_leaves_what_somebody_else_made(self):
        pool = self.start()
        self.guest(pool, marked=False)
        before = pool.get("database")
        self.assert_says(self.tool(pool, "destroy", "--yes", "guest"), NOT_USABLE, "did not make it")
        self.assertEqual(pool.get("database"), before)

    def test_two_vms_of_one_name_are_told_apart_by_uuid(self):
        pool = self.start()
        client = self.guest(pool)
        self.guest(pool)
        result = self.tool(pool, "status", "guest")
        self.assert_says(result, FAILED, "several VMs")
        uuid = client("VM.get_uuid", client.vm)
        self.assertIn(uuid, result.err)
        self.assertEqual(self.tool(pool, "status", uuid).code, DONE)

    def test_a_task_that_fails_is_explained(self):
        pool = self.start()
        self.guest(pool)
        pool.post("fault", "VM.destroy=task:OTHER_OPERATION_IN_PROGRESS:VM:OpaqueRef:x:snapshot:t")
        result = self.tool(pool, "destroy", "--yes", "guest")
        self.assertEqual(result.code, FAILED)
        self.assertIn("another operation is under way", result.err)
        self.assertIn("VM.destroy", result.err)


class ConsoleTest(ClientTest):
    def start_tool(self, pool, *args, **more):
        process = subprocess.Popen([*MORTAL, TOOL, "console", "--host", pool.address,
                                    "--pin", pool.pin, "--password-file", self.secret, *args],
                                   env=self.env, **more)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        return process

    def read_until(self, fd, part, patience=20):
        data, end = b"", time.monotonic() + patience
        while part not in data and time.monotonic() < end:
            if select.select([fd], [], [], 0.5)[0]:
                data += os.read(fd, 4096)
        self.assertIn(part, data)
        return data

    def on_terminal(self, pool):
        primary, secondary = pty.openpty()
        self.addCleanup(os.close, primary)
        self.addCleanup(os.close, secondary)
        before = termios.tcgetattr(secondary)
        process = self.start_tool(pool, "guest", stdin=secondary, stdout=secondary,
                                  stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        return process, primary, secondary, before

    def test_the_terminal_is_the_guests_and_is_given_back(self):
        pool = self.start()
        self.guest(pool, start=True)
        process, primary, secondary, before = self.on_terminal(pool)
        self.read_until(primary, b"\n")
        self.assertNotEqual(termios.tcgetattr(secondary), before)
        os.write(primary, b"echo-me\x03")
        self.read_until(primary, b"echo-me")
        os.write(primary, b"\x1d")
        self.assertEqual(process.wait(20), DONE)
        self.assertEqual(termios.tcgetattr(secondary), before)
        self.assertEqual(pool.calls()[-1], "session.logout")

    def test_a_signal_gives_the_terminal_back(self):
        pool = self.start()
        self.guest(pool, start=True)
        process, primary, secondary, before = self.on_terminal(pool)
        self.read_until(primary, b"\n")
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(20), -signal.SIGTERM)
        self.assertEqual(termios.tcgetattr(secondary), before)
        self.assertEqual(pool.calls()[-1], "session.logout")

    def test_without_a_terminal_it_prints_until_a_signal_comes(self):
        pool = self.start()
        self.guest(pool, start=True)
        process = self.start_tool(pool, "guest", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.stdin.close)
        self.read_until(process.stdout.fileno(), b"# ")
        os.write(process.stdin.fileno(), b"one\x1dtwo")  # Ctrl-] is a byte like any other there
        self.read_until(process.stdout.fileno(), b"one\x1dtwo")
        self.assertIsNone(process.poll())
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(20), -signal.SIGTERM)
        self.assertEqual(pool.calls()[-1], "session.logout")

    def test_it_ends_with_its_input_once_the_answer_is_there(self):
        pool = self.start()
        self.guest(pool, start=True)
        for typed in (b"", b"whoami\r"):
            with self.subTest(typed):
                with open(self.write("typed", typed), "rb") as file:
                    result = self.tool(pool, "console", "guest", stdin=file)
                self.assertEqual(result.code, DONE, result.err)
                self.assertIn("# " + typed.decode().strip(), result.out)
                self.assertIn("the VM runs on", result.err)
                self.assertEqual(pool.calls()[-1], "session.logout")

    def test_a_host_that_never_comes_to_an_end_does_not_hold_up_the_end(self):
        pool = self.start()
        client = self.guest(pool, start=True)
        with Console(b"more" * 4096, floods=True) as host:
            self.move_console(pool, client, "vt100", host)
            start = time.monotonic()
            with open(os.devnull, "wb") as nothing:
                process = self.start_tool(pool, "guest", stdin=subprocess.DEVNULL, stdout=nothing)
            self.assertEqual(process.wait(20), DONE)
            self.assertLess(time.monotonic() - start, 10)

    def test_a_host_that_reads_nothing_does_not_hold_up_the_end(self):
        pool = self.start()
        client = self.guest(pool, start=True)
        with Console(b"# ") as host:
            self.move_console(pool, client, "vt100", host)
            process = self.start_tool(pool, "guest", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            self.addCleanup(process.stdout.close)
            self.read_until(process.stdout.fileno(), b"# ")
            self.write_until_blocked(process.stdin.fileno())
            process.stdin.close()
            self.assertEqual(process.wait(9), DONE)

    def test_a_host_that_takes_nothing_is_left_in_the_end(self):
        pool = self.start()
        client = self.guest(pool, start=True)
        with Console(b"# ") as host:
            self.move_console(pool, client, "vt100", host)
            process = self.start_tool(pool, "guest", stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE)
            for stream in (process.stdin, process.stdout, process.stderr):
                self.addCleanup(stream.close)
            self.read_until(process.stdout.fileno(), b"# ")
            end = time.monotonic() + 40
            while process.poll() is None and time.monotonic() < end:
                self.write_until_blocked(process.stdin.fileno())
            self.assertEqual(process.wait(0), FAILED)
            self.assertIn(b"takes nothing any more", process.stderr.read())

    def write_until_blocked(self, fd):
        os.set_blocking(fd, False)
        while select.select([], [fd], [], 1)[1]:
            try:
                os.write(fd, b"x" * 65536)
            except BlockingIOError:
                pass
            except BrokenPipeError:
                return

    def move_console(self, pool, client, protocol, host):
        """The guest's console of a protocol is somewhere else now."""
        for ref in client("VM.get_consoles", client.vm):
            record = client("console.get_record", ref)
            if record["protocol"] == protocol:
                pool.post("set", {"class": "console", "uuid": record["uuid"],
                                  "set": {"location": f"https://{host.address}/console"}})

    def test_a_console_that_does_not_open_can_be_left(self):
        pool = self.start()
        self.guest(pool, start=True)
        pool.post("fault", "console=hold:before")
        process = self.start_tool(pool, "guest", stdin=subprocess.DEVNULL, stderr=subprocess.PIPE)
        self.addCleanup(process.stderr.close)
        end = time.monotonic() + 20
        while not pool.get("state")["held"] and time.monotonic() < end:
            time.sleep(0.05)
        self.assertTrue(pool.get("state")["held"])
        process.send_signal(signal.SIGTERM)
        self.assertIn(process.wait(20), (FAILED, -signal.SIGTERM))
        pool.post("release")

    def test_a_halted_vm_has_no_console(self):
        pool = self.start()
        self.guest(pool)
        self.assert_says(self.tool(pool, "console", "guest"), NOT_USABLE, "no console", "Halted")

    def test_a_viewer_shakes_hands_through_the_bridge(self):
        pool = self.start()
        self.guest(pool, start=True)
        process = self.start_tool(pool, "--vnc", "127.0.0.1:0", "guest", stdin=subprocess.DEVNULL,
                                  stderr=subprocess.PIPE, encoding="utf-8")
        self.addCleanup(process.stderr.close)
        line = process.stderr.readline()
        port = int(line.split("Listening on 127.0.0.1:")[1].split(";")[0])
        for _ in range(2):
            with socket.create_connection(("127.0.0.1", port), timeout=20) as viewer:
                self.assertEqual(viewer.recv(12, socket.MSG_WAITALL), b"RFB 003.003\n")
                viewer.sendall(b"RFB 003.003\n")
                self.assertEqual(len(viewer.recv(4, socket.MSG_WAITALL)), 4)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(20), -signal.SIGINT)
        self.assertEqual(pool.calls()[-1], "session.logout")

    def test_a_viewer_that_leaves_a_host_that_reads_nothing_makes_room_for_the_next(self):
        pool = self.start()
        client = self.guest(pool, start=True)
        with Console(b"RFB 003.003\n") as host:
            self.move_console(pool, client, "rfb", host)
            process = self.start_tool(pool, "--vnc", "127.0.0.1:0", "guest",
                                      stdin=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                      encoding="utf-8")
            self.addCleanup(process.stderr.close)
            port = int(process.stderr.readline().split("127.0.0.1:")[1].split(";")[0])
            for _ in range(2):
                with socket.create_connection(("127.0.0.1", port), timeout=20) as viewer:
                    self.assertEqual(viewer.recv(12, socket.MSG_WAITALL), b"RFB 003.003\n")
                    self.write_until_blocked(viewer.fileno())
            process.send_signal(signal.SIGINT)
            self.assertEqual(process.wait(20), -signal.SIGINT)

    def test_only_this_machine_gets_a_port(self):
        pool = self.start()
        for where in ("0.0.0.0:5901", "10.0.0.1:5901", "[::]:5901", "5901", "127.0.0.1:", "[::1]:x"):
            with self.subTest(where):
                self.assert_says(self.tool(pool, "console", "--vnc", where, "guest"), USAGE,
                                 "expected 127.0.0.1:PORT")


class Recorder:
    """A TLS server that keeps what it is sent, and may answer."""

    def __init__(self, answer=b"", fill=b""):
        self.answer, self.fill = answer, fill
        self.received, self.handshakes = b"", 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERT, KEY)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.stopped = False
        self.thread = threading.Thread(target=self.serve)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped = True
        self.thread.join()
        self.socket.close()

    def serve(self):
        while not self.stopped:
            try:
                plain = self.socket.accept()[0]
            except TimeoutError:
                continue
            plain.settimeout(5)
            try:
                with self.context.wrap_socket(plain, server_side=True) as connection:
                    self.handshakes += 1
                    data = connection.recv(65536)
                    self.received += data
                    if data and self.answer:
                        connection.sendall(self.answer)
                    while data and self.fill:
                        connection.sendall(self.fill)
            except OSError:
                continue


class Console:
    """A host's end of consoles: greets, and reads nothing more; or greets for ever."""

    def __init__(self, greeting, floods=False):
        self.greeting, self.floods = greeting, floods
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(CERT, KEY)
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.address = f"127.0.0.1:{self.socket.getsockname()[1]}"
        self.stopped, self.threads, self.open = False, [], []

    def __enter__(self):
        self.threads.append(threading.Thread(target=self.listen))
        self.threads[0].start()
        return self

    def __exit__(self, *_):
        self.stopped = True
        self.threads[0].join()
        for connection in self.open:
            connection.close()
        for thread in self.threads[1:]:
            thread.join()
        self.socket.close()

    def listen(self):
        while not self.stopped:
            try:
                plain = self.socket.accept()[0]
            except TimeoutError:
                continue
            self.open.append(plain)
            self.threads.append(threading.Thread(target=self.serve, args=(plain,)))
            self.threads[-1].start()

    def serve(self, plain):
        plain.settimeout(5)
        try:
            connection = self.context.wrap_socket(plain, server_side=True)
            self.open.append(connection)
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(4096)
                if not more:
                    return
                head += more
            connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n" + self.greeting)
            while self.floods and not self.stopped:
                connection.sendall(self.greeting)
        except (OSError, ValueError):
            pass


if __name__ == "__main__":
    main()
