# SPDX-License-Identifier: GPL-3.0-or-later
"""How the proof on Xen judges, without Xen: each thing that can go wrong in a guest is noticed."""

import base64
import os
import re
import subprocess
import unittest

from cases import ANOTHER, BROKEN, CUT, NOT_PV, STARTS, UNSEEN, Case
from harness import SOURCE, ToolTest, main
from installers import ASKS, PRESEEDED, Installer
from judge import REFUSED, complaints, judge, outcomes, table

LINE = b"utf8 inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64"
LONG = b"pad=" + b"x" * 1045 + b" " + LINE
SUM = "5e" * 32


def encoded(line):
    return base64.b64encode(line + b"\n").decode()


def report(line=LINE, stage2="found /dev/xvdd1 " + SUM, mode="xen PV", status=0, ended="in-time",
           xl="Parsing config", name="case", marks=("mode", "cmdline", "stage2", "end")):
    """What dom0 says of a guest that boots, and the marks that the guest came to write."""
    text = "noise\nDOM0 begin %s status %d %s times 1 2 3\nxl| %s\n" % (name, status, ended, xl)
    said = {"mode": mode, "cmdline": encoded(line), "stage2": stage2, "end": ""}
    if status == 0:
        text += "".join("console| PROOF %s %s\n" % (mark, said[mark]) for mark in marks)
    return (text + "\nDOM0 end %s\nDOM0 finished 4\n" % name).encode()


class Judge(unittest.TestCase):
    def complaints(self, prediction, asked, **more):
        case = Case("case", "", "medium")
        case.prediction, case.line = prediction, asked
        return complaints(case, outcomes(report(**more)).get("case"), SUM)

    def test_what_comes_out_as_it_was_said_is_right(self):
        for prediction, asked, more in (
                (STARTS, LINE, {}),
                (STARTS, LINE, {"stage2": "found /dev/xvdd " + SUM}),
                (ANOTHER, LINE, {"stage2": "absent"}),
                (CUT, LONG, {"line": LONG[:1023], "stage2": "none"}),
                (NOT_PV, LINE, {"status": 3, "xl": "xc: error: " + REFUSED})):
            with self.subTest(prediction):
                self.assertEqual(self.complaints(prediction, asked, **more), [])

    def test_each_thing_that_is_otherwise_is_noticed(self):
        for prediction, part, more in (
                (STARTS, "/proc/cmdline", {"line": LINE + b" "}),
                (STARTS, "/proc/cmdline", {"line": LINE.replace(b"\\x20", b" ")}),
                (STARTS, "not found: absent", {"stage2": "absent"}),
                (STARTS, "not found: found /dev/xvda", {"stage2": "found /dev/xvda " + SUM}),
                (STARTS, "another second stage", {"stage2": "found /dev/xvdd " + "0" * 64}),
                (STARTS, "no PV guest", {"mode": "xen HVM"}),
                (STARTS, "status 3", {"status": 3}),
                (STARTS, "/proc/cmdline", {"line": LINE + b" ", "stage2": "unsettled"}),
                (STARTS, "no PV guest", {"mode": "xen HVM", "marks": ("mode",)}),
                (ANOTHER, "to be absent", {}),
                (CUT, "/proc/cmdline", {"line": LONG, "stage2": "absent"}),
                (CUT, "to be absent", {"line": LONG[:1023]}),
                (NOT_PV, "did not refuse", {}),
                (NOT_PV, "did not refuse", {"status": 3, "xl": "no memory"}),
                (NOT_PV, "did not refuse",
                 {"status": 3, "xl": "unable to gzip decompress kernel " + REFUSED})):
            with self.subTest(part, prediction=prediction):
                asked = LONG if prediction == CUT else LINE
                said = self.complaints(prediction, asked, **more)
                self.assertEqual(len(said), 1, said)
                self.assertIn(part, said[0])

    def judged(self, how="direct", words="own", asked=LINE, **more):
        """The names of what disagrees and of what nothing is known."""
        case = Case("case", "", "medium", how=how, words=words)
        case.prediction, case.line = STARTS, asked
        wrong, unproven = judge([case], outcomes(report(**more)), {"medium": SUM})
        return list(wrong), list(unproven)

    def test_a_broken_line_that_goes_unnoticed_is_a_disagreement(self):
        broken = LINE.replace(b"=C", b"=c")
        for expected, more in (([], {"line": broken, "stage2": "absent"}),
                               (["case"], {}),
                               (["case"], {"line": broken}),
                               (["case"], {"stage2": "absent"})):
            with self.subTest(expected):
                self.assertEqual(self.judged(words="broken", **more), (expected, []))

    def test_what_came_to_no_verdict_is_no_disagreement_and_no_agreement(self):
        for more in ({"stage2": "unsettled"},
                     {"ended": "destroyed"},
                     {"name": "other"},
                     {"marks": ("mode", "cmdline")},
                     {"marks": ("mode", "cmdline", "stage2")},
                     {"marks": ("cmdline", "stage2", "end")},
                     {"marks": ()}):
            for words in "own", "broken":
                with self.subTest(words, **more):
                    self.assertEqual(self.judged(words=words, **more), ([], ["case"]))

    def test_a_guest_whose_udev_never_settles_has_to_say_so(self):
        for expected, more in ((([], []), {"stage2": "unsettled"}),
                               ((["case"], []), {}),
                               ((["case"], []), {"stage2": "absent"}),
                               ((["case"], []), {"stage2": "unsettled", "line": LINE + b" "}),
                               (([], ["case"]), {"marks": ("mode", "cmdline")})):
            with self.subTest(expected):
                self.assertEqual(self.judged(how="unsettled", **more), expected)


