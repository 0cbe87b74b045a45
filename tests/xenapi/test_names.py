# SPDX-License-Identifier: GPL-3.0-or-later
"""What a pool calls its things reaches no terminal but spelled out and cut, whichever verb prints it."""

import json
import os
import pty
import re
import select
import subprocess
import time
import unittest

import harness
from applying import ISO, PASSWORD, TOOL, ApplyTest
from client import Client

FAILED, USAGE, NOT_USABLE, LACKS, AMBIGUOUS, TAKEN = 1, 2, 3, 4, 5, 6
SOURCES = os.path.join(os.environ["ISOARGS_TEST_SOURCE"], "..", "tools", "isoargs-xenserver")

# What XML 1.0 lets through and a terminal obeys, and how it is to be spelled.
STEERING = {"\n": r"\x0a", "\r": r"\x0d", "\x9b": r"\x9b", "\x7f": r"\x7f", "\u202e": r"\u{202e}",
            "\u2066": r"\u{2066}", "\u200b": r"\u{200b}", "\u2028": r"\u{2028}"}
EVIL = "a" + "".join(STEERING) + "FAKED [y/N] y"
SPELLED = "a" + "".join(STEERING.values()) + "FAKED [y/N] y"
LONG = "x" * 65536


class NamesTest(ApplyTest):
    def setUp(self):
        super().setUp()
        self.pool = self.simulator()

    def call(self, name, *args):
        return Client(self.pool.port).login("root", PASSWORD)(name, *args)

    def rename(self, kind, old, new):
        self.pool.post("set", {"class": kind, "name_label": old, "set": {"name_label": new}})

    def made(self, *args):
        """A guest that apply has made; its uuid."""
        process = self.apply(self.pool, "--name", "guest", *args)
        self.assertEqual(process.returncode, 0, process.err)
        self.assert_tame(process)
        return self.named(self.pool, "guest")["uuid"]

    def assert_tame(self, process, most=16384):
        """Nothing in the output steers, no line of it is forged, and no name is whole that is too long."""
        for text in (process.out, process.err):
            for code in STEERING:
                if code != "\n":
                    self.assertNotIn(code, text)
            self.assertNotIn("\x1b", text)
            self.assertNotRegex(text, r"(?m)^[^a]*FAKED")
            self.assertLess(len(text), most)

    def verb(self, name, *args, image=None):
        process = self.place.run(self.pool, name, *args, image=image)
        self.assert_tame(process)
        return process


