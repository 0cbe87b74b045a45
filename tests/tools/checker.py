# SPDX-License-Identifier: GPL-3.0-or-later
"""What a kickstart has to hold so that EL7 takes it and pygrub boots what it leaves."""

import re
import shlex

# The commands of pykickstart's RHEL7 handler.
COMMANDS = set("""
auth authconfig autopart autostep bootloader btrfs cdrom clearpart cmdline device deviceprobe dmraid
driverdisk eula fcoe firewall firstboot graphical group halt harddrive ignoredisk install iscsi
iscsiname keyboard lang liveimg logging logvol mediacheck method multipath network nfs part
partition poweroff raid realm reboot repo rescue rootpw selinux services shutdown skipx sshpw text
timezone unsupported_hardware updates upgrade url user vnc volgroup xconfig zerombr zfcp
""".split())

# Those that must stand there once, and those that must not.
ONCE = ["install", "text", "skipx", "eula", "firstboot", "lang", "keyboard", "timezone", "network",
        "rootpw", "auth", "selinux", "firewall", "services", "ignoredisk", "zerombr", "clearpart",
        "bootloader", "poweroff"]
NEVER = ["autopart", "btrfs", "cmdline", "graphical", "halt", "logvol", "raid", "reboot",
         "shutdown", "upgrade", "user", "vnc", "volgroup"]
SOURCES = ["cdrom", "harddrive", "liveimg", "nfs", "url"]


class Wrong(Exception):
    pass


def expect(condition, what):
    if not condition:
        raise Wrong(what)


class Kickstart:
    """The commands as (name, words), the packages, and the scripts' texts."""

    def __init__(self, text):
        self.commands, self.packages, self.scripts = [], None, []
        expect(text.endswith("\n"), "the last line has no end")
        expect(re.fullmatch(r"[\t\n -~]*", text), "other than printable ASCII")
        section, body = None, []
        for line in text.splitlines():
            first = line.split()[0] if line.split() else ""
            if section:
                if first == "%end":
                    expect(line == "%end", "something behind %end: " + line)
                    self.close(section, body)
                    section, body = None, []
                else:
                    expect(not re.match("%(post|pre|packages)", first), "a section in a section")
                    body.append(line)
            elif first.startswith("%"):
                expect(first in ("%packages", "%post"), "unknown section " + first)
                section = first
            elif first and not first.startswith("#"):
                expect(not self.scripts and self.packages is None, "a command after a section")
                self.command(line)
        expect(section is None, "a section is open at the end")

    def command(self, line):
        words = shlex.split(line, comments=True)
        expect(words[0] in COMMANDS, "unknown command " + words[0])
        self.commands.append((words[0], words[1:]))

    def close(self, section, body):
        if section == "%packages":
            expect(self.packages is None, "packages twice")
            self.packages = body
        else:
            self.scripts.append("\n".join(body) + "\n")

    def all(self, name):
        return [words for command, words in self.commands if command == name]

    def one(self, name):
        found = self.all(name)
        expect(len(found) == 1, "%s stands there %d times" % (name, len(found)))
        return found[0]


def options(words):
    return dict(w.split("=", 1) if "=" in w else (w, None) for w in words if w.startswith("--"))


def check_partitions(kickstart):
    """A partition for /boot that pygrub reads, all on the one disk that is cleared."""
    disk = options(kickstart.one("ignoredisk"))["--only-use"]
    clear = options(kickstart.one("clearpart"))
    expect(clear == {"--all": None, "--initlabel": None, "--drives": disk}, "clearpart")
    parts = {words[0]: options(words[1:]) for words in kickstart.all("part")}
    expect(len(parts) == len(kickstart.all("part")), "a mount point twice")
    expect(set(parts) - {"swap"} == {"/boot", "/"}, "partitions: " + " ".join(parts))
    for mount, given in parts.items():
        expect(given["--ondisk"] == disk, mount + " is on another disk")
        expect(int(given["--size"]) > 0, mount + " has no size")
    expect(parts["/boot"]["--fstype"] in ("ext3", "ext4"), "/boot is no file system of pygrub's")
    expect("--asprimary" in parts["/boot"] and "--grow" not in parts["/boot"], "/boot")
    expect(parts["/"]["--fstype"] == "ext4" and "--grow" in parts["/"], "/")
    loader = options(kickstart.one("bootloader"))
    expect(loader["--location"] == "mbr" and loader["--boot-drive"] == disk, "bootloader's place")
    expect("console=hvc0" in loader["--append"].split(), "no console=hvc0")


def check(text):
    """The kickstart, or Wrong."""
    kickstart = Kickstart(text)
    for name in ONCE:
        kickstart.one(name)
    for name in NEVER:
        expect(not kickstart.all(name), name + " stands there")
    expect(sum(len(kickstart.all(name)) for name in SOURCES) == 1, "not one source")
    for words in kickstart.all("part"):
        expect(not re.search("lvm|pv[.]|xfs|btrfs|raid", " ".join(words), re.I), "LVM, XFS, btrfs")
    # known since 7.2 only
    expect("--disklabel" not in text and "--mkfsoptions" not in text, "an option of 7.2")
    expect(kickstart.commands[-1] == ("poweroff", []), "poweroff is not the last command")
    expect(kickstart.packages and kickstart.packages[0] == "@core", "no @core")
    root = kickstart.one("rootpw")
    expect(root == ["--lock", "--iscrypted", "*"] or
           (root[0] == "--iscrypted" and re.fullmatch(r"\$[156]\$[\w./$=]+", root[1])), "rootpw")
    check_partitions(kickstart)
    return kickstart
