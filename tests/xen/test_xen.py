# SPDX-License-Identifier: GPL-3.0-or-later
"""How the proof on Xen judges, without Xen: each thing that can go wrong in a guest is noticed."""

import importlib.machinery
import importlib.util
import os
import unittest

from harness import SOURCE, main

PATH = os.path.join(SOURCE, "xen", "prove")
LOADER = importlib.machinery.SourceFileLoader("prove", PATH)
prove = importlib.util.module_from_spec(importlib.util.spec_from_loader("prove", LOADER))
LOADER.exec_module(prove)

LINE = b"utf8 inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64"
LONG = b"pad=" + b"x" * 1045 + b" " + LINE
SUM = "5e" * 32


def report(line=LINE, stage2="found /dev/xvdd1 " + SUM, mode="xen PV", status=0, ended="in-time",
           xl="Parsing config", name="case"):
    """What dom0 says of a guest that boots."""
    text = "noise\nDOM0 begin %s status %d %s times 1 2 3\nxl| %s\n" % (name, status, ended, xl)
    if status == 0:
        text += "".join("console| PROOF %s\n" % mark for mark in (
            "mode " + mode, "cmdline " + (line + b"\n").hex(), "stage2 " + stage2, "end"))
    return (text + "\nDOM0 end %s\nDOM0 finished 4\n" % name).encode()


class Judge(unittest.TestCase):
    def complaints(self, prediction, asked, **more):
        case = prove.Case("case", "", "medium")
        case.prediction, case.line = prediction, asked
        return prove.complaints(case, prove.outcomes(report(**more)).get("case"), SUM)

    def test_what_comes_out_as_it_was_said_is_right(self):
        for prediction, asked, more in (
                (prove.STARTS, LINE, {}),
                (prove.STARTS, LINE, {"stage2": "found /dev/xvdd " + SUM}),
                (prove.ANOTHER, LINE, {"stage2": "absent"}),
                (prove.CUT, LONG, {"line": LONG[:1023], "stage2": "none"}),
                (prove.NOT_PV, LINE, {"status": 3, "xl": "xc: error: " + prove.REFUSED})):
            with self.subTest(prediction):
                self.assertEqual(self.complaints(prediction, asked, **more), [])

    def test_each_thing_that_is_otherwise_is_noticed(self):
        for prediction, part, more in (
                (prove.STARTS, "/proc/cmdline", {"line": LINE + b" "}),
                (prove.STARTS, "/proc/cmdline", {"line": LINE.replace(b"\\x20", b" ")}),
                (prove.STARTS, "not found: absent", {"stage2": "absent"}),
                (prove.STARTS, "not found: found /dev/xvda", {"stage2": "found /dev/xvda " + SUM}),
                (prove.STARTS, "another second stage", {"stage2": "found /dev/xvdd " + "0" * 64}),
                (prove.STARTS, "no PV guest", {"mode": "xen HVM"}),
                (prove.STARTS, "its end", {"ended": "destroyed"}),
                (prove.STARTS, "status 3", {"status": 3}),
                (prove.STARTS, "says nothing", {"name": "other"}),
                (prove.ANOTHER, "to be absent", {}),
                (prove.CUT, "/proc/cmdline", {"line": LONG, "stage2": "absent"}),
                (prove.CUT, "to be absent", {"line": LONG[:1023]}),
                (prove.NOT_PV, "did not refuse", {}),
                (prove.NOT_PV, "did not refuse", {"status": 3, "xl": "no memory"}),
                (prove.NOT_PV, "did not refuse",
                 {"status": 3, "xl": "unable to gzip decompress kernel " + prove.REFUSED})):
            with self.subTest(part, prediction=prediction):
                asked = LONG if prediction == prove.CUT else LINE
                said = self.complaints(prediction, asked, **more)
                self.assertEqual(len(said), 1, said)
                self.assertIn(part, said[0])

    def test_a_broken_line_that_goes_unnoticed_is_a_disagreement(self):
        case = prove.Case("case", "", "medium", words="broken")
        case.prediction, case.line = prove.STARTS, LINE
        broken = LINE.replace(b"=C", b"=c")
        for expected, more in (({}, {"line": broken, "stage2": "absent"}),
                               ({"case"}, {}),
                               ({"case"}, {"line": broken}),
                               ({"case"}, {"stage2": "absent"})):
            with self.subTest(expected):
                found = prove.outcomes(report(**more))
                self.assertEqual(set(prove.judge([case], found, {"medium": SUM})), set(expected))


if __name__ == "__main__":
    main()
