# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs kickstart: what it prints, what it writes, and what becomes of passwords."""

import ctypes
import itertools
import os
import pty
import re
import select
import signal
import stat
import subprocess
import sys
import termios
import time
import unittest

from harness import (DONE, FAILED, ISOARGS, MORTAL, NOT_USABLE, USAGE, ToolTest, main, medium, need,
                     run)

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import checker  # pylint: disable=wrong-import-position

PASSWORD = "correct horse 'battery' $staple"
KEY = ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILl4lE0eTzJ3bJJUV4l8zZ3hZQv1cCHoFwVwrnUOCZ5K "
       "admin's $(key) \"a\"")
HASH = ("$6$saltsalt$TVLlQcbpFVof5W3Yz4DTP6gRstiNuHwwTt6GLc1E5n0U0aDehy0S5knV8wiOQSpT0Y77vwPZN."
        "Pq.H91p5hVO1")


def kickstart(*args, **more):
    """Without a terminal: where a password is missed, the tool must not wait for one."""
    return run("kickstart", *args, start_new_session=True, **more)


def crypt(password, salt):
    try:
        library = ctypes.CDLL("libcrypt.so.1")
    except OSError as error:
        raise unittest.SkipTest("libcrypt is not installed") from error
    library.crypt.restype = ctypes.c_char_p
    return library.crypt(password.encode(), salt.encode()).decode()


def root_hash(text):
    return checker.check(text).one("rootpw")[1]


class Text(ToolTest):
    def checked(self, *args):
        result = kickstart(*args)
        self.assertEqual(result.code, DONE, result.err)
        return checker.check(result.out), result

    def test_the_defaults_are_usable_as_they_are(self):
        ks, result = self.checked("--root-hash-file", self.write("hash", HASH + "\n"))
        self.assertEqual(result.err, "")
        self.assertEqual(ks.one("rootpw"), ["--iscrypted", HASH])
        self.assertEqual(ks.all("cdrom"), [[]])
        self.assertEqual(ks.one("network"), ["--onboot=yes", "--device=eth0", "--bootproto=dhcp"])
        self.assertEqual(ks.packages, ["@core"])
        self.assertIn(["/boot", "--fstype=ext3", "--size=1024", "--asprimary", "--ondisk=xvda"],
                      ks.all("part"))

    def test_any_combination_of_options_is_a_kickstart(self):
        key, password = self.write("key", KEY + "\n"), self.write("password", PASSWORD)
        choices = (
            (("--lock-root",), ("--root-password-file", password)),
            ((), ("--ssh-key-file", key)),
            ((), ("--disk", "xvdb", "--swap", "0"), ("--swap", "512")),
            ((), ("--boot-fs", "ext4")),
            ((), ("--dhcp", "--hostname", "c7"),
             ("--ip", "192.0.2.10/24", "--gateway", "192.0.2.1", "--hostname", "c7.example.org",
              "--nameserver", "192.0.2.53", "--nameserver", "192.0.2.54", "--mtu", "9000"),
             ("--ip", "2001:db8::5/64", "--gateway", "2001:db8::1", "--nic", "eth1")),
            ((), ("--repo", "http://192.0.2.9/7"), ("--repo", "nfs:nolock:192.0.2.9:/srv/7")),
            ((), ("--lang", "de_DE.UTF-8", "--keyboard", "de-latin1", "--timezone",
                  "Europe/Berlin", "--package", "vim", "--package", "-postfix")),
        )
        for chosen in itertools.product(*choices):
            args = [word for part in chosen for word in part]
            with self.subTest(args=args):
                ks, _ = self.checked(*args)
                self.assertEqual(len(ks.scripts), 2 if key in args else 1)

    def test_pykickstart_takes_it(self):
        try:
            from pykickstart.parser import KickstartParser
            from pykickstart.version import makeVersion
        except ImportError:
            self.skipTest("pykickstart is not installed")
        for args in ((), ("--ip", "192.0.2.10/24", "--nameserver", "192.0.2.53"),
                     ("--ip", "2001:db8::5/64", "--gateway", "2001:db8::1"),
                     ("--repo", "nfs:nolock:192.0.2.9:/srv/7", "--package", "-postfix"),
                     ("--ssh-key-file", self.write("key", KEY))):
            result = kickstart("--lock-root", *args)
            handler = makeVersion("RHEL7")
            KickstartParser(handler).readKickstartFromString(result.out)
            self.assertTrue(handler.bootloader.seen)

    def test_the_network_is_that_of_the_boot_arguments(self):
        options = ("--ip", "192.0.2.10/24", "--gateway", "192.0.2.1", "--hostname", "c7",
                   "--nameserver", "192.0.2.53")
        ks, _ = self.checked("--lock-root", *options, medium("el7-dvd"))
        given = checker.options(ks.one("network"))
        words = run(*options, medium("el7-dvd")).out.split()
        self.assertIn("ip=%s::%s:%s:%s:%s:none" % tuple(given["--" + name] for name in (
            "ip", "gateway", "netmask", "hostname", "device")), words)
        self.assertIn("nameserver=" + given["--nameserver"], words)

    def test_the_scripts_run(self):
        """Each %post by a real shell, below a folder in place of the root."""
        ks, _ = self.checked("--lock-root", "--ssh-key-file", self.write("key", KEY + "\n#c\n\n"))
        menu = ('   set default="${next_entry}"\n   set default="${saved_entry}"\n'
                "\tlinux16 /vmlinuz-3.10.0 root=UUID=x linux16\n\tinitrd16 /initramfs.img\n"
                "\t# linux16ish\n")
        path = self.write("boot/grub2/grub.cfg", menu)
        for script in ks.scripts:
            script = script.replace("/root/", self.path("root/")).replace(
                "/boot/", self.path("boot/")).replace("restorecon", ":")
            for _ in range(2):
                subprocess.run(["sh", "-eu"], input=script, text=True, check=True,
                               stdout=subprocess.DEVNULL)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), menu.replace("next_entry", "saved_entry").replace(
                "\tlinux16 ", "\tlinux ").replace("\tinitrd16 ", "\tinitrd "))
        keys = self.path("root/.ssh/authorized_keys")
        with open(keys, encoding="utf-8") as file:
            self.assertEqual(file.read(), (KEY + "\n") * 2)
        self.assertEqual(stat.S_IMODE(os.stat(keys).st_mode), 0o600)

    def test_warnings_are_said(self):
        result = kickstart("--lock-root", "--disk", "sda", "--ip", "192.0.2.10/24")
        self.assertEqual(result.code, DONE)
        for part in ("nobody can log in", "hardly have \"sda\"", "without --gateway"):
            self.assertIn(part, result.err)


