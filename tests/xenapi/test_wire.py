# SPDX-License-Identifier: GPL-3.0-or-later
"""The simulated pool's bytes are xapi's: XML-RPC, JSON-RPC, events, consoles, imports."""

import contextlib
import http.client
import json
import socket
import threading
import time

from client import ISO, Client
from harness import main, need
from pooltest import PoolTest, simulator
from simulated import unverified

# ---- the wire ------------------------------------------------------------------------------------


class WireTest(PoolTest):
    def post(self, body, path="/", headers=None):
        connection = http.client.HTTPSConnection("127.0.0.1", self.pool.port, timeout=20,
                                                 context=unverified())
        self.addCleanup(connection.close)
        connection.request("POST", path, body, headers or {})
        reply = connection.getresponse()
        return reply.status, reply.read()

    def request(self, method, *params):
        inner = "".join(f"<param><value>{p}</value></param>" for p in params)
        return ('<?xml version="1.0"?><methodCall><methodName>' + method
                + f"</methodName><params>{inner}</params></methodCall>").encode()

    def test_answers_are_compact_and_untyped(self):
        host = self.client("host.get_all")[0]
        for method, value in (("host.get_address", "<value>127.0.0.1</value>"),
                              ("host.get_API_version_minor", "<value>11</value>"),
                              ("host.get_enabled", "<value><boolean>1</boolean></value>")):
            status, body = self.post(self.request(method, self.client.session, host))
            self.assertEqual(status, 200)
            self.assertEqual(
                body.decode(), '<?xml version="1.0"?><methodResponse><params><param><value><struct>'
                "<member><name>Status</name><value>Success</value></member><member>"
                f"<name>Value</name>{value}</member></struct></value></param></params>"
                "</methodResponse>")

    def test_times_end_in_z_and_nothing_is_an_empty_value(self):
        metrics = list(self.client("host.get_all_records").values())[0]["metrics"]
        body = self.post(self.request("host_metrics.get_record", self.client.session, metrics))[1]
        self.assertRegex(body.decode(),
                         r"<dateTime.iso8601>\d{8}T\d\d:\d\d:\d\dZ</dateTime.iso8601>")
        body = self.post(self.request("session.logout", self.client.session))[1]
        self.assertIn(b"<name>Value</name><value></value>", body)

    def test_a_failure_is_an_array_of_texts(self):
        body = self.post(self.request("VM.get_all", "x"))[1]
        self.assertIn(b"<value>Failure</value></member><member><name>ErrorDescription</name><value>"
                      b"<array><data><value>MESSAGE_METHOD_UNKNOWN</value>", body)

    def test_the_list_of_methods_needs_no_session_and_has_no_status(self):
        body = self.post(self.request("system.listMethods"))[1]
        self.assertTrue(body.startswith(b'<?xml version="1.0"?><methodResponse><params><param>'
                                        b"<value><array><data><value>"), body[:200])
        self.assertIn("VM.set_domain_type", Client(self.pool.port).raw("system.listMethods"))

    def test_any_path_is_xml_rpc_but_jsonrpc(self):
        for path in ("/", "/RPC2", "/xmlrpc"):
            self.assertIn(b"methodResponse", self.post(self.request("system.listMethods"), path)[1])
        text = json.dumps({"jsonrpc": "2.0", "id": 1, "params": [self.client.session],
                           "method": "host.get_all_records"})
        status, body = self.post(text, "/jsonrpc")
        records = list(json.loads(body)["result"].values())
        self.assertEqual((status, records[0]["API_version_minor"]), (200, 11))

    def test_json_errors_have_the_form_of_their_version(self):
        asked = {"id": 1, "method": "VM.explode", "params": []}
        body = json.loads(self.post(json.dumps({**asked, "jsonrpc": "2.0"}), "/jsonrpc")[1])
        self.assertEqual(body["error"], {"code": 1, "message": "MESSAGE_METHOD_UNKNOWN",
                                         "data": ["VM.explode"]})
        body = json.loads(self.post(json.dumps(asked), "/jsonrpc")[1])
        self.assertEqual(body["error"], ["MESSAGE_METHOD_UNKNOWN", "VM.explode"])

    def test_what_cannot_be_parsed_gets_a_page_of_html(self):
        good = self.request("system.listMethods")
        empty = "<struct><member><name></name><value>x</value></member></struct>"
        for body in (b"", b"hello", good.replace(b"<params></params>", b""), good[:-3],
                     self.request("VM.clone", empty), self.request("VM.clone", "\x01"),
                     good.replace(b"list", b"\xff"), good.replace(b"methodCall", b"call")):
            with self.subTest(body=body):
                status, page = self.post(body)
                self.assertEqual(status, 500)
                self.assertIn(b"HTTP 500 internal server error", page)
        for body in (b"{", b'{"method": "x", "params": []}', b'{"id": 1, "method": "x"}'):
            with self.subTest(body=body):
                self.assertEqual(self.post(body, "/jsonrpc")[0], 500)

    def test_bodies_have_a_length_and_a_limit(self):
        good = self.request("system.listMethods")
        most = 300 * 1024
        self.assertEqual(self.post(good + b" " * (most - len(good)))[0], 200)
        self.assertEqual(self.post(good + b" " * (most - len(good) + 1))[0], 500)
        self.assertEqual(self.post(iter([good]), headers={"Transfer-Encoding": "chunked"})[0], 500)

    def test_a_connection_serves_many_calls(self):
        connection = http.client.HTTPSConnection("127.0.0.1", self.pool.port, timeout=20,
                                                 context=unverified())
        self.addCleanup(connection.close)
        connection.connect()
        first = connection.sock
        for body in (self.request("system.listMethods"), b"hello",
                     self.request("system.listMethods")):
            connection.request("POST", "/", body)
            connection.getresponse().read()
            self.assertIs(connection.sock, first)

    def test_control_characters_do_not_come_back(self):
        self.pool.post("set", {"class": "pool", "name_label": "simulated pool",
                               "set": {"name_description": "a\x01b<&\n"}})
        record = list(self.client("pool.get_all_records").values())[0]
        self.assertEqual(record["name_description"], "ab<&\n")
        self.pool.post("set", {"class": "pool", "name_label": "simulated pool",
                               "set": {"name_description": ""}})


