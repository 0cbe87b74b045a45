# SPDX-License-Identifier: GPL-3.0-or-later
"""What dom0 and the guests said, beside what isoargs said before."""

import base64
import re

from cases import ANOTHER, BROKEN, CUT, NOT_PV, STARTS, UNSEEN

XEN_CUTS = 1023     # what Xen hands on of a command line


class Outcome:
    """What dom0 and the guest said of one case."""

    def __init__(self, status, ended, lines):
        self.status, self.ended = status, ended
        self.xl = "\n".join(line[4:] for line in lines if line.startswith("xl| "))
        self.served = [line[7:] for line in lines if line.startswith("httpd| ")]
        self.console = "\n".join(line[9:] for line in lines if line.startswith("console| "))
        self.marks = {}
        for line in self.console.split("\n"):
            match = re.match(r"PROOF (\w+) ?(.*)$", line)
            if match:
                self.marks[match.group(1)] = match.group(2)

    @property
    def cmdline(self):
        """The guest's own, byte for byte; what ends it is not part of it. One that does not tell it may
        have a kernel that does."""
        try:
            return base64.b64decode(self.marks["cmdline"].replace(" ", ""),
                                    validate=True).removesuffix(b"\n")
        except ValueError:
            return None
        except KeyError:
            match = re.search(r"^\[ *0\.0+\] Command line: (.*)$", self.console, re.M)
            return match and match.group(1).encode("utf-8", "surrogateescape")


def outcomes(report):
    found, lines, head = {}, [], None
    for line in report.decode("utf-8", "surrogateescape").replace("\r", "").split("\n"):
        words = line.split()
        if words[:2] == ["DOM0", "begin"] and len(words) > 5:
            head, lines = words, []
        elif words[:2] == ["DOM0", "end"] and head and words[2] == head[2]:
            found[head[2]] = Outcome(int(head[4]), head[5], lines)
            head = None
        elif head:
            lines.append(line)
    return found


REFUSED = "xc_dom_find_loader: no loader found: Invalid kernel"
# what a guest says that it is
MODES = {"pv": "xen PV", "pvh": "xen PVH"}


def doubt(case, outcome):
    """Why an outcome tells nothing of what isoargs said, or None."""
    if outcome is None:
        return "dom0 says nothing of it"
    if outcome.status != 0 or case.prediction == NOT_PV:
        return None
    if case.until:
        wrote = case.prediction == UNSEEN and outcome.console.strip()
        if outcome.ended == "seen" or silent(outcome) or wrote:
            return None
        return "it did not come to write %r" % case.until
    if outcome.marks.get("stage2") == "unsettled":
        return None if case.how == "unsettled" else "udev did not settle in the guest"
    if outcome.ended != "in-time" or not {"mode", "cmdline", "stage2", "end"} <= outcome.marks.keys():
        return "the guest ended without a verdict"
    return None


def silent(outcome):
    """It had its time, and nothing that it wrote came to its console."""
    return outcome.ended == "late" and not outcome.console.strip()


def complaints(case, outcome, stage2):
    """What of an outcome is not as isoargs said it would be; nothing where all of it is."""
    if outcome is None:
        return []
    if case.prediction == NOT_PV:
        # a kernel that cannot be unpacked is refused with the same words, but for another reason
        if outcome.status == 0 or REFUSED not in outcome.xl or "decompress" in outcome.xl:
            return ["xl did not refuse it: status %d, %r" % (outcome.status, outcome.xl)]
        return []
    if outcome.status != 0:
        return ["xl create failed with status %d: %s" % (outcome.status, outcome.xl)]
    # what a guest did not come to say is a doubt, what it did say counts
    wrong, marks = [], outcome.marks
    mode = MODES.get(case.guest)
    if marks.get("mode", mode) != mode:
        wrong.append("it was no %s guest: %r" % (case.guest.upper(), marks["mode"]))
    expected = case.line[:XEN_CUTS] if case.prediction == CUT else case.line
    told = "cmdline" in marks or case.until and outcome.cmdline is not None
    if told and outcome.cmdline != expected:
        wrong.append("its /proc/cmdline is %r, not %r" % (outcome.cmdline, expected))
    if case.until:
        return wrong + of_installer(case, outcome)
    return wrong + of_stage2(case, outcome, stage2)


