# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python module: what libisoargs tells, as Python's own objects and exceptions."""

import errno
import io
import json
import os
import re
import resource
import sys
import tempfile
import threading
import unittest

if "ISOARGS_TEST_RUNTIME" in os.environ:
    # Python's own memory at the end is none of ours
    os.environ["LD_PRELOAD"] = os.environ.pop("ISOARGS_TEST_RUNTIME")
    os.environ["ASAN_OPTIONS"] = os.environ.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
    os.execv(sys.executable, [sys.executable, *sys.argv])

SANITIZED = bool(os.environ.pop("LD_PRELOAD", ""))  # of this process, and not of the tools

import isoargs  # pylint: disable=wrong-import-position
from harness import DONE, MEDIA, NOT_USABLE, SOURCE, distributors, media, medium, run
from isoargs import _library, _options

HEADERS = os.path.join(SOURCE, "..", "include", "isoargs")
LINE = r"utf8 nogpt noipv6 inst.stage2=hd:LABEL=CentOS\x207\x20x86_64"
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJv5v0p0n0nqR1wqg8p1yq7p2wqk1m4J0z6v9b8c7d6e"


def headers():
    text = ""
    for name in sorted(os.listdir(HEADERS)):
        if name.endswith(".h"):
            with open(os.path.join(HEADERS, name), encoding="utf-8") as file:
                text += file.read()
    return re.sub(r"/\*.*?\*/", "", text, flags=re.S)


class Declarations(unittest.TestCase):
    """What the module says of the library is what the headers say."""

    LEFT_OUT = {"archive_new", "archive_free", "archive_add", "archive_append",  # of extract
                "files_open", "files_find", "files_free", "file_copy",  # one file at a time here
                "image_open_tree",  # a folder is opened by its path
                "option_find"}  # spell() does it

    def test_every_function_is_declared_with_its_number_of_arguments(self):
        found = re.findall(r"ISOARGS_EXPORT[^;]*?\bisoargs_(\w+)\(([^;]*)\);", headers())
        self.assertGreater(len(found), 100)
        declared = _library._FUNCTIONS
        # that of the version is in a header that is made
        self.assertEqual({name for name, _ in found} - self.LEFT_OUT, set(declared) - {"version"})
        for name, parameters in found:
            if name in declared:
                count = 0 if parameters.strip() == "void" else parameters.count(",") + 1
                self.assertEqual(len(declared[name][1]), count, name)

    def test_enumerations_have_the_order_of_the_headers(self):
        enums = {name: re.findall(r"\bISOARGS_(\w+)", body)
                 for name, body in re.findall(r"enum isoargs_(\w+) \{(.*?)\}", headers(), re.S)}
        for name, prefix, ours in (("severity", "", isoargs.Severity),
                                   ("origin", "FROM_", isoargs.Origin),
                                   ("boots", "BOOTS_", isoargs.Boots),
                                   ("installer", "INSTALLER_", isoargs.Installer),
                                   ("verdict", "CHECK_", isoargs.Verdict)):
            self.assertEqual([prefix + one.name for one in ours], enums[name])
            self.assertEqual([one.value for one in ours], list(range(len(ours))))
        self.assertEqual(["FULL", "ARGS"], [n.removeprefix("DEPTH_") for n in enums["depth"]])
        self.assertEqual(enums["reader_flags"], ["READER_REMOTE", "READER_DISTANT"])

    def test_keywords_are_the_options_of_the_command_line(self):
        offered = set(re.findall(r"--([a-z0-9-]+)", run("args", "--help").out))
        for keyword in _options.REQUEST:
            self.assertIn(keyword.replace("_", "-"), offered | {"vnc-password"})

    def test_help_reads_as_python(self):
        for name in isoargs.__all__:
            text = getattr(isoargs, name).__doc__
            self.assertTrue(text, name)
            self.assertNotIn("ISOARGS_", text)


def as_python(document):
    """What the tool prints, with keywords for its options."""
    return json.loads(re.sub(r"--([a-z]+(-[a-z]+)*)", lambda m: m.group(1).replace("-", "_"),
                             json.dumps(document)))