class EventTest(PoolTest):
    def events(self, token="", classes=("*",), timeout=0.0):
        return self.client("event.from", list(classes), token, timeout)

    def test_the_first_has_all_and_the_next_what_changed(self):
        first = self.events()
        self.assertEqual({e["operation"] for e in first["events"]}, {"add"})
        self.assertTrue({"vm", "sr", "host"} <= {e["class"] for e in first["events"]})
        vm = self.client("VM.clone", self.template(), "events")
        second = self.events(first["token"], ["VM"])
        # the template was busy meanwhile, which is a change too
        self.assertEqual({(e["class"], e["operation"], e["ref"]) for e in second["events"]},
                         {("vm", "add", vm), ("vm", "mod", self.template())})
        names = {e["ref"]: e["snapshot"]["name_label"] for e in second["events"]}
        self.assertEqual(names[vm], "events")
        self.client("VM.set_PV_args", vm, "x")
        third = self.events(second["token"], ["vm/" + vm])
        self.assertEqual([e["operation"] for e in third["events"]], ["mod"])
        self.client("VM.destroy", vm)
        fourth = self.events(third["token"], ["vm"])
        self.assertEqual([(e["operation"], "snapshot" in e) for e in fourth["events"]],
                         [("del", False)])
        self.assertEqual(self.events(fourth["token"], ["vm"])["events"], [])

    def test_counts_are_small_integers(self):
        self.assertEqual(self.events()["valid_ref_counts"]["pool"], 1)
        session = self.client.session
        body = ('<methodCall><methodName>event.from</methodName><params><param><value>' + session
                + "</value></param><param><value><array><data></data></array></value></param>"
                "<param><value></value></param><param><value><double>0.0</double></value></param>"
                "</params></methodCall>")
        connection = http.client.HTTPSConnection("127.0.0.1", self.pool.port, timeout=20,
                                                 context=unverified())
        self.addCleanup(connection.close)
        connection.request("POST", "/", body)
        self.assertIn(b"<name>pool</name><value><i4>1</i4></value>",
                      connection.getresponse().read())

    def test_waiting_ends_with_a_change_or_the_time(self):
        token = self.events()["token"]
        started = time.monotonic()
        self.assertEqual(self.events(token, ["vm"], 0.2)["events"], [])
        self.assertGreaterEqual(time.monotonic() - started, 0.2)
        vm = self.guest()
        token = self.events()["token"]
        other = Client(self.pool.port).login()
        timer = threading.Timer(0.1, other, ["VM.set_PV_args", vm, "y"])
        timer.start()
        self.assertEqual(self.events(token, ["vm"], 20.0)["events"][0]["ref"], vm)
        timer.join()

    def test_tokens_and_classes_are_read(self):
        self.assert_error("EVENT_FROM_TOKEN_PARSE_FAILURE", "event.from", ["vm"], "x", 0.0,
                          params=["x"])
        self.assert_error("EVENT_SUBSCRIPTION_PARSE_FAILURE", "event.from", ["vms"], "", 0.0,
                          params=["vms"])


# ---- beside the API ------------------------------------------------------------------------------