class Medium(ToolTest):
    def test_media_of_el7_are_taken(self):
        for name in ("el7-dvd", "el7-netinstall", "rhel7-server"):
            result = kickstart("--lock-root", medium(name))
            self.assertEqual(result.code, DONE, result.err)
            checker.check(result.out)

    def test_other_media_are_refused(self):
        for name, part in (("el8-boot", "without Xen PV"), ("el9-dvd", "without Xen PV"),
                           ("el10-dvd", "without Xen PV"),
                           ("ubuntu-like", "not a medium of the EL family")):
            with self.subTest(name):
                path = medium(name)
                self.assert_refused(NOT_USABLE, path, part, args=("--lock-root", path))

    def assert_refused(self, code, *parts, args=()):
        result = kickstart(*args)
        self.assertEqual((result.code, result.out), (code, ""), result.err)
        for part in parts:
            self.assertIn(part, result.err)
        return result

    def test_what_is_no_image_fails(self):
        for path in (self.path("none.iso"), self.write("empty.iso")):
            self.assert_refused(FAILED, path, args=("--lock-root", path))
        self.assert_refused(NOT_USABLE, self.folder, "release", args=("--lock-root", self.folder))
        self.assert_refused(USAGE, "expected one image", args=("--lock-root", "a.iso", "b.iso"))