class Mastered(unittest.TestCase):
    """Every medium, held against the tool."""

    def compare(self, path):
        tool = run(path)
        with isoargs.open(path) as opened:
            try:
                report = opened.inspect()
                line = str(report.args())
            except isoargs.Error as error:
                self.assertNotEqual(tool.code, DONE, error)
                self.assertNotIn("ISOARGS_", str(error))
                return
            if tool.code == NOT_USABLE:  # it has a line, and would not start with it
                self.assertIs(opened.check(report, cheap=True).verdict, isoargs.Verdict.ERROR)
                return
        self.assertEqual((tool.code, tool.out), (DONE, line + "\n"), path)
        document = json.loads(run("inspect", "--json", path).out)
        self.assertEqual(as_python(report.to_dict()), as_python(document))
        self.assertEqual(report.label_encoded, (document["label"] or {}).get("encoded"))
        self.assertEqual(len(report.notes), len(document["notes"]))
        entry = report.args().entry
        self.assertIn(entry, report.entries)

    def test_line_and_document_are_the_tools(self):
        for name in media() + distributors():
            with self.subTest(name):
                self.compare(medium(name))

    def test_checks_are_the_tools(self):
        for name in ("el7-dvd", "el9-dvd", "el7-no-menu"):
            with self.subTest(name), isoargs.open(medium(name)) as opened:
                tool = json.loads(run("check", "--json", medium(name)).out)
                checks = opened.check(opened.inspect())
                self.assertEqual(checks.to_dict()["verdict"], tool["verdict"])
                self.assertEqual([f.code for f in checks.findings],
                                 [f["check"] for f in checks.to_dict()["checks"]])
                self.assertEqual(checks.verdict.name.lower(), tool["verdict"])


class Doors(unittest.TestCase):
    """However the bytes come, the answer is one."""

    def setUp(self):
        self.path = medium("el7-plain")

    def assert_line(self, opened):
        with opened:
            self.assertEqual(str(opened.inspect().args()), LINE)

    def test_path_descriptor_bytes_and_objects(self):
        with open(self.path, "rb") as file:
            data = file.read()
            for source in (self.path, self.path.encode(), os.fspath(self.path), file.fileno(),
                           data, bytearray(data), memoryview(data), file, io.BytesIO(data)):
                if isinstance(source, bytes) and source != data:
                    continue
                with self.subTest(type(source)):
                    self.assert_line(isoargs.open(source))
            self.assert_line(isoargs.open(file, remote=True))
            self.assert_line(isoargs.open(file, "name", remote=True))

    def test_a_folder(self):
        with tempfile.TemporaryDirectory(prefix="isoargs-test-") as folder:
            os.makedirs(os.path.join(folder, "isolinux"))
            with open(os.path.join(folder, "isolinux", "isolinux.cfg"), "wb") as file:
                file.write(b"label linux\n kernel vmlinuz\n append initrd=initrd.img "
                           b"inst.stage2=hd:LABEL=x quiet\n")
            with isoargs.open(folder) as opened:
                self.assertEqual(opened.size, 0)
                self.assertEqual([e.kernel for e in opened.inspect(label="x").entries],
                                 ["/isolinux/vmlinuz"])

    def test_what_changes_afterwards_changes_nothing(self):
        with open(self.path, "rb") as file:
            data = bytearray(file.read())
        opened = isoargs.open(data)
        data[:] = bytes(len(data))
        self.assert_line(opened)

    def test_what_is_none_of_them_is_a_type_error(self):
        class Seekless:
            def read(self, size):
                return b""
        for wrong in (None, True, 3.5, [], {}, object(), Seekless()):
            with self.subTest(repr(wrong)), self.assertRaises(TypeError) as caught:
                isoargs.open(wrong)
            self.assertIn("expected a path, a descriptor, bytes or an object",
                          str(caught.exception))
        with self.assertRaises(ValueError):
            isoargs.open("a\0b")

    def test_errors_have_their_fields(self):
        with self.assertRaises(isoargs.Error) as caught:
            isoargs.open("/nonexistent/x.iso")
        self.assertEqual(caught.exception.errno, errno.ENOENT)
        with self.assertRaises(isoargs.Error) as caught:
            isoargs.open(b"").inspect()
        self.assertEqual(caught.exception.errno, errno.ENODATA)
        with isoargs.open(bytes(1 << 20)) as opened, self.assertRaises(isoargs.Error) as caught:
            opened.inspect()
        error = caught.exception
        self.assertEqual((error.errno, error.file), (errno.EBADMSG, "memory"))
        self.assertTrue(str(error).startswith("memory"), str(error))
        with isoargs.open(self.path) as opened, self.assertRaises(isoargs.Error) as caught:
            opened.inspect().args(ip="999")
        self.assertEqual((caught.exception.option, caught.exception.errno), ("ip", errno.EINVAL))
        self.assertTrue(str(caught.exception).startswith('ip: found "999"'))


class Broken:
    """A file whose reads do what a test says."""

    def __init__(self, path, does):
        with open(path, "rb") as file:
            self.data = file.read()
        self.at, self.does, self.reads = 0, does, 0

    def seek(self, offset, whence=os.SEEK_SET):
        self.at = offset if whence == os.SEEK_SET else len(self.data) + offset
        return self.at

    def read(self, size):
        self.reads += 1
        return self.does(self, size)


