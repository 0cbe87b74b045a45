# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated pool carries what a tool does to it, and breaks where it is told to."""

import base64
import hashlib
import json
import os
import socket
import ssl
import subprocess
import sys
import threading
import time
import unittest

from client import ARGS, MEMORY, TRANSIENT, ApiError, Client, Provision
from harness import MORTAL, SOURCE, main, need
from pooltest import certificate, folder, HERE, PoolTest, run_peer, simulator
from simulated import SIMULATOR, Simulator, unverified

RELEASES = ("6.2", "6.5", "7.1", "7.6", "8.0", "8.2", "8.3")


# ---- the data ------------------------------------------------------------------------------------


class DataTest(unittest.TestCase):
    def test_calls_json_is_what_the_description_of_all_gives(self):
        facts = os.path.join(SOURCE, "..", "..", "shared", "facts", "xenapi-calls.json")
        if not os.path.exists(facts):
            raise unittest.SkipTest("no description of XenAPI beside this project")
        made = subprocess.run([sys.executable, os.path.join(HERE, "make-calls"), facts],
                              check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
        with open(os.path.join(HERE, "calls.json"), encoding="utf-8") as file:
            self.assertEqual(file.read(), made)

    def test_every_call_of_the_data_is_answered_by_something(self):
        sys.path.insert(0, HERE)
        from sim import dispatch, fields  # pylint: disable=import-outside-toplevel
        with open(os.path.join(HERE, "calls.json"), encoding="utf-8") as file:
            data = json.load(file)
        own = {"session.login_with_password", "session.logout", "event.from", *dispatch.CALLS}
        for name in set(data["calls"]) - own:
            group, message = name.split(".")
            verb, _, what = message.partition("_")
            self.assertIn(verb, ("get", "set", "add", "remove"), name)
            field = what.removeprefix("to_").removeprefix("from_")
            self.assertTrue(field in data["classes"][group]["fields"]
                            or field in fields.FINDERS, name)


# ---- the sequence --------------------------------------------------------------------------------


class SequenceTest(unittest.TestCase):
    def provision(self, release):
        with simulator("--release", release, "--task-time", "0.02") as pool:
            client = Client(pool.port).login("root", "secret", "1.0", "test")
            before = pool.get("database")
            work = Provision(client, release)
            try:
                work.run()
                record = client("VM.get_record", work.vm)
                self.assertEqual(record["power_state"], "Running")
                self.assertEqual(record["PV_args"], "")
            finally:
                boots = pool.get("boots")
                work.undo()
                client("session.logout")
                state = pool.get("state")
            self.assertEqual(state["database"], before)
            self.assertEqual((state["tasks"], state["sessions"]), ([], 0))
        return boots[0]

    def test_each_release_with_eliloader_boots_the_medium_with_the_arguments(self):
        for release in RELEASES[:-1]:
            with self.subTest(release=release):
                boot = self.provision(release)
                self.assertEqual(boot["cmdline"].strip(), ARGS)
                self.assertEqual((boot["how"], boot["kernel"]), ("eliloader", "isolinux/vmlinuz"))
                self.assertEqual((boot["memory"], boot["VCPUs"]), (MEMORY, 2))
                if release != "6.2":
                    self.assertEqual(boot["cmdline"], "   " + ARGS)

    def test_the_last_release_knows_no_eliloader(self):
        with self.assertRaises(ApiError) as caught, simulator("--release", "8.3") as pool:
            work = Provision(Client(pool.port).login(), "8.3")
            work.run()
        self.assertEqual(caught.exception.code, "INTERNAL_ERROR")
        self.assertIn("Bootloader.Unknown_bootloader eliloader", caught.exception.params[0])

    def test_the_last_release_runs_no_pv_guest(self):
        with self.assertRaises(ApiError) as caught, simulator("--release", "8.3") as pool:
            work = Provision(Client(pool.port).login(), "8.3", bootloader="pygrub")
            work.run()
        self.assertIn("Guest type PV unavailable", caught.exception.params[0])

    def test_eight_at_once_do_not_meet(self):
        with simulator("--task-time", "0.05") as pool:
            before = pool.get("database")
            works = [Provision(Client(pool.port).login(), "7.6", f"guest{n}") for n in range(8)]
            threads = [threading.Thread(target=work.run) for work in works]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(sorted(b["name_label"] for b in pool.get("boots")),
                             [f"[installing] guest{n}" for n in range(8)])
            for work in works:
                work.undo()
            self.assertEqual(pool.get("database"), before)


# ---- who may come in -----------------------------------------------------------------------------


class AccessTest(unittest.TestCase):
    def test_a_wrong_password_is_refused_and_written_nowhere(self):
        log = os.path.join(folder(), "log")
        with simulator("--log", log, "--password", "a9-Right-b8") as pool:
            with self.assertRaises(ApiError) as caught:
                Client(pool.port).login("root", "a9-Wrong-b8")
            self.assertEqual(caught.exception.code, "SESSION_AUTHENTICATION_FAILED")
            client = Client(pool.port).login("root", "a9-Right-b8")
            client("pool.get_all")
            client("session.logout")
            with self.assertRaises(ApiError):
                client("pool.get_all")
            with open(log, encoding="utf-8") as file:
                text = file.read() + json.dumps(pool.get("calls")) + json.dumps(pool.get("state"))
        for secret in ("a9-Right", "a9-Wrong", client.session):
            self.assertNotIn(secret, text)
        self.assertEqual([json.loads(line)["outcome"] for line in text.splitlines()[:4]],
                         [["SESSION_AUTHENTICATION_FAILED", "root", "Authentication failure"],
                          "ok", "ok", "ok"])

    def test_roles_allow_what_is_theirs(self):
        with simulator("--role", "vm-admin") as pool:
            client = Client(pool.port).login()
            vm = client("VM.clone", client.named("VM", "CentOS 6 (64-bit)"), "x")
            with self.assertRaises(ApiError) as caught:
                client("VM.set_memory_limits", vm, *[MEMORY] * 4)
        self.assertEqual(caught.exception.code, "RBAC_PERMISSION_DENIED")
        self.assertEqual(caught.exception.params[0], "vm.set_memory_limits")
        with simulator("--role", "none") as pool, self.assertRaises(ApiError) as caught:
            Client(pool.port).login()
        self.assertEqual(caught.exception.code, "SESSION_AUTHORIZATION_FAILED")

    def test_old_hosts_take_fewer_words_and_know_fewer_calls(self):
        with simulator("--release", "6.1") as pool:
            client = Client(pool.port)
            with self.assertRaises(ApiError) as caught:
                client.login("root", "secret", "1.0", "test")
            self.assertEqual((caught.exception.code, caught.exception.params[1:]),
                             ("MESSAGE_PARAMETER_COUNT_MISMATCH", ["3", "4"]))
            client.login("root", "secret", "1.0")
            record = client("VM.get_record", client.named("VM", "CentOS 6 (64-bit)"))
            self.assertFalse({"domain_type", "reference_label"} & set(record))
            self.assertNotIn("VM.set_memory", client.raw("system.listMethods"))
        with simulator("--release", "5.6") as pool:
            client = Client(pool.port).login()
            with self.assertRaises(ApiError) as caught:
                client("event.from", ["*"], "", 0.0)
        self.assertEqual(caught.exception.code, "MESSAGE_METHOD_UNKNOWN")

    def test_a_member_names_its_coordinator_and_has_its_own_certificate(self):
        with simulator("--member", "--guest-host", "2") as pool:
            with self.assertRaises(ApiError) as caught:
                Client(pool.port, "127.0.0.2").login()
            self.assertEqual((caught.exception.code, caught.exception.params),
                             ("HOST_IS_SLAVE", ["127.0.0.1"]))
            certificates = {ssl.get_server_certificate((a, pool.port))
                            for a in ("127.0.0.1", "127.0.0.2")}
            self.assertEqual(len(certificates), 2)
            client = Client(pool.port).login()
            self.assertEqual({client("host.get_server_certificate", h)
                              for h in client("host.get_all")}, certificates)
            work = Provision(client, "7.6")
            work.run()
            console = client("console.get_record", client("VM.get_consoles", work.vm)[0])
            self.assertIn("127.0.0.2", console["location"])


class CertificateTest(unittest.TestCase):
    def seen(self, pool):
        pem = ssl.get_server_certificate(("127.0.0.1", pool.port))
        facts = subprocess.run(["openssl", "x509", "-noout", "-fingerprint", "-sha256",
                                "-checkend", "0"], input=pem, encoding="ascii",
                               stdout=subprocess.PIPE, check=False)
        return facts.stdout.split("=")[1].split()[0], facts.returncode == 0

    def test_the_pin_is_the_one_that_openssl_computes(self):
        _, cert, *_ = certificate()
        with simulator() as pool:
            key = subprocess.run(["openssl", "x509", "-in", cert, "-noout", "-pubkey"],
                                 check=True, stdout=subprocess.PIPE).stdout
            der = subprocess.run(["openssl", "pkey", "-pubin", "-outform", "DER"], input=key,
                                 check=True, stdout=subprocess.PIPE).stdout
            digest = base64.b64encode(hashlib.sha256(der).digest()).decode()
            self.assertEqual(pool.pin, "sha256//" + digest)

    def test_the_first_line_has_the_fingerprint_and_the_certificate_can_change(self):
        with Simulator() as pool:
            self.assertEqual(self.seen(pool), (pool.facts["fingerprint"], True))
            pool.post("certificate")
            changed = self.seen(pool)
            self.assertNotEqual(changed[0], pool.facts["fingerprint"])
            pool.post("certificate", "expired")
            self.assertEqual(self.seen(pool)[1], False)

    def test_a_certificate_can_have_expired(self):
        path = os.path.join(folder(), "written")
        with Simulator("--expired", "--write-cert", path) as pool:
            context = ssl.create_default_context(cafile=path)
            with self.assertRaises(ssl.SSLCertVerificationError) as caught:
                with socket.create_connection(("127.0.0.1", pool.port), 20) as plain:
                    context.wrap_socket(plain, server_hostname="127.0.0.1")
        self.assertIn("expired", str(caught.exception))

    def test_an_old_host_speaks_only_old_tls(self):
        with Simulator("--tls", "1.0") as pool:
            for minimum, good in ((ssl.TLSVersion.TLSv1, True), (ssl.TLSVersion.TLSv1_2, False)):
                context = unverified()
                context.set_ciphers("DEFAULT:@SECLEVEL=0")
                context.minimum_version = minimum
                with socket.create_connection(("127.0.0.1", pool.port), 20) as plain:
                    try:
                        with context.wrap_socket(plain) as stream:
                            self.assertEqual(stream.version(), "TLSv1")
                        done = True
                    except ssl.SSLError:
                        done = False
                self.assertEqual(done, good)


class ArrangementTest(unittest.TestCase):
    def test_a_pool_can_lack_what_a_tool_needs(self):
        with simulator("--without", "iso-sr", "--without", "network", "--without", "default-sr",
                       "--without", "templates", "--sr-free", "0") as pool:
            client = Client(pool.port).login()
            for name, label in (("SR", "ISO library"), ("VM", "CentOS 6 (64-bit)")):
                with self.assertRaises(LookupError):
                    client.named(name, label)
            self.assertEqual(client("network.get_all_records"), {})
            record = list(client("pool.get_all_records").values())[0]
            self.assertEqual(record["default_SR"], "OpaqueRef:NULL")

    def test_a_scan_finds_what_was_put_there_meanwhile(self):
        with simulator("--iso-late", "late.iso", "--duplicate-template") as pool:
            client = Client(pool.port).login()
            pool.post("iso", {"name": "later.iso", "late": True})
            self.assertEqual(client("VDI.get_by_name_label", "late.iso"), [])
            client.task("SR.scan", client.named("SR", "ISO library"))
            for name in ("late.iso", "later.iso"):
                self.assertEqual(len(client("VDI.get_by_name_label", name)), 1)
            self.assertEqual(len(client("VM.get_by_name_label", "CentOS 6 (64-bit)")), 2)


class LifeTest(unittest.TestCase):
    def start(self, *options, **more):
        process = subprocess.Popen([*MORTAL, SIMULATOR, *certificate(), *options],
                                   stdout=subprocess.PIPE, **more)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.addCleanup(process.stdout.close)
        self.assertTrue(process.stdout.readline().startswith(b"ready port="))
        return process

    def test_it_ends_with_its_time_its_parent_and_when_told(self):
        brief = self.start("--lifetime", "0.5", stdin=subprocess.DEVNULL)
        told = self.start(stdin=subprocess.DEVNULL)
        told.terminate()
        child = self.start(stdin=subprocess.PIPE)
        child.stdin.close()
        for process in (told, child, brief):
            self.assertEqual(process.wait(20), 0)


# ---- the client that others wrote ----------------------------------------------------------------


class PeerTest(unittest.TestCase):
    """npm's xen-api, which people run against real pools."""

    def run_peer(self, transport):
        with simulator("--task-time", "0.05") as pool:
            before = pool.get("database")
            self.assertEqual(run_peer(pool, transport),
                             ["cloned Halted", "provisioned", "event: Running", "destroyed"])
            self.assertEqual(pool.get("boots")[0]["cmdline"], "   peer")
            self.assertEqual(pool.get("database"), before)

    def test_xen_api_clones_provisions_starts_waits_and_destroys_over_xml(self):
        self.run_peer("xml-rpc")

    def test_xen_api_does_so_over_json(self):
        self.run_peer("json-rpc")


if __name__ == "__main__":
    need("openssl")
    main()
