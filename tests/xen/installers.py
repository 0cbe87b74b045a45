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
    Installer("installer-pygrub", "Debian's installer", "debian-netinst", how="pygrub",
              until=RUNS, came="starts its log"),
    Installer("live", "Debian Live", "debian-12-live", "--drop", "quiet", memory=512,
              until=ROOT, came="runs from its own root"),
)
