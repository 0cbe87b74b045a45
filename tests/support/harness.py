# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the tools share: running a tool, finding media, skipping with a word."""

import atexit
import functools
import multiprocessing
import os
import re
import shutil
import subprocess
import tempfile
import unittest

ISOARGS = os.environ["ISOARGS"]
MEDIA = os.environ.get("ISOARGS_TEST_MEDIA", "")
SOURCE = os.environ["ISOARGS_TEST_SOURCE"]

DONE, FAILED, USAGE, NOT_USABLE = 0, 1, 2, 3


class Result:
    def __init__(self, process):
        self.code = process.returncode
        self.out = process.stdout
        self.err = process.stderr


class Cost:
    """What one process printed and took."""

    def __init__(self, code, out, err, usage):
        self.code, self.out, self.err = code, out, err
        self.milliseconds = 1000 * (usage.ru_utime + usage.ru_stime)
        self.kib = usage.ru_maxrss

    @property
    def text(self):
        return self.err + self.out


# Before a program that a signal is to end: nohup, and a shell that is not interactive, leave some
# ignored, which a program inherits and heeds.
MORTAL = ["env", "--default-signal=HUP,INT,QUIT,TERM,PIPE"]


def spawn(out, err, *args):
    """Runs isoargs with its output in two files: its exit code, and what it took."""
    # what the tool has freed is no longer its memory, though a sanitizer would keep it for a while;
    # nor is what it has not touched, which MALLOC_PERTURB_ would
    env = {**os.environ, "MALLOC_PERTURB_": "0",
           "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "") + ":quarantine_size_mb=1"}
    with open(out, "wb") as out_file, open(err, "wb") as err_file:
        child = subprocess.Popen([ISOARGS, *args], stdin=subprocess.DEVNULL, stdout=out_file,
                                 stderr=err_file, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode, usage


def run(*args, tool=ISOARGS, **more):
    """Runs isoargs; output as text, bytes that are no UTF-8 as surrogates."""
    more.setdefault("stdin", subprocess.DEVNULL)
    more.setdefault("stdout", subprocess.PIPE)
    process = subprocess.run([tool, *args], stderr=subprocess.PIPE, timeout=120, check=False,
                             encoding="utf-8", errors="surrogateescape", **more)
    return Result(process)


def medium(name):
    """The path of a mastered medium; skips the test where there are none."""
    if not MEDIA:
        raise unittest.SkipTest("no media: configure with -Dmedia=DIRECTORY")
    path = os.path.join(MEDIA, name + ".iso")
    if not os.path.exists(path):
        raise unittest.SkipTest(name + " is not mastered")
    return path


def endless(path):
    """A sparse image with a sum over gigabytes and no fragments: to check it takes a while."""
    size, volume = 16 << 30, 16 * 2048
    with open(medium("el7-plain"), "rb") as file:
        head = bytearray(file.read(1 << 20))
    head[volume + 80:volume + 84] = (size // 2048).to_bytes(4, "little")
    head[volume + 84:volume + 88] = (size // 2048).to_bytes(4, "big")
    field = b"ISO MD5SUM = " + b"0" * 32 + b";SKIPSECTORS = 15;"
    head[volume + 883:volume + 883 + 512] = field.ljust(512)
    with open(path, "wb") as file:
        file.write(head)
        file.truncate(size)
    return path


def unmade():
    """The names of the media that tests/media/master leaves out here: their menus are of a corpus
    that is not beside this repository."""
    if os.path.isdir(os.path.join(SOURCE, "..", "..", "shared", "corpus")):
        return set()
    with open(os.path.join(SOURCE, "media", "corpus.tsv"), encoding="utf-8") as file:
        return {line.split("\t")[0] for line in file if not line.startswith("#")}


def missing_bytes(path):
    """How much an image is shorter than the volume of its primary descriptor."""
    with open(path, "rb") as file:
        file.seek(16 * 2048 + 80)
        return 2048 * int.from_bytes(file.read(4), "little") - os.path.getsize(path)


def media():
    """The names of all media that were mastered."""
    if not MEDIA:
        raise unittest.SkipTest("no media: configure with -Dmedia=DIRECTORY")
    return sorted(f[:-4] for f in os.listdir(MEDIA) if f.endswith(".iso"))


def distributors():
    """The names of the media that tests/media/debian/master made: "debian/NAME"."""
    folder = os.path.join(MEDIA, "debian")
    if not MEDIA or not os.path.isdir(folder):
        return []
    return sorted("debian/" + f[:-4] for f in os.listdir(folder) if f.endswith(".iso"))


def steady(text):
    """Without what a point release of Debian changes, or a script draws by lot."""
    text = re.sub(r"\b\d+\.\d+\.\d+-\d+\b", "VERSION", text)
    text = re.sub(r"(/\.disk/id/)[0-9a-f-]{36}", r"\1UUID", text)
    return re.sub(r"\b0[xX][0-9a-fA-F]{8}\b", "IDENTIFIER", text)


def need(*tools):
    for tool in tools:
        if not shutil.which(tool, path=os.environ["PATH"] + ":/usr/sbin:/sbin"):
            raise unittest.SkipTest(tool + " is not installed")


SQUASHFS = b"hsqs" + bytes(36) + (96).to_bytes(8, "little") + bytes(48)  # an empty superblock

BOOT_FILES = {
    "images/pxeboot/vmlinuz": b"a kernel\n",
    "images/pxeboot/initrd.img": b"an initial RAM disk\n",
    "LiveOS/squashfs.img": SQUASHFS,
}


def master(tree, image, *options, boot_files=True):
    """A small image of a folder, by genisoimage, with what an EL7 menu loads beside its own."""
    with tempfile.TemporaryDirectory(prefix="isoargs-test-") as beside:
        for name, data in BOOT_FILES.items() if boot_files else ():
            if not os.path.exists(os.path.join(tree, name)):
                path = os.path.join(beside, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "wb") as file:
                    file.write(data)
        subprocess.run(["genisoimage", "-quiet", *options, "-o", image, tree, beside], check=True,
                       stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                       stderr=subprocess.DEVNULL)


class ToolTest(unittest.TestCase):
    """A test with a folder of its own."""

    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix="isoargs-test-")
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def write(self, name, data=b""):
        path = self.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data if isinstance(data, bytes) else data.encode())
        return path

    def skip_unmade(self, names):
        """What is not there because it cannot be made is said, and nothing is wrong with it."""
        if names:
            self.skipTest("no corpus of menus to master them with: " + ", ".join(sorted(names)))

    def assert_prints(self, expected, *args):
        """One line on standard output, whatever was warned of."""
        result = run(*args)
        self.assertEqual((result.code, result.out), (DONE, expected + "\n"), result.err)
        return result

    def assert_fails(self, code, *parts, args=(), **more):
        """Nothing on standard output; a sentence with all the parts on standard error."""
        result = run(*args, **more)
        self.assertEqual((result.code, result.out), (code, ""), result.err)
        for part in parts:
            self.assertIn(part, result.err)
        return result


@functools.cache
def folder():
    """Of this program's run."""
    made = tempfile.TemporaryDirectory(prefix="isoargs-test-")
    atexit.register(made.cleanup)
    return made.name


class BoundedTest(ToolTest):
    """Whatever is read, the answer comes soon and in little memory, with a sanitizer in little more.

    Time is the processor's, of the one process: what else the machine does is no matter. Of memory
    a new process is said to have had what its parent had: so its parent is one that holds nothing.
    """

    FACTOR = int(os.environ.get("ISOARGS_TEST_FACTOR", "1"))  # what a sanitizer adds
    MILLISECONDS = 100 * FACTOR
    KIB = 32 * 1024 * FACTOR

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.parent = multiprocessing.get_context("fork").Pool(1)
        cls.addClassCleanup(cls.parent.terminate)

    def spawn(self, *args):
        paths = self.path("out"), self.path("err")
        code, usage = self.parent.apply(spawn, (*paths, *args))
        texts = []
        for path in paths:
            with open(path, encoding="utf-8", errors="surrogateescape", newline="") as file:
                texts.append(file.read())
        return Cost(code, *texts, usage)

    def bounded(self, *args):
        # the least of many: on a busy machine the same run takes up to twice as long
        runs = [self.spawn(*args)]
        while runs[-1].milliseconds > self.MILLISECONDS and len(runs) < 40:
            runs.append(self.spawn(*args))
        best = min(runs, key=lambda run: run.milliseconds)
        self.assertLessEqual(best.milliseconds, self.MILLISECONDS, args)
        self.assertLessEqual(best.kib, self.KIB, args)
        self.assertNotIn("Sanitizer", best.text)
        return best


def main():
    # A skip has to be seen: meson takes 77 for "skipped", but only when nothing else ran.
    program = unittest.main(module="__main__", exit=False, verbosity=2)
    outcome = program.result
    if not outcome.wasSuccessful():
        raise SystemExit(1)
    ran = outcome.testsRun - len(outcome.skipped)
    raise SystemExit(0 if ran > 0 else 77)