class VmTest(NamesTest):
    def test_the_name_of_a_vm(self):
        uuid = self.made()
        for name, shown in ((EVIL, SPELLED), (LONG, "x" * 253 + "…")):
            self.pool.post("set", {"class": "VM", "uuid": uuid, "set": {"name_label": name}})
            status = self.verb("status", uuid)
            self.assertIn(shown + "\n", status.out)
            self.assertEqual(json.loads(self.place.run(self.pool, "status", "--json", uuid).out)
                             ["name"], name)
            process = self.verb("destroy", uuid)
            self.assertEqual(process.returncode, FAILED)
            self.assertIn(f": {shown}: nothing was removed\n", process.err)
            self.pool.post("set", {"class": "VM", "uuid": uuid,
                                   "set": {"HVM_boot_policy": "BIOS order"}})
            self.assertIn(f": {shown}: it is no PV guest", self.verb("finish", uuid).err)
            self.pool.post("set", {"class": "VM", "uuid": uuid, "set": {"HVM_boot_policy": ""}})
        self.pool.post("set", {"class": "VM", "uuid": uuid,
                               "set": {"name_label": EVIL, "other_config": {}}})
        process = self.verb("destroy", uuid)
        self.assertEqual(process.returncode, NOT_USABLE)
        self.assertIn(f": {SPELLED}: this tool did not make it", process.err)

    def test_a_question_at_the_terminal(self):
        uuid = self.made()
        self.pool.post("set", {"class": "VM", "uuid": uuid, "set": {"name_label": EVIL}})
        self.ask(f'Remove the VM "{SPELLED}" ({uuid}) and 1 disks? [y/N] ', b"n\n", FAILED,
                 "destroy", uuid)
        self.named(self.pool, EVIL)

    def test_what_finish_would_change_and_its_question(self):
        uuid = self.made()
        for drive in self.records(self.pool, "VBD"):
            if drive["type"] == "CD":
                self.pool.post("set", {"class": "VBD", "uuid": drive["uuid"],
                                       "set": {"userdevice": EVIL, "bootable": True}})
        self.pool.post("set", {"class": "VM", "uuid": uuid, "set": {
            "name_label": EVIL, "PV_args": EVIL, "PV_kernel": LONG,
            "other_config": {"install-distro": EVIL}}})
        before = self.pool.get("database")
        shown = self.verb("finish", uuid)
        self.assertEqual(shown.returncode, NOT_USABLE)
        for part in (f'  PV_args: "{SPELLED}" becomes ""\n', f"  drive {SPELLED}: is bootable no more",
                     f'  other_config: install-distro: "{SPELLED}" is taken out\n',
                     f"  drive {SPELLED}: its medium is taken out\n", "xxx…\" becomes"):
            self.assertIn(part, shown.out)
        question = f'Change the VM "{SPELLED}" ({uuid}), which this tool did not make? [y/N] '
        self.ask(question, b"n\n", NOT_USABLE, "finish", uuid)
        self.assertEqual(self.pool.get("database"), before)
        self.ask(question, b"y\n", 0, "finish", uuid)
        self.assertEqual(self.named(self.pool, EVIL)["PV_args"], "")

    def ask(self, question, answer, status, verb, uuid):
        primary, secondary = pty.openpty()
        self.addCleanup(os.close, primary)
        process = subprocess.Popen(
            [*harness.MORTAL, "setsid", "--ctty", TOOL, verb, "--host", self.pool.address,
             "--pin", self.pool.pin, "--password-file", self.place.password, uuid],
            stdin=secondary, stdout=secondary, stderr=secondary, env=self.place.env)
        os.close(secondary)
        self.addCleanup(process.wait)
        self.addCleanup(lambda: process.poll() is None and process.kill())
        seen, end = b"", time.monotonic() + 30
        while b"[y/N] " not in seen.replace(b"FAKED [y/N] y", b"") and time.monotonic() < end:
            if select.select([primary], [], [], 0.5)[0]:
                seen += os.read(primary, 4096)
        self.assertIn(question, seen.decode())
        os.write(primary, answer)
        self.assertEqual(process.wait(20), status)

    def test_other_texts_of_a_vm_and_its_devices(self):
        uuid = self.made()
        client = Client(self.pool.port).login("root", PASSWORD)
        vm = client("VM.get_by_uuid", uuid)
        self.pool.post("set", {"class": "VM", "uuid": uuid, "set": {"PV_args": EVIL}})
        for ref in client("VM.get_VBDs", vm):
            drive = client("VBD.get_record", ref)
            disk = client("VDI.get_record", drive["VDI"])
            self.pool.post("set", {"class": "VDI", "uuid": disk["uuid"], "set": {"name_label": EVIL}})
            self.pool.post("set", {"class": "VBD", "uuid": drive["uuid"],
                                   "set": {"userdevice": EVIL}})
        self.assertEqual(self.verb("status", uuid).out.count(SPELLED), 3)

    def test_the_state_of_a_vm_without_a_console(self):
        uuid = self.made()
        for ref in self.call("VM.get_consoles", self.call("VM.get_by_uuid", uuid)):
            self.pool.post("remove", {"class": "console",
                                      "uuid": self.call("console.get_record", ref)["uuid"]})
        for state, shown in ((EVIL, SPELLED), (LONG, "x" * 253 + "…")):
            self.pool.post("set", {"class": "VM", "uuid": uuid, "set": {"power_state": state}})
            process = self.verb("console", uuid)
            self.assertIn("it has no console: it is " + shown, process.err)

    def test_a_console_that_is_said_to_be_nowhere(self):
        uuid = self.made()
        for ref in self.call("VM.get_consoles", self.call("VM.get_by_uuid", uuid)):
            record = self.call("console.get_record", ref)
            self.pool.post("set", {"class": "console", "uuid": record["uuid"],
                                   "set": {"location": EVIL}})
        self.assertIn(f'said to be at "{SPELLED}"', self.verb("console", uuid).err)