class Guests(unittest.TestCase):
    """Guests of other kinds than PV, and those with an installer that is ended where it asks."""

    def complaints(self, case, text, prediction=STARTS):
        case.prediction, case.line = prediction, LINE
        found = outcomes(text)
        wrong, unproven = judge([case], found, {"medium": SUM})
        return wrong.get("case", []), list(unproven)

    def test_a_guest_is_of_the_kind_that_was_asked_for(self):
        case = Case("case", "", "medium", guest="pvh")
        self.assertEqual(self.complaints(case, report(mode="xen PVH")), ([], []))
        self.assertEqual(self.complaints(case, report()),
                         (["it was no PVH guest: 'xen PV'"], []))

    def test_a_cd_is_nothing_to_a_pvh_guest(self):
        case = Case("case", "", "medium", guest="pvh", how="cdrom")
        self.assertEqual(
            self.complaints(case, report(mode="xen PVH", stage2="absent"), BROKEN), ([], []))
        wrong, _ = self.complaints(case, report(mode="xen PVH"), BROKEN)
        self.assertIn("was to be absent", wrong[0])

    def installer(self, ended="seen", console=(), served=(), prediction=STARTS, **more):
        """What disagrees and what nothing is known of, for what a guest wrote and was served."""
        case = Installer("case", "", "medium", **{"until": ASKS, "came": "asks", **more})
        text = "DOM0 begin case status 0 %s times 1 2 3\n%s%s\nDOM0 end case\n" % (
            ended, "".join("httpd| %s\n" % line for line in served),
            "".join("console| %s\n" % line for line in console))
        return self.complaints(case, text.encode(), prediction)

    def test_an_installer_that_asks_is_right(self):
        self.assertEqual(self.installer(console=["noise", ASKS]), ([], []))

    def test_an_installer_that_was_late_tells_nothing(self):
        self.assertEqual(self.installer("late", ["noise"]), ([], ["case"]))
        self.assertEqual(self.installer("in-time", ["noise"]), ([], ["case"]))
        self.assertEqual(self.installer("in-time"), ([], ["case"]))

    def test_a_guest_that_never_wrote_anything_is_a_disagreement(self):
        self.assertEqual(self.installer("late"), (["it is silent"], []))

    def test_a_guest_without_its_console_has_to_be_silent(self):
        self.assertEqual(self.installer("late", prediction=UNSEEN), ([], []))
        for ended in "late", "seen", "in-time":
            wrong, _ = self.installer(ended, ["noise"], prediction=UNSEEN)
            self.assertEqual(wrong, ["it was to be silent, but: 'noise'"])

    def test_a_guest_without_its_console_that_ends_tells_nothing(self):
        self.assertEqual(self.installer("in-time", prediction=UNSEEN), ([], ["case"]))

    def test_a_preseed_is_fetched_by_the_address_of_the_line(self):
        console = ["PROOF mode xen PV", "PROOF cmdline " + encoded(LINE), "PROOF end"]
        asked = {"until": PRESEEDED, "address": "192.0.2.10", "console": console}
        for expected, served in (
                ([], ["[::ffff:192.0.2.10]:43182: url:/preseed.cfg"]),
                (["its preseed was not fetched"], []),
                (["its preseed was not fetched"], ["[::ffff:192.0.2.11]:43182: url:/preseed.cfg"]),
                (["its preseed was not fetched"], ["[::ffff:192.0.2.10]:43182: url:/other.cfg"])):
            with self.subTest(served):
                wrong, unproven = self.installer(served=served, **asked)
                self.assertEqual(([text[:27] for text in wrong], unproven), (expected, []))

    def test_what_an_installer_says_of_its_words_counts(self):
        console = ["PROOF cmdline %s %s" % (encoded(LINE)[:40], encoded(LINE)[40:]), ASKS]
        self.assertEqual(self.installer(console=console, inject=True), ([], []))
        console[0] = "PROOF cmdline " + encoded(LINE + b" quiet")
        self.assertIn("/proc/cmdline", self.installer(console=console, inject=True)[0][0])
        self.assertEqual(self.installer(console=[ASKS], inject=True),
                         (["it did not read the preseed in its RAM disk"], []))

    def test_a_kernel_that_tells_its_words_counts(self):
        console = ["[    0.000000] Command line: " + LINE.decode(), ASKS]
        self.assertEqual(self.installer(console=console), ([], []))
        console[0] += " quiet"
        self.assertIn("/proc/cmdline", self.installer(console=console)[0][0])

    def test_a_row_that_is_shown_stays_where_its_medium_is_not_there(self):
        case = Installer("case", "an installer", "medium", until=ASKS, came="asks for the language")
        case.prediction, case.line = STARTS, LINE
        shown = table([case], outcomes(
            b"DOM0 begin case status 0 seen times 1 2 3\nDOM0 end case\n"))
        self.assertIn("| asks for the language |", shown)
        case.prediction = None
        self.assertEqual(table([case], {}, shown), shown)
        self.assertNotIn("asks", table([case], {}))


