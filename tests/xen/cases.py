# SPDX-License-Identifier: GPL-3.0-or-later
"""The guests of the proof on Xen, and what isoargs may say of one beforehand."""

# What isoargs may say of a case, and what is to come of it in Xen.
STARTS, ANOTHER, CUT, NOT_PV = "starts", "another medium's", "cut", "not PV"
UNSEEN, BROKEN = "unseen", "broken on purpose"


class Case:
    """One guest: a medium, options of isoargs, how the kernel gets into it, and whose words it has.

    own: those of isoargs; menu: those of the medium's plain entry; long: those of isoargs behind too
    many others. cdrom: the medium is a CD where isoargs has it as a disk. For the test of this very
    test, words may be broken, which is those of isoargs with an error in them, and the kernel get in
    unsettled, which is beside a RAM disk whose udev does nothing."""

    # of those that are not ended for what they wrote
    until, inject = None, False
    memory, limit = 512, 300

    def __init__(self, name, about, medium, *options, how="direct", words="own", guest="pv"):
        self.name, self.about, self.medium = name, about, medium
        self.options, self.how, self.words, self.guest = options, how, words, guest
        self.prediction = self.reason = self.line = self.config = None

    @property
    def self_test(self):
        return self.words == "broken" or self.how == "unsettled"


CASES = (
    Case("label", "by label, isohybrid", "el7-netinstall"),
    Case("pygrub", "by label, isohybrid", "el7-netinstall", how="pygrub"),
    Case("uuid", "by UUID, no hybrid", "el7-not-hybrid", "--stage2", "uuid"),
    Case("device", "by device", "el7-netinstall", "--stage2", "device"),
    Case("pygrub-device", "by device, no hybrid", "el7-not-hybrid", "--stage2", "device",
         how="pygrub"),
    Case("long-label", "label of 22 characters, VNC, static network", "rhel7-server", "--vnc",
         "--ip", "192.0.2.10/24", "--gateway", "192.0.2.1", "--nameserver", "192.0.2.53",
         "--hostname", "guest.example.org"),
    Case("odd-label", "label with quotes and a dollar sign", "el7-odd-label", how="pygrub"),
    Case("relabelled-pvd", "relabelled in the PVD only, words of isoargs", "el7-relabelled-pvd"),
    Case("relabelled", "relabelled, words of isoargs", "el7-relabelled"),
    Case("stale", "relabelled, words of its own menu", "el7-relabelled", words="menu"),
    Case("underscores", "menu with LABEL=CentOS_7_x86_64, its own words", "el7-underscores",
         words="menu"),
    Case("cut", "1050 bytes", "el7-netinstall", words="long"),
    Case("no-entry", "kernel without the ENTRY note", "el7-no-entry"),
    Case("self-test", "one letter of the label wrong", "el7-netinstall", words="broken"),
    Case("unsettled", "udev that never settles", "el7-netinstall", how="unsettled"),
)