class PoolNamesTest(NamesTest):
    CLASSES = (("SR", "Shared storage"), ("SR", "ISO library"), ("host", "host1"),
               ("VM", "CentOS 6 (64-bit)"), ("VDI", ISO))

    def plan(self, *args, image=None):
        return self.verb("plan", "--dhcp", *args, image=image or self.image)

    def network(self):
        return next(n["name_label"] for n in self.records(self.pool, "network")
                    if n["bridge"] == "xenbr0")

    def test_names_in_a_plan_and_a_run(self):
        iso = self.call("VDI.get_record", self.call("VDI.get_by_name_label", ISO)[0])["uuid"]
        template = self.named(self.pool, "CentOS 6 (64-bit)")["uuid"]
        options = ("--template", template, "--iso", iso)
        old = dict(zip(("SR", "network", "VM", "VDI"),
                       ("Shared storage", self.network(), "CentOS 6 (64-bit)", ISO)))
        for name, shown in ((EVIL, SPELLED), (LONG, "x" * 253 + "…")):
            for kind in old:
                self.rename(kind, old[kind], name + kind)
                old[kind] = name + kind
            shown = shown if name == LONG else shown + "VM"
            out = self.plan(*options).out
            self.assertIn(shown, out)
            found = json.loads(self.place.run(self.pool, "plan", "--json", "--dhcp", *options,
                                              image=self.image).out)
            self.assertEqual(found["template"]["name"], name + "VM")
            self.assertEqual(found["repository"]["name"], name + "SR")
        process = self.apply(self.pool, "--name", "guest", *options)
        self.assertEqual(process.returncode, 0, process.err)
        self.assert_tame(process)

    def test_names_in_refusals(self):
        for kind, old in self.CLASSES:
            self.rename(kind, old, EVIL + kind + old)
        self.rename("network", self.network(), EVIL)
        for code, *options in ((LACKS, "--template", "none"), (LACKS, "--sr", "none"),
                               (LACKS, "--network", "none"), (LACKS, "--iso-sr", "none")):
            with self.subTest(options):
                process = self.plan(*options)
                self.assertEqual(process.returncode, code, process.err)
                if options[0] != "--iso-sr":
                    self.assertIn(SPELLED, process.err)

    def test_names_that_are_too_long_in_refusals(self):
        for kind, old in self.CLASSES:
            self.rename(kind, old, old + LONG)
        for options in (("--template", "none"), ("--sr", "none"), ("--network", "none")):
            with self.subTest(options):
                process = self.plan(*options)
                self.assertEqual(process.returncode, LACKS, process.err)
                if options[0] != "--network":
                    self.assertIn("xxx…", process.err)

    def test_a_name_is_compared_as_it_came(self):
        self.rename("SR", "Shared storage", "a\nb")
        self.rename("SR", "Local storage", "a?b")
        out = json.loads(self.place.run(self.pool, "plan", "--json", "--dhcp", "--sr", "a\nb",
                                        image=self.image).out)
        self.assertEqual(out["repository"]["name"], "a\nb")

    def test_a_host_that_cannot_start_it(self):
        self.pool = self.simulator("--host-memory", 600 << 20)
        self.rename("host", "host1", EVIL)
        process = self.apply(self.pool, "--name", "guest")
        self.assertEqual(process.returncode, FAILED, process.err)
        self.assert_tame(process)
        self.assertIn("; " + SPELLED, process.err)


class ErrorTest(NamesTest):
    def test_codes_and_parameters(self):
        for text, shown in ((EVIL.replace("\n", ""), SPELLED.replace(r"\x0a", "")),
                            (LONG, "xxx…")):
            for fault in ("error:" + text, "error:SR_FULL:" + text, "error:HANDLE_INVALID:" + text,
                          "error:INTERNAL_ERROR:" + text, "error:BOOTLOADER_FAILED:x:" + text,
                          "error:SR_BACKEND_FAILURE_1::" + text):
                with self.subTest(fault[:30]):
                    self.pool.post("fault", "VM.get_by_name_label*all=" + fault)
                    log = os.path.join(self.place.folder, "debug")
                    process = self.verb("status", "--debug", log, "x")
                    with open(log, encoding="utf-8", newline="\n") as file:
                        process.out = file.read()
                    os.unlink(log)
                    self.assert_tame(process)
                    self.assertIn(shown, process.err)
                    self.pool.post("clear")

    def test_a_tasks_error(self):
        self.pool.post("fault", "VM.clone=task:" + EVIL.replace("\n", "") + ":" + LONG)
        process = self.apply(self.pool, "--name", "guest")
        self.assertEqual(process.returncode, FAILED)
        self.assert_tame(process)
        self.assertIn(SPELLED.replace(r"\x0a", ""), process.err)


class NumbersTest(NamesTest):
    """Whatever numbers a pool names; to be seen under UBSan."""
    EXTREMES = (-1 << 63, 0, (1 << 63) - 1)

    def test_numbers_beyond_all_bounds(self):
        uuid = self.made()
        drives = [self.call("VBD.get_record", r)
                  for r in self.call("VM.get_VBDs", self.call("VM.get_by_uuid", uuid))]
        disk = self.call("VDI.get_record", drives[0]["VDI"])["uuid"]
        network = next(n["uuid"] for n in self.records(self.pool, "network")
                       if n["bridge"] == "xenbr0")
        for first in self.EXTREMES:
            for second in self.EXTREMES:
                for kind, which, values in (
                        ("SR", {"name_label": "Shared storage"},
                         {"physical_size": first, "physical_utilisation": second}),
                        ("VM", {"name_label": "CentOS 6 (64-bit)"},
                         {"memory_static_min": first, "VCPUs_max": second}),
                        ("network", {"uuid": network}, {"MTU": second}),
                        ("VM", {"uuid": uuid}, {"memory_static_max": first, "VCPUs_max": second}),
                        ("VDI", {"uuid": disk}, {"virtual_size": first})):
                    self.pool.post("set", {"class": kind, **which, "set": values})
                self.assertIn(self.verb("plan", "--dhcp", image=self.image).returncode, (0, LACKS))
                self.assertEqual(self.verb("status", uuid).returncode, 0)