def of_installer(case, outcome):
    """What a guest with an installer did not do, or should not have done."""
    if case.prediction == UNSEEN:
        said = outcome.console.strip()
        return ["it was to be silent, but: %r" % said[:200]] if said else []
    if silent(outcome):
        return ["it is silent"]
    if case.address and outcome.ended == "seen" and not any(
            re.fullmatch(r"\[(::ffff:)?%s\]:\d+: url:/preseed\.cfg" % re.escape(case.address), line)
            for line in outcome.served):
        return ["its preseed was not fetched by %s: %r" % (case.address, outcome.served)]
    if case.inject and outcome.ended == "seen" and "cmdline" not in outcome.marks:
        return ["it did not read the preseed in its RAM disk"]
    return []


def of_stage2(case, outcome, stage2):
    """What became of the second stage, where it is not as it was said."""
    found, wrong = outcome.marks.get("stage2", "unsettled").split(), []
    if found == ["unsettled"]:
        return wrong
    if case.how == "unsettled":
        wrong.append("that udev never settled was not noticed: %s" % " ".join(found))
    elif case.prediction == STARTS:
        if found[0] != "found" or not re.fullmatch("/dev/xvdd[0-9]*", found[1]):
            wrong.append("the second stage was not found: %s" % " ".join(found))
        elif found[2] != stage2:
            wrong.append("it found another second stage")
    elif found != ["absent"] and not (case.prediction == CUT and found == ["none"]):
        wrong.append("the second stage was to be absent, but: %s" % " ".join(found))
    return wrong


def in_words(case, outcome):
    if outcome is None:
        return "nothing"
    if outcome.status != 0:
        return "refused: no loader found" if REFUSED in outcome.xl else "xl failed"
    size = "" if outcome.cmdline is None else ", %d bytes" % len(outcome.cmdline)
    if case.until:
        came = outcome.ended == "seen" or silent(outcome) and case.prediction == UNSEEN
        return case.came + size if came else "late"
    found = outcome.marks.get("stage2", "unsettled").split()
    if found == ["unsettled"]:
        return "unsettled"
    text = "found on %s" % re.sub("xvdd[0-9]", "xvdd", found[1]) if found[0] == "found" \
        else "not found"
    return "stage 2 %s%s" % (text, size)


SAID = {STARTS: "will start", ANOTHER: "looks for another medium", CUT: "error: length",
        NOT_PV: "error: not for PV guests", UNSEEN: "warning: console", BROKEN: "(broken on purpose)"}
HOW = {"unsettled": "direct", "cdrom": "direct"}
HEAD = ("case", "guest", "medium", "kernel by", "`isoargs check` said", "what became of it")


def cells(line):
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def table(cases, found, shown=""):
    """A row for each case; of those that were not booted, the one that is shown."""
    kept = {cells(line)[:4]: cells(line) for line in shown.splitlines()}
    rows = [HEAD]
    for case in cases:
        if case.self_test:
            continue
        key = case.about, case.guest.upper(), case.medium, HOW.get(case.how, case.how)
        if case.prediction:
            rows.append((*key, SAID[case.prediction], in_words(case, found.get(case.name))))
        elif key in kept:
            rows.append(kept[key])
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["| %s |" % " | ".join(cell.ljust(width) for cell, width in zip(row, widths))
             for row in rows]
    lines.insert(1, "|%s|" % "|".join("-" * (width + 2) for width in widths))
    return "".join(line + "\n" for line in lines)


def judge(cases, found, stage2):
    """Every disagreement, and what nothing is known of, by case. That the broken one is none would be
    the worst of all."""
    wrong, unproven = {}, {}
    for case in cases:
        outcome = found.get(case.name)
        said, why = complaints(case, outcome, stage2.get(case.medium)), doubt(case, outcome)
        if case.words == "broken":
            noticed = any("/proc/cmdline" in text for text in said) and \
                any("not found: absent" in text for text in said)
            said = [] if noticed or why else ["the broken string was not noticed: %r" % said]
        if said:
            wrong[case.name] = said
        elif why:
            unproven[case.name] = why
    return wrong, unproven