class Refusals(Medium):
    """Nothing that a user gives can end its line, and nothing secret is said."""

    def test_nothing_can_be_injected(self):
        wrong = ("a\nreboot", "a;reboot", "$(reboot)", "`reboot`", "a'b", 'a"b', "a b",
                 "a\n%post\nreboot\n%end", "--lock", "%end", "#", "a\\")
        for option in ("--hostname", "--timezone", "--lang", "--keyboard", "--disk", "--boot-fs",
                       "--swap", "--package", "--nic", "--nameserver", "--gateway", "--ip",
                       "--mtu", "--repo"):
            for value in wrong:
                with self.subTest(option=option, value=value):
                    result = self.assert_refused(USAGE, option, args=(
                        "--lock-root", "--dhcp", option + "=" + value))
                    self.assertEqual(result.err.count("\n"), 1)

    def test_wrong_hashes_keys_and_passwords_are_not_repeated(self):
        cases = [("--root-hash-file", text) for text in (
                     "swordfish", "$y$j9T$swordfish$swordfish", "$6$swordfish", HASH + " swordfish",
                     "x" * 300 + "swordfish", "$6$sword\0fish")]
        cases += [("--ssh-key-file", text) for text in (
                      "-----BEGIN OPENSSH PRIVATE KEY-----\nswordfish\n", "ssh-rsa swordfish",
                      'command="swordfish" ' + KEY, "", "# swordfish\n", "\0swordfish",
                      KEY + "\nswordfish", "swordfish" * 10000)]
        cases += [("--root-password-file", text) for text in (
                      "", "\n", "swordfish\0rest", "swordfish" * 40)]
        for option, text in cases:
            with self.subTest(option=option, text=text[:40]):
                result = kickstart(option, self.write("file", text))
                self.assertIn(result.code, (USAGE, FAILED))
                self.assertEqual(result.out, "")
                self.assertIn(option, result.err)
                self.assertEqual(result.err.count("\n"), 1)
                self.assertNotIn("swordfish", result.err)

    def test_files_that_cannot_be_read_are_named(self):
        for option in ("--root-hash-file", "--root-password-file", "--ssh-key-file"):
            for path in (self.path("none"), self.folder):
                self.assert_refused(FAILED, option, path, args=(option, path))

    def test_root_is_said_once(self):
        path = self.write("hash", HASH)
        self.assert_refused(USAGE, "--lock-root", args=("--lock-root", "--root-hash-file", path))
        self.assert_refused(USAGE, "--lock-root", args=("--root-hash-file", path, "--lock-root"))
        self.assert_refused(USAGE, "second root password", args=(
            "--root-hash-file", path, "--root-password-file", self.write("password", PASSWORD)))

    def test_without_a_terminal_the_options_for_root_are_named(self):
        self.assert_refused(USAGE, "--root-hash-file", "--root-password-file", "--lock-root",
                            "no terminal")

    def test_options_that_exclude_each_other(self):
        self.assert_refused(USAGE, "--dhcp", args=("--lock-root", "--dhcp", "--ip", "192.0.2.1/24"))
        self.assert_refused(USAGE, "--force", "--oemdrv", args=("--lock-root", "--force"))
        self.assert_refused(USAGE, "--repo", args=("--lock-root", "--repo", "hd:/dev/xvdb:/c7"))

    def test_a_full_disk_and_a_closed_pipe_fail(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            result = kickstart("--lock-root", stdout=full)
        self.assertEqual(result.code, FAILED)
        self.assertIn("cannot write the result", result.err)
        reader, writer = os.pipe()
        os.close(reader)
        result = kickstart("--lock-root", stdout=writer)
        os.close(writer)
        self.assertEqual(result.code, FAILED)


class Pipes(ToolTest):
    """As <(...) of a shell makes them, and mkfifo(1)."""

    FILES = ((("--lock-root", "--ssh-key-file"), KEY), (("--root-password-file",), PASSWORD))

    def setUp(self):
        super().setUp()
        self.pipe = self.path("pipe")
        os.mkfifo(self.pipe)

    def test_one_that_nobody_writes_to_is_not_waited_for(self):
        start = time.monotonic()
        result = kickstart("--lock-root", "--ssh-key-file", self.pipe)
        self.assertEqual((result.code, result.out, result.err), (
            FAILED, "", "isoargs: --ssh-key-file: %s: nobody writes to this pipe\n" % self.pipe))
        self.assertLess(time.monotonic() - start, 30)

    def test_a_writer_may_come_later_and_take_his_time(self):
        for options, text in self.FILES:
            with self.subTest(options):
                script = 'sleep 1; exec >"$PIPE"; sleep 6; printf "%s\n" "$TEXT"'
                with subprocess.Popen(["sh", "-c", script],
                                      env=dict(os.environ, PIPE=self.pipe, TEXT=text)):
                    result = kickstart(*options, self.pipe)
                self.assertEqual(result.code, DONE, result.err)

    def test_one_whose_writer_is_gone_without_a_word_is_empty(self):
        with subprocess.Popen(["sh", "-c", "sleep 1; : >%s" % self.pipe]):
            result = kickstart("--lock-root", "--ssh-key-file", self.pipe)
        self.assertEqual(result.code, USAGE)
        self.assertIn("there is no key in it", result.err)


class Password(ToolTest):
    def test_the_hash_is_that_of_the_password_and_each_time_another(self):
        path = self.write("password", PASSWORD + "\nsecond line\n")
        hashes = []
        for _ in range(2):
            result = kickstart("--root-password-file", path)
            self.assertEqual((result.code, result.err), (DONE, ""))
            self.assertNotIn(PASSWORD, result.out)
            hashes.append(root_hash(result.out))
            self.assertTrue(hashes[-1].startswith("$6$"))
            self.assertEqual(crypt(PASSWORD, hashes[-1]), hashes[-1])
            self.assertNotEqual(crypt(PASSWORD + "x", hashes[-1]), hashes[-1])
        self.assertNotEqual(*hashes)

    def test_openssl_makes_the_same_of_it(self):
        need("openssl")
        text = root_hash(kickstart("--root-password-file", self.write("password", PASSWORD)).out)
        process = subprocess.run(
            ["openssl", "passwd", "-6", "-salt", text.split("$")[2], "-stdin"], check=True,
            input=PASSWORD, capture_output=True, text=True)
        self.assertEqual(process.stdout.strip(), text)

    def test_a_password_has_a_longest_length(self):
        path = self.write("password", "p" * 254 + "\n")
        text = root_hash(kickstart("--root-password-file", path).out)
        self.assertEqual(crypt("p" * 254, text), text)
        result = kickstart("--root-password-file", self.write("password", "p" * 255 + "\n"))
        self.assertEqual((result.code, result.out), (USAGE, ""))
        self.assertIn("more than 254 bytes", result.err)


class Prompt(ToolTest):
    """At a terminal of its own. Output goes to files, so that what the terminal shows is the prompt."""

    def start(self, *args):
        out, err = open(self.path("out"), "wb"), open(self.path("err"), "wb")
        pid, self.terminal = pty.fork()
        if pid == 0:
            os.dup2(out.fileno(), 1)
            os.dup2(err.fileno(), 2)
            os.execvp(MORTAL[0], [*MORTAL, ISOARGS, "kickstart", *args])
        out.close()
        err.close()
        self.addCleanup(os.close, self.terminal)
        self.shown = b""
        return pid

    def wait_for(self, text):
        end = time.monotonic() + 30
        while text not in self.shown:
            self.assertLess(time.monotonic(), end, self.shown)
            if select.select([self.terminal], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.terminal, 4096)
                except OSError:
                    self.fail(b"the terminal was closed after %r" % self.shown)

    def type(self, text):
        os.write(self.terminal, text)

    def ended(self, pid):
        """Exit status, or minus the signal; standard output and error."""
        end = time.monotonic() + 30
        while True:
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                break
            self.assertLess(time.monotonic(), end, "it does not end")
            if select.select([self.terminal], [], [], 0.05)[0]:
                try:
                    self.shown += os.read(self.terminal, 4096)
                except OSError:
                    pass
        with open(self.path("out"), encoding="utf-8") as out, \
                open(self.path("err"), encoding="utf-8") as err:
            return os.waitstatus_to_exitcode(status), out.read(), err.read()

    def echoes(self):
        return bool(termios.tcgetattr(self.terminal)[3] & termios.ECHO)

    def test_it_is_asked_for_twice_without_an_echo_and_stands_nowhere(self):
        pid = self.start()
        self.wait_for(b"Password for root: ")
        self.assertFalse(self.echoes())
        self.type(b"swordfish\n")
        self.wait_for(b"The same again: ")
        for name in ("cmdline", "environ"):
            with open("/proc/%d/%s" % (pid, name), "rb") as file:
                self.assertNotIn(b"swordfish", file.read())
        self.type(b"swordfish\n")
        code, out, err = self.ended(pid)
        self.assertEqual((code, err), (DONE, ""))
        self.assertNotIn(b"swordfish", self.shown)
        self.assertNotIn("swordfish", out)
        self.assertEqual(crypt("swordfish", root_hash(out)), root_hash(out))

    def test_two_that_differ_are_refused(self):
        pid = self.start()
        self.wait_for(b"Password for root: ")
        self.type(b"swordfish\n")
        self.wait_for(b"The same again: ")
        self.type(b"swordfisH\n")
        code, out, err = self.ended(pid)
        self.assertEqual((code, out), (USAGE, ""))
        self.assertIn("differ", err)
        self.assertNotIn("swordfis", err)

    def test_none_or_too_much_is_refused(self):
        for typed, part in ((b"\n", "no password"), (b"\x04", "no password"),
                            (b"p" * 256 + b"\n", "more than 255 bytes")):
            with self.subTest(part):
                pid = self.start()
                self.wait_for(b"Password for root: ")
                self.type(typed)
                code, out, err = self.ended(pid)
                self.assertEqual((code, out), (USAGE, ""))
                self.assertIn(part, err)

    def test_nothing_is_asked_where_something_else_is_wrong(self):
        for args, status in ((("--repo", "hd:/dev/xvdb:/c7"), USAGE),
                             ((self.path("none.iso"),), FAILED),
                             (("--oemdrv", self.write("there.iso", "x")), FAILED)):
            pid = self.start(*args)
            code, out, err = self.ended(pid)
            self.assertEqual((code, out, self.shown), (status, "", b""), err)

    def test_a_signal_finds_the_terminal_as_it_was(self):
        # several times: one may come just before the tool waits
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP) * 5:
            with self.subTest(number):
                pid = self.start()
                self.wait_for(b"Password for root: ")
                # else the terminal is gone with the last process that holds it
                tty = os.open("/proc/%d/fd/0" % pid, os.O_RDWR | os.O_NOCTTY)
                self.addCleanup(os.close, tty)
                os.kill(pid, number)
                code, out, _ = self.ended(pid)
                self.assertEqual((code, out), (-number, ""))
                self.assertTrue(self.echoes())

    def test_after_a_stop_it_asks_again(self):
        pid = self.start()
        self.wait_for(b"Password for root: ")
        os.kill(pid, signal.SIGTSTP)
        # The kernel does not stop a process of an orphaned group: then it asks again at once.
        end = time.monotonic() + 10
        while self.shown.count(b"Password for root: ") < 2 and time.monotonic() < end:
            if select.select([self.terminal], [], [], 0.2)[0]:
                self.shown += os.read(self.terminal, 4096)
            else:
                os.kill(pid, signal.SIGCONT)
        self.assertEqual(self.shown.count(b"Password for root: "), 2)
        self.assertFalse(self.echoes())
        self.type(b"swordfish\n")
        self.wait_for(b"The same again: ")
        self.type(b"swordfish\n")
        self.assertEqual(self.ended(pid)[0], DONE)