class ResourceTest(PoolTest):
    def consoles(self):
        vm = self.guest()
        self.cd(vm)
        self.client("VM.set_PV_args", vm, "console=hvc0")
        self.client.task("VM.start", vm, False, False)
        records = [self.client("console.get_record", c) for c in
                   self.client("VM.get_consoles", vm)]
        return {r["protocol"]: r["location"].split("/", 3)[3] for r in records}

    def connect(self, path, session=None, cookie=None, method="CONNECT"):
        plain = socket.create_connection(("127.0.0.1", self.pool.port), 20)
        stream = unverified().wrap_socket(plain)
        self.addCleanup(stream.close)
        query = f"&session_id={session}" if session else ""
        header = f"Cookie: session_id={cookie}\r\n" if cookie else ""
        header += "Content-Length: 3\r\n" if method == "PUT" else ""
        stream.sendall(f"{method} /{path}{query} HTTP/1.0\r\n{header}\r\n".encode())
        return stream, self.until(stream, b"\r\n\r\n")

    def until(self, stream, end):
        data = b""
        while not data.endswith(end):
            more = stream.recv(1)
            if not more:
                break
            data += more
        return data

    def test_the_text_console_greets_and_answers(self):
        path = self.consoles()["vt100"]
        stream, head = self.connect(path, self.client.session)
        self.assertEqual(head, b"HTTP/1.1 200 OK\r\n\r\n")
        self.assertIn(b"console=hvc0", self.until(stream, b"# "))
        stream.sendall(b"help\r\x04")
        self.assertEqual(self.until(stream, b"logout\r\n"), b"help\r\n# \r\nlogout\r\n")
        self.assertEqual(stream.recv(1), b"")

    def test_the_screen_shakes_hands(self):
        stream, head = self.connect(self.consoles()["rfb"], cookie=self.client.session)
        self.assertTrue(head.startswith(b"HTTP/1.1 200 OK"))
        self.assertEqual(self.until(stream, b"\n"), b"RFB 003.003\n")
        stream.sendall(b"RFB 003.003\n")
        self.assertEqual([stream.recv(1) for _ in range(4)][3], b"\x01")
        stream.sendall(b"\x01")
        self.assertEqual(self.until(stream, b"guest")[-5:], b"guest")

    def test_consoles_are_for_those_who_are_logged_in_and_exist(self):
        path = self.consoles()["vt100"]
        for wanted, status in ((self.connect(path), b"401"),
                               (self.connect(path, "OpaqueRef:x"), b"401"),
                               (self.connect("console?uuid=x", self.client.session), b"404")):
            self.assertEqual(wanted[1].split()[1], status)

    def put(self, query, data):
        return self.ask_to_import(self.pool.port, query, data).status

    def ask_to_import(self, port, query, data, address="127.0.0.1"):
        connection = http.client.HTTPSConnection(address, port, timeout=20, context=unverified())
        self.addCleanup(connection.close)
        connection.request("PUT", "/import_raw_vdi?" + query, data)
        reply = connection.getresponse()
        # its end is that of the import, however the connection ends
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            reply.read()
        return reply

    def disk(self):
        vdi = self.client("VDI.create", {
            "SR": self.client("SR.get_by_name_label", "Shared storage")[0], "type": "user",
            "virtual_size": "4096", "sharable": False, "read_only": False, "other_config": {}})
        self.addCleanup(self.client, "VDI.destroy", vdi)
        return vdi

    def put_under_task(self, vdi, data):
        """(status of HTTP, record of the task)"""
        task = self.client("task.create", "import", "")
        self.addCleanup(self.client, "task.destroy", task)
        query = f"session_id={self.client.session}&vdi={vdi}&format=raw&task_id={task}"
        return self.put(query, data), self.client("task.get_record", task)

    def test_a_disk_takes_bytes(self):
        vdi = self.disk()
        query = f"session_id={self.client.session}&vdi={vdi}&format=raw"
        self.assertEqual(self.put(query, b"x" * 4096), 200)
        uuid = self.client("VDI.get_record", vdi)["uuid"]
        self.assertEqual(self.pool.ask("GET", "import?uuid=" + uuid), b"x" * 4096)
        self.assertEqual(self.put(f"vdi={vdi}", b"x"), 401)
        iso = self.client("VDI.get_by_name_label", ISO)[0]
        self.assertEqual(self.put(query.replace(vdi, iso), b"x"), 500)

    def test_an_import_says_200_first_and_how_it_went_in_its_task(self):
        vdi = self.disk()
        uuid = self.client("VDI.get_record", vdi)["uuid"]
        status, task = self.put_under_task(vdi, b"x" * 4096)
        self.assertEqual((status, task["status"], task["progress"]), (200, "success", 1.0))
        self.assertEqual(self.pool.ask("GET", "import?uuid=" + uuid), b"x" * 4096)
        status, task = self.put_under_task(vdi, b"y" * 4097)
        self.assertEqual((status, task["status"], task["error_info"][0]),
                         (200, "failure", "INTERNAL_ERROR"))
        self.assertIn("ENOSPC", task["error_info"][1])
        self.pool.post("fault", "import_raw_vdi=task:SR_BACKEND_FAILURE_46::gone:")
        status, task = self.put_under_task(vdi, b"z")
        self.assertEqual((status, task["error_info"]),
                         (200, ["SR_BACKEND_FAILURE_46", "", "gone", ""]))
        # what failed has written nothing
        self.assertEqual(self.pool.ask("GET", "import?uuid=" + uuid), b"x" * 4096)

    def iso(self, name, size=5, sr="ISO library"):
        return {"SR": self.client.named("SR", sr), "type": "user", "virtual_size": str(size),
                "name_label": name, "sharable": False, "read_only": False, "other_config": {},
                "sm_config": {"path": name}}

    def test_a_medium_is_made_in_an_iso_repository_and_taken_away_again(self):
        vdi = self.client("VDI.create", self.iso("CentOS-7-x86-64-DVD-2009.iso"))
        self.assertEqual(self.put_under_task(vdi, b"bytes")[1]["status"], "success")
        record = self.client("VDI.get_record", vdi)
        self.assertEqual((record["location"], record["read_only"]),
                         ("CentOS-7-x86-64-DVD-2009.iso", False))
        self.assertEqual(self.pool.ask("GET", "import?uuid=" + record["uuid"]), b"bytes")
        self.assert_error("SR_BACKEND_FAILURE_43", "VDI.create", self.iso(record["location"]))
        self.client.task("VDI.destroy", vdi)
        self.assert_unchanged()

    def test_a_medium_has_a_name_that_the_repository_takes(self):
        for name in ("CentOS-7-x86_64-DVD-2009.iso", "a b.iso", "../x.iso", "x.dvd"):
            with self.subTest(name=name):
                self.assert_error("SR_BACKEND_FAILURE_78", "VDI.create", self.iso(name))
        for sr in ("XenServer Tools", "DVD drives"):
            self.assert_error("SR_OPERATION_NOT_SUPPORTED", "VDI.create", self.iso("x.iso", sr=sr))

    def test_a_share_that_is_full_is_noticed_when_the_bytes_come(self):
        share = {"class": "SR", "name_label": "ISO library"}
        self.pool.post("set", {**share, "set": {"physical_size": 4}})
        self.addCleanup(self.pool.post, "set", {**share, "set": {"physical_size": 0}})
        vdi = self.client("VDI.create", self.iso("full.iso"))
        self.addCleanup(self.client, "VDI.destroy", vdi)
        status, task = self.put_under_task(vdi, b"bytes")
        self.assertEqual((status, task["status"]), (200, "failure"))
        self.assertIn("ENOSPC", task["error_info"][1])

    def test_the_head_comes_before_the_bytes_are_asked_for(self):
        query = f"session_id={self.client.session}&vdi={self.disk()}"
        stream, head = self.connect(f"import_raw_vdi?{query}", method="PUT")
        self.assertTrue(head.startswith(b"HTTP/1.1 200 OK"), head)
        stream.sendall(b"xyz")
        self.assertEqual(stream.recv(1), b"")

    def test_later_releases_say_200_before_they_look_at_the_disk(self):
        for release, status in (("7.6", 500), ("8.2", 200)):
            with self.subTest(release=release), simulator("--release", release) as pool:
                client = Client(pool.port).login()
                iso = client("VDI.get_by_name_label", ISO)[0]
                query = f"session_id={client.session}&vdi={iso}"
                self.assertEqual(self.ask_to_import(pool.port, query, b"x").status, status)

    def test_a_host_that_does_not_see_the_disk_names_the_one_that_does(self):
        with simulator("--member", "--without", "shared-sr") as pool:
            client = Client(pool.port).login()
            host = client("host.get_by_name_label", "host2")[0]
            pbd, = [p for p in client("PBD.get_all_records").values() if p["host"] == host
                    and client("SR.get_record", p["SR"])["name_label"] == "Local storage"]
            vdi = client("VDI.create", {
                "SR": pbd["SR"], "type": "user", "virtual_size": "4096", "sharable": False,
                "read_only": False, "other_config": {}})
            query = f"session_id={client.session}&vdi={vdi}"
            sent, taken = (self.ask_to_import(pool.port, query, b"bytes", address)
                           for address in ("127.0.0.1", "127.0.0.2"))
            self.assertEqual((sent.status, taken.status), (302, 200))
            self.assertEqual(sent.getheader("Location"),
                             f"https://127.0.0.2:{pool.port}/import_raw_vdi?{query}")
            uuid = client("VDI.get_record", vdi)["uuid"]
            self.assertEqual(pool.ask("GET", "import?uuid=" + uuid), b"bytes")


if __name__ == "__main__":
    need("openssl")
    main()