class UndoTest(NamesTest):
    def log(self, name):
        path = os.path.join(self.place.folder, "log.jsonl")
        with open(path, "w", encoding="utf-8") as file:
            for line in ({"run": "0" * 32, "format": 1, "name": name, "temporary": name,
                          "host": self.pool.address}, {"intend": "guest", "name": name},
                         {"state": "done"}):
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return path

    def test_names_of_a_log(self):
        for name, shown in ((EVIL, SPELLED), ("x" * 20000, "x" * 253 + "…")):
            process = self.verb("undo", self.log(name))
            self.assertEqual(process.returncode, USAGE)
            self.assertIn(f'"{shown}" may be in use', process.err)
            self.pool.post("fault", "VM.get_by_name_label*all=error:RBAC_PERMISSION_DENIED:x")
            process = self.verb("undo", "--force", self.log(name))
            self.assertIn(f"left behind: guest (VM) {shown}: ", process.err)
            self.pool.post("clear")


class SourceTest(unittest.TestCase):
    """
    What is printed goes through output_say() and its like, which spell out whatever is put in; these
    here print constants, and what was put together by them.
    """
    PRINTERS = re.compile(
        r"(?<![\w>.])(v?f?printf|v?dprintf|f?puts(?:_unlocked)?|f?putc(?:har)?|fputc|fwrite|perror|"
        r"psignal|v?err|v?errx|v?warn|v?warnx|error|syslog|send|writev|write|output_write)\(")
    CONSTANT = re.compile(r'("([^"\\]|\\[n"r]|\\033\[K)*"\s*)+|\'\\n\'|connect_help|guest_help|'
                          r'wishes_help_(installer|network)')
    REVIEWED = {
        ("console/relay.c", "write(relay->out, down->data + down->start, down->end - down->start)"):
            "the guest's console, byte by byte",
        ("run/events.c", "puts(text)"): "a line of JSON",
        ("run/events.c", "fputs(buf.data, stdout)"): "by output_add()",
        ("run/events.c", "fputs(ending->text, stdout)"): "by output_add_line(), or a constant",
        ("run/finish.c", "output_write(text.data)"): "by output_add_line()",
        ("verbs/finish.c", "output_write(text.data)"): "by output_add_line()",
        ("verbs/job.c", "output_write(text)"): "JSON",
        ("verbs/plan.c", "output_write(text)"): "by output_add(), or JSON",
        ("verbs/status.c", "output_write(text)"): "by ia_utf8_add_cut(), or JSON",
        ("xenapi/debug.c", "fputs(line.data, xenapi->options.debug)"): "by ia_utf8_add_cut()",
    }
    ELSEWHERE = ("run/undo-log.c", "tls/pins.c", "medium/medium.c")  # write(2) to files and pipes

    def calls(self):
        for folder, _, files in os.walk(SOURCES):
            for name in sorted(files):
                if not name.endswith(".c"):
                    continue
                path = os.path.join(folder, name)
                with open(path, encoding="utf-8") as file:
                    text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
                for match in self.PRINTERS.finditer(text):
                    end, depth = match.end(), 1
                    while depth:
                        string = re.compile(r'"([^"\\]|\\.)*"|\'([^\'\\]|\\.)*\'').match(text, end)
                        depth += {"(": 1, ")": -1}.get(text[end], 0)
                        end = string.end() if string else end + 1
                    yield (os.path.relpath(path, SOURCES), match[1],
                           re.sub(r"\s+", " ", text[match.start():end]),
                           text[match.end():end - 1])

    def test_nothing_is_printed_but_through_one_printer(self):
        seen = set()
        for path, name, call, arguments in self.calls():
            if name == "write" and path in self.ELSEWHERE:
                continue
            first = self.CONSTANT.match(arguments)
            rest = " ".join(arguments[first.end():].split()) if first else "?"
            if name.startswith(("put", "fput")) and \
                    rest in ("", ", stdout", ", stderr"):
                continue
            self.assertIn((path, call), self.REVIEWED)
            seen.add((path, call))
        self.assertEqual(seen, set(self.REVIEWED))


if __name__ == "__main__":
    harness.main()