class Oemdrv(ToolTest):
    def setUp(self):
        super().setUp()
        self.image = self.path("ks.iso")
        self.hash = self.write("hash", HASH)
        result = kickstart("--root-hash-file", self.hash, "--oemdrv", self.image)
        self.assertEqual((result.code, result.out, result.err), (DONE, "", ""))
        self.text = kickstart("--root-hash-file", self.hash).out
        checker.check(self.text)

    def output(self, *argv):
        need(argv[0])
        env = dict(os.environ, PATH=os.environ["PATH"] + ":/usr/sbin:/sbin", LC_ALL="C")
        process = subprocess.run(argv, env=env, check=True, stdin=subprocess.DEVNULL,
                                 capture_output=True, text=True)
        return process.stdout + process.stderr

    def test_only_its_owner_can_read_it(self):
        self.assertEqual(stat.S_IMODE(os.stat(self.image).st_mode), 0o600)

    def test_bsdtar_takes_the_kickstart_out(self):
        need("bsdtar")
        self.assertEqual(self.output("bsdtar", "-tf", self.image).split(), [".", "ks.cfg"])
        self.assertEqual(self.output("bsdtar", "-xOf", self.image, "ks.cfg"), self.text)

    def test_isoinfo_lists_it_with_and_without_rock_ridge(self):
        self.assertRegex(self.output("isoinfo", "-l", "-R", "-i", self.image), r"-r--------.* ks\.cfg")
        self.assertIn("KS.CFG;1", self.output("isoinfo", "-l", "-i", self.image))
        self.assertEqual(self.output("isoinfo", "-R", "-x", "/ks.cfg", "-i", self.image), self.text)

    def test_xorriso_loads_it_without_complaint(self):
        text = self.output("xorriso", "-indev", self.image, "-toc", "-lsl", "/")
        self.assertIn("Volume id    : 'OEMDRV'", text)
        self.assertIn("Rock_Ridge", text)
        self.assertIn("'ks.cfg'", text)
        for word in ("WARNING", "SORRY", "FAILURE", "DEBUG : ", "HINT"):
            self.assertNotIn(word, text)

    def test_blkid_and_file_know_its_label(self):
        text = self.output("blkid", "-p", self.image)
        self.assertIn(' LABEL="OEMDRV"', text)
        self.assertIn(' TYPE="iso9660"', text)
        # of the date that it was written
        self.assertRegex(text, r' UUID="20\d\d(-\d\d){5}-00"')
        self.assertNotIn("SYSTEM_ID", text)
        self.assertIn("ISO 9660 CD-ROM filesystem data 'OEMDRV'", self.output("file", self.image))

    def test_isoargs_knows_it(self):
        result = run("inspect", self.image)
        self.assertEqual(result.code, DONE)
        self.assertIn("OEMDRV", result.out)

    def test_a_file_that_is_there_is_kept_without_force(self):
        path = self.write("there.iso", "precious")
        result = kickstart("--lock-root", "--oemdrv", path)
        self.assertEqual((result.code, result.out), (FAILED, ""))
        self.assertIn("--force", result.err)
        with open(path, encoding="utf-8") as file:
            self.assertEqual(file.read(), "precious")
        os.chmod(path, 0o644)
        result = kickstart("--lock-root", "--oemdrv", path, "--force")
        self.assertEqual(result.code, DONE, result.err)
        self.assertGreater(os.path.getsize(path), 32768)
        self.assertEqual(stat.S_IMODE(os.stat(path).st_mode), 0o600)

    def test_a_failure_leaves_nothing_behind(self):
        before = sorted(os.listdir(self.folder))
        result = kickstart("--lock-root", "--oemdrv", self.path("none/ks.iso"))
        self.assertEqual((result.code, result.out), (FAILED, ""))
        result = kickstart("--lock-root", "--oemdrv", self.path("new.iso"), "--repo",
                           "hd:/dev/xvdb:/c7")
        self.assertEqual(result.code, USAGE)
        need("prlimit")
        process = subprocess.run(
            ["prlimit", "--fsize=4096", ISOARGS, "kickstart", "--lock-root", "--oemdrv",
             self.path("new.iso")], stdin=subprocess.DEVNULL, capture_output=True, check=False,
            preexec_fn=lambda: signal.signal(signal.SIGXFSZ, signal.SIG_IGN))
        self.assertEqual(process.returncode, FAILED)
        self.assertIn(b"new.iso: cannot be written", process.stderr)
        self.assertEqual(sorted(os.listdir(self.folder)), before)


class Checker(ToolTest):
    """A checker that lets everything pass checks nothing."""

    def test_it_refuses_what_is_broken(self):
        text = kickstart("--lock-root").out
        checker.check(text)
        for pattern, new in (
                ("poweroff\n", ""), ("poweroff", "reboot"), ("--fstype=ext3", "--fstype=xfs"),
                (" --asprimary", ""), ("console=hvc0", ""), ("%end\n", ""), ("@core\n", ""),
                ("part / .*\n", ""), ("part / ", "logvol / "), ("install\n", "instal\n"),
                ("cdrom\n", ""), ("cdrom\n", "cdrom\nurl --url=a\n"), ("zerombr\n", ""),
                ("--initlabel", "--initlabel --disklabel=msdos"), (r"rootpw .*\n", "rootpw a\n"),
                ("--ondisk=xvda", "--ondisk=xvdb"), ("bootloader --location=mbr",
                                                     "bootloader --location=none")):
            broken = re.sub(pattern, new, text, count=1)
            self.assertNotEqual(broken, text)
            with self.subTest(pattern=pattern, new=new):
                self.assertRaises((checker.Wrong, KeyError), checker.check, broken)


if __name__ == "__main__":
    main()
