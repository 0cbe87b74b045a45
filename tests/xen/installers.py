# SPDX-License-Identifier: GPL-3.0-or-later
"""Media that distributors mastered, with their own kernels and RAM disks: how far these come."""

from cases import Case

# What tells how far one has come, as it is written on the console.
RUNS = "Starting system log daemon: syslogd, klogd."
ASKS = "Select a language"
PRESEEDED = "PROOF end"
ROOT = "Welcome to "


class Installer(Case):
    """One guest, ended when it has written what it was started for.

    until: what that is, came: the same in words. inject: preseed.cfg is in its RAM disk. server: where
    it has preseed.cfg from, and its address there."""

    def __init__(self, name, about, medium, *options, until, came, **more):
        own = {key: more.pop(key, default) for key, default in (
            ("inject", False), ("address", None), ("memory", 1024), ("limit", 300))}
        super().__init__(name, about, medium, *options, **more)
        self.until, self.came = until, came
        self.__dict__.update(own)


# A screen of newt's is cut up by what moves the cursor, and so is screen's.
PLAIN = ("--append", "DEBIAN_FRONTEND=text", "--append", "TERM=dumb")

INSTALLERS = (
    Installer("installer", "Debian's installer", "debian-12-mini", *PLAIN,
              until=ASKS, came="asks for the language"),
    Installer("installer-network", "the same, static network, preseed by HTTP", "debian-12-mini",
              *PLAIN, "--ip", "192.0.2.10/24", "--gateway", "192.0.2.1", "--nameserver", "192.0.2.1",
              "--hostname", "guest.example.org", "--auto", "http://192.0.2.1/preseed.cfg",
              until=PRESEEDED, came="fetches its preseed as 192.0.2.10", address="192.0.2.10"),
    Installer("installer-pvh", "the same, preseed by extract --inject", "debian-12-mini", *PLAIN,
              guest="pvh", inject=True, until=ASKS,
              came="reads its preseed, asks for the language"),
    Installer("installer-mute", "the same without console=hvc0", "debian-12-mini", *PLAIN, "--drop",
              "console=hvc0", guest="pvh", until=RUNS, came="is silent for 60 s", limit=60),
    Installer("installer-kvm", "Debian's installer", "debian-12-mini", *PLAIN, guest="kvm",
              until=ASKS, came="asks for the language"),
    Installer("installer-pygrub", "Debian's installer", "debian-netinst", how="pygrub",
              until=RUNS, came="starts its log"),
    Case("pvh", "by label, isohybrid", "el7-netinstall", guest="pvh"),
    Case("pvh-cd", "by label, isohybrid, a CD", "el7-netinstall", guest="pvh", how="cdrom"),
    Installer("live", "Debian Live", "debian-12-live", memory=512,
              until=ROOT, came="runs from its own root"),
    Installer("live-kvm", "Debian Live", "debian-12-live", guest="kvm", memory=512,
              until=ROOT, came="runs from its own root"),
)