class Objects(unittest.TestCase):
    """Objects of other people's, which may do anything."""

    def setUp(self):
        self.path = medium("el7-plain")

    def answer(self, does):
        with isoargs.open(Broken(self.path, does)) as opened:
            return str(opened.inspect().args())

    def test_short_reads_are_read_on(self):
        self.assertEqual(self.answer(lambda f, size: f.data[f.at:f.at + min(size, 100)]), LINE)

    def test_any_buffer_will_do(self):
        for kind in (bytes, bytearray, memoryview):
            self.assertEqual(self.answer(lambda f, size, k=kind: k(f.data[f.at:f.at + size])),
                             LINE)

    def test_its_own_exception_is_the_answer(self):
        class Lost(Exception):
            pass

        def lose(file, size):
            raise Lost("gone")

        for kind in (Lost("gone"), KeyboardInterrupt(), SystemExit(3)):
            def fail(file, size, error=kind):
                raise error
            with self.subTest(repr(kind)), self.assertRaises(type(kind)):
                self.answer(fail)
        # at any read, not the first alone, and never a wrong answer
        for nth in range(1, 25):
            def later(file, size, n=nth):
                if file.reads == n:
                    raise Lost("gone")
                return file.data[file.at:file.at + size]
            try:
                self.assertEqual(self.answer(later), LINE)
            except Lost:
                continue

    def test_what_is_no_answer_is_an_error(self):
        for wrong, expected in ((lambda f, size: None, isoargs.Error),
                                (lambda f, size: b"", isoargs.Error),
                                (lambda f, size: "text", TypeError),
                                (lambda f, size: bytes(size + 1), ValueError),
                                (lambda f, size: 7, TypeError)):
            with self.assertRaises(expected):
                self.answer(wrong)

    def test_one_that_tells_no_size_is_refused(self):
        class Sizeless(io.BytesIO):
            def seek(self, *_):
                return None
        with self.assertRaises(TypeError):
            isoargs.open(Sizeless())
        with self.assertRaises(isoargs.Error):
            isoargs.open(io.BytesIO())


class Files(unittest.TestCase):
    """Files of a medium as those of Python."""

    def setUp(self):
        self.medium = isoargs.open(medium("el7-dvd"))
        self.addCleanup(self.medium.close)
        self.report = self.medium.inspect()
        self.entry = self.report.args().entry

    def open(self):
        return self.medium.file(self.report, self.entry.kernel_location)

    def test_they_read_and_seek_as_files_do(self):
        with self.open() as file:
            whole = file.read()
            self.assertEqual(len(whole), file.size)
            self.assertEqual(file.read(10), b"")
            for offset, whence in ((0, 0), (512, 0), (-100, 2), (file.size + 5, 0)):
                at = file.seek(offset, whence)
                self.assertEqual(file.read(64), whole[at:at + 64])
            file.seek(-4, os.SEEK_END)
            room = bytearray(10)
            self.assertEqual((file.readinto(room), bytes(room[:4])), (4, whole[-4:]))
            with self.assertRaises(ValueError):
                file.seek(-1)
            with self.assertRaises(ValueError):
                file.seek(0, 9)
            self.assertEqual(io.BufferedReader(file).peek(4)[:0], b"")

    def test_kernel_and_checksum_are_told(self):
        with self.open() as file:
            kind, digits = file.checksum
            self.assertEqual((kind, len(digits)), ("sha256", 64))
            with file.kernel() as kernel:
                self.assertIn("pv", kernel.modes)
                self.assertEqual(kernel.bits, 64)
                self.assertIn(kernel.packing, ("gzip", "xz", "lzma", "zstd", "lz4", "bzip2"))
                self.assertTrue(kernel.reason)
                self.assertEqual(kernel.notes["GUEST_OS"], "linux")
                args = self.report.args()
                args.set_kernel(kernel)
                self.assertIn('type = "pv"', args.format("xl", disk="/dev/vg/c7"))

    def test_what_is_not_there_is_an_error(self):
        for location, code in (("ISO:/nothing", errno.ENOENT), ("nowhere", errno.EINVAL)):
            with self.assertRaises(isoargs.Error) as caught:
                self.medium.file(self.report, location)
            self.assertEqual(caught.exception.errno, code)

    def test_they_end_with_their_medium(self):
        file = self.open()
        self.medium.close()
        self.assertTrue(file.closed)
        with self.assertRaises(ValueError):
            file.read()
        with self.assertRaises(ValueError):
            self.medium.inspect()
        self.medium.close()
        self.assertEqual(self.report.distribution, "CentOS")  # a report stays

    def test_a_medium_is_verified(self):
        calls = []
        self.assertIs(self.medium.verify(lambda done, total: calls.append((done, total))), True)
        self.assertEqual(calls[-1][0], calls[-1][1])

        def stop(done, total):
            raise InterruptedError("enough")
        with self.assertRaises(InterruptedError):
            self.medium.verify(stop)