class Settle(ToolTest):
    """guest-init's wait for udev, with another udevadm in another /sys and /run."""

    def says(self, udevadm, written=("202:48", "202:49")):
        with open(os.path.join(SOURCE, "xen", "guest-init"), encoding="utf-8") as file:
            part = re.search(r"^settled\(\) \{\n.*?^done\n", file.read(), re.S | re.M).group(0)
        for disk, number in ("xvdd", "202:48"), ("xvdd1", "202:49"):
            os.makedirs(self.path("sys/class/block/" + disk), exist_ok=True)
            self.write("sys/class/block/%s/dev" % disk, number + "\n")
        os.makedirs(self.path("run/udev/data"), exist_ok=True)
        for number in written:
            self.write("run/udev/data/b" + number, "")
        script = self.write("wait", """
set -u
            asked=0
            sleep() { :; }
            say() { echo "$*"; }
            finish() { exit; }
            udevadm() { asked=$((asked + 1)); %s; }
            %s
            echo settled after $asked""" % (udevadm, re.sub(
                r"/(sys/class|run/udev)/", lambda m: self.path(m.group(1)) + "/", part)))
        return subprocess.run(["sh", script], stdin=subprocess.DEVNULL, capture_output=True,
                              text=True, check=True, timeout=30).stdout.strip()

    def test_udev_that_settles_is_asked_once(self):
        self.assertEqual(self.says("true"), "settled after 1")

    def test_udev_that_drops_a_question_is_asked_again(self):
        self.assertEqual(self.says("[ $asked -gt 2 ]"), "settled after 3")

    def test_udev_that_never_answers_is_told(self):
        self.assertEqual(self.says("false"), "stage2 unsettled")

    def test_udev_that_says_it_is_done_and_has_written_nothing_is_told(self):
        self.assertEqual(self.says("true", written=("202:48",)), "stage2 unsettled")


if __name__ == "__main__":
    main()
