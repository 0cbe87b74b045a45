# SPDX-License-Identifier: GPL-3.0-or-later
"""
A machine boots by network with what isoargs printed: iPXE, PXELINUX and GRUB as they are, a server
on the loopback interface, and a real kernel that says with which words it was started.
"""

import http.server
import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.parse

from harness import DONE, ToolTest, main, medium, need, run

SECONDS = 60  # of one machine, which takes about ten of them

# GRUB 2.06 knows no ports: what is sent to this address goes on to the server by a program.
WITHOUT_PORT = "10.0.2.100"
RELAY = """import os, select, socket, sys
server = socket.create_connection(("127.0.0.1", int(sys.argv[1])))
while True:
    for source in select.select([0, server], [], [])[0]:
        data = os.read(0, 65536) if source == 0 else server.recv(65536)
        if not data:
            sys.exit()
        server.sendall(data) if source == 0 else os.write(1, data)
"""

IPXE = "/usr/lib/ipxe/qemu/pxe-virtio.rom"
LPXELINUX = "/usr/lib/PXELINUX/lpxelinux.0"
LDLINUX = "/usr/lib/syslinux/modules/bios/ldlinux.c32"
GRUB = "/usr/lib/grub/i386-pc"

# As they are served, and as a URL has them.
FOLDER, ENCODED = "a b%,c", "/a%20b%25%2Cc/"
FILES = ("--kernel", FOLDER + "/vmlinuz", "--initrd", FOLDER + "/initrd.img")

# So that the kernel tells its line before anything else could go wrong.
EARLY = ("--append", "earlyprintk=ttyS0")
ODD = ("ds=nocloud;s=http://h/", "a&&b", "$HOME", "{a,b}", "<x>|y", "a#b", "~", "*?[a]", "---", "a=b=c",
       "!x", "`id`")


class Handler(http.server.SimpleHTTPRequestHandler):
    def __init__(self, *args):
        super().__init__(*args, directory=self.folder)

    def log_message(self, format, *args):  # pylint: disable=redefined-builtin
        self.asked.append(self.path)


class Netboot(ToolTest):
    def setUp(self):
        super().setUp()
        need("qemu-system-x86_64", "xorriso")
        self.need_files(IPXE)
        os.makedirs(self.path("tftp"))
        subprocess.run(["xorriso", "-osirrox", "on", "-indev", medium("el7-dvd"), "-extract",
                        "/images/pxeboot", self.path("served/images/pxeboot")],
                       check=True, capture_output=True)
        if os.path.getsize(self.path("served/images/pxeboot/vmlinuz")) < 1 << 20:
            self.skipTest("the medium's kernel is none that runs: Debian's could not be had")
        os.rename(self.path("served/images/pxeboot"), self.path("served/" + FOLDER))
        self.asked = []
        handler = type("H", (Handler,), {"folder": self.path("served"), "asked": self.asked})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port = self.server.server_address[1]
        self.base = "http://10.0.2.2:%d" % self.port
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)

    def need_files(self, *paths):
        for path in paths:
            if not os.path.exists(path):
                self.skipTest(path + " is not installed")

    def boot(self, bootfile):
        """The words that the kernel was started with."""
        log, relay = self.path("log"), self.write("relay.py", RELAY)
        with subprocess.Popen(
                ["qemu-system-x86_64", "-accel", "tcg", "-m", "512", "-display", "none",
                 "-nodefaults", "-no-reboot", "-device", "VGA", "-serial", "file:" + log, "-netdev",
                 "user,id=n,tftp=%s,bootfile=%s,guestfwd=tcp:%s:80-cmd:%s %s %d"
                 % (self.path("tftp"), bootfile, WITHOUT_PORT, sys.executable, relay, self.port),
                 "-device", "virtio-net-pci,netdev=n,bootindex=0"],
                stdin=subprocess.DEVNULL) as machine:
            try:
                until = time.monotonic() + SECONDS
                while time.monotonic() < until and machine.poll() is None:
                    time.sleep(0.1)
                    if not os.path.exists(log):
                        continue
                    with open(log, "rb") as file:
                        shown = file.read().decode("utf-8", "surrogateescape")
                    told = re.search(r"Command line: (.*?)\r?\n", shown)
                    if told:
                        return told.group(1)
            finally:
                machine.kill()
        self.fail("no kernel was started in %u s; asked for: %s" % (SECONDS, self.asked))
        return None

    def written(self, name, *more):
        """The text, and the line that it is to hand over."""
        options = [part for word in (*ODD, *more) for part in ("--append", word)]
        options = ["--guest", "kvm", "--base-url", self.base, *options, *EARLY, medium("el7-dvd")]
        result = run("--format", name, *FILES, *options)
        self.assertEqual(result.code, DONE, result.err)
        return result.out, run(*options).out[:-1]

    def assert_asked(self):
        """Nothing but what is served, and both of it."""
        self.assertEqual({urllib.parse.unquote(path) for path in self.asked},
                         {"/%s/%s" % (FOLDER, name) for name in ("initrd.img", "vmlinuz")})

    def test_ipxe(self):
        text, line = self.written("ipxe", r"a\x20b")
        self.write("tftp/go.ipxe", text)
        self.assertEqual(self.boot("go.ipxe"), "initrd=initrd1 " + line)
        self.assert_asked()

    def test_pxelinux(self):
        self.need_files(LPXELINUX, LDLINUX)
        shutil.copy(LPXELINUX, self.path("tftp"))
        shutil.copy(LDLINUX, self.path("tftp"))
        text, line = self.written("pxelinux", "${x}", "&&", "#", r"a\x20b")
        self.write("tftp/pxelinux.cfg/default", text)
        told = re.fullmatch(r"BOOT_IMAGE=(\S+) (.*) initrd=(\S+) BOOTIF=01(-[0-9a-f]{2}){6}",
                            self.boot("lpxelinux.0"))
        self.assertIsNotNone(told)
        self.assertEqual(told.group(1, 2, 3), (self.base + ENCODED + "vmlinuz", line,
                                               self.base + ENCODED + "initrd.img"))
        self.assert_asked()

    def test_grub(self):
        need("grub-mknetdir")
        self.base = "http://" + WITHOUT_PORT
        self.need_files(GRUB)
        subprocess.run(["grub-mknetdir", "--net-directory=" + self.path("tftp"), "--directory=" + GRUB,
                        "--subdir=grub"], check=True, capture_output=True)
        text, line = self.written("grub", "${x}", "&&", "#", ";")
        self.write("tftp/grub/grub.cfg", "set timeout=0\ninsmod http\n" + text)
        self.assertEqual(self.boot("grub/i386-pc/core.0"),
                         "BOOT_IMAGE=(http,%s)%svmlinuz %s" % (WITHOUT_PORT, ENCODED, line))
        self.assert_asked()


if __name__ == "__main__":
    main()