class Arguments(unittest.TestCase):
    """What is asked for, and what comes of it."""

    def setUp(self):
        with isoargs.open(medium("el7-dvd")) as opened:
            self.report = opened.inspect()

    def test_each_word_knows_where_it_comes_from(self):
        args = self.report.args(graphical=True, ip="192.0.2.10/24", gateway="192.0.2.1",
                                nameserver=["192.0.2.53", "192.0.2.54"], text=False, vnc=None)
        self.assertEqual(" ".join(map(str, args.words)), str(args))
        first = args.words[0]
        self.assertEqual((first.text, first.origin, first.option, first.reason),
                         ("graphical", isoargs.Origin.OPTION, "graphical",
                          "graphical installation"))
        entry = args.entry
        self.assertEqual(self.report.find(f"{entry.file}:{entry.path}"), entry)
        with self.assertRaises(isoargs.Error):
            self.report.find("none")
        self.assertEqual(str(args).count("nameserver="), 2)
        self.assertIn("quiet", [word.text for word in args.dropped])
        self.assertEqual(args.boots, isoargs.Boots.INSTALLER)
        self.assertEqual(args.installer, isoargs.Installer.ANACONDA)
        self.assertEqual(args.to_dict()["args"], str(args))
        self.assertIn("graphical", args.explain())

    def test_unknown_keywords_are_named_with_those_there_are(self):
        with self.assertRaises(TypeError) as caught:
            self.report.args(hostnam="c7")
        self.assertIn("hostname", str(caught.exception))
        with self.assertRaises(TypeError):
            self.report.args(mtu=object())
        with self.assertRaises(TypeError):
            self.report.args().format("xl", ip="192.0.2.1")
        with self.assertRaises(ValueError):
            self.report.args().format("vmx")

    def test_numbers_are_taken_as_such(self):
        self.assertIn(":9000", str(self.report.args(ip="192.0.2.10/24", mtu=9000)))
        self.assertIn("memory = 4096",
                      self.report.args().format("xl", disk="/dev/vg/c7", memory=4096))

    def test_a_kickstart_and_its_disk_are_made(self):
        text, notes = isoargs.kickstart(self.report, {"dhcp": True}, lock_root=True, ssh_key=KEY)
        self.assertIn("bootloader", text)
        self.assertEqual([n for n in notes if n.severity == isoargs.Severity.ERROR], [])
        image = isoargs.oemdrv(text, when=0)
        self.assertEqual((len(image) % 2048, image), (0, isoargs.oemdrv(text.encode(), 0)))
        with self.assertRaises(isoargs.Error) as caught:
            isoargs.kickstart()
        self.assertEqual(caught.exception.errno, errno.ENOKEY)
        with self.assertRaises(isoargs.Error):
            isoargs.oemdrv("")

    def test_labels_are_encoded(self):
        self.assertEqual(isoargs.label_encode("CentOS 7"), r"CentOS\x207")
        with self.assertRaises(isoargs.Error):
            isoargs.label_encode("")


class Lives(unittest.TestCase):
    """Threads and memory."""

    def test_threads_share_a_medium_and_have_their_own(self):
        shared = isoargs.open(medium("el7-dvd"))
        self.addCleanup(shared.close)
        failures = []

        def work():
            try:
                for _ in range(20):
                    with isoargs.open(medium("el7-plain")) as own:
                        for opened in (shared, own):
                            if str(opened.inspect().args()) != LINE:
                                raise AssertionError("another line")
            except BaseException as error:  # pylint: disable=broad-except
                failures.append(error)

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])

    @unittest.skipIf(SANITIZED, "a sanitizer keeps what was freed for a while")
    def test_nothing_is_left_behind(self):
        def once():
            with isoargs.open(medium("el7-plain")) as opened:
                report = opened.inspect()
                report.args(ip="192.0.2.10/24").format("json")
                report.to_dict()
                opened.check(report)
                for wrong in ({"ip": "x"}, {"gateway": "192.0.2.1"}):
                    try:
                        report.args(**wrong)
                    except isoargs.Error:
                        pass

        for _ in range(30):
            once()
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        for _ in range(150):
            once()
        self.assertLess(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before, 2048)


if __name__ == "__main__":
    unittest.main()
