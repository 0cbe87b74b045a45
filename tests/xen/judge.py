# SPDX-License-Identifier: GPL-3.0-or-later
"""What dom0 and the guests said, beside what isoargs said before."""

import re

from cases import ANOTHER, CUT, NOT_PV, STARTS

XEN_CUTS = 1023     # what Xen hands on of a command line


class Outcome:
    """What dom0 and the guest said of one case."""

    def __init__(self, status, ended, lines):
        self.status, self.ended = status, ended
        self.xl = "\n".join(line[4:] for line in lines if line.startswith("xl| "))
        self.marks = {}
        for line in lines:
            match = re.match(r"console\| PROOF (\w+) ?(.*)$", line)
            if match:
                self.marks[match.group(1)] = match.group(2)

    @property
    def cmdline(self):
        """The guest's own, byte for byte; what ends it is not part of it."""
        try:
            return bytes.fromhex(self.marks["cmdline"]).removesuffix(b"\n")
        except (KeyError, ValueError):
            return None


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


def doubt(case, outcome):
    """Why an outcome tells nothing of what isoargs said, or None."""
    if outcome is None:
        return "dom0 says nothing of it"
    if outcome.status != 0 or case.prediction == NOT_PV:
        return None
    if outcome.marks.get("stage2") == "unsettled":
        return None if case.how == "unsettled" else "udev did not settle in the guest"
    if outcome.ended != "in-time" or not {"mode", "cmdline", "stage2", "end"} <= outcome.marks.keys():
        return "the guest ended without a verdict"
    return None


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
    if marks.get("mode", "xen PV") != "xen PV":
        wrong.append("it was no PV guest: %r" % marks["mode"])
    expected = case.line[:XEN_CUTS] if case.prediction == CUT else case.line
    if "cmdline" in marks and outcome.cmdline != expected:
        wrong.append("its /proc/cmdline is %r, not %r" % (outcome.cmdline, expected))
    found = marks.get("stage2", "unsettled").split()
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


def in_words(outcome):
    if outcome is None:
        return "nothing"
    if outcome.status != 0:
        return "refused: no loader found" if REFUSED in outcome.xl else "xl failed"
    found = outcome.marks.get("stage2", "unsettled").split()
    if found == ["unsettled"]:
        return "unsettled"
    text = "found on %s" % re.sub("xvdd[0-9]", "xvdd", found[1]) if found[0] == "found" \
        else "not found"
    size = len(outcome.cmdline or b"")
    return "%s, %d bytes" % (text, size)


SAID = {STARTS: "will start", ANOTHER: "looks for another medium", CUT: "error: length",
        NOT_PV: "error: not for PV guests"}


def table(cases, found):
    rows = [("case", "medium", "kernel by", "`isoargs check` said", "Xen did")]
    for case in cases:
        if not case.self_test:
            rows.append((case.about, case.medium, case.how, SAID[case.prediction],
                         "stage 2 " * (found.get(case.name) is not None
                                       and found[case.name].status == 0)
                         + in_words(found.get(case.name))))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
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
        said, why = complaints(case, outcome, stage2[case.medium]), doubt(case, outcome)
        if case.words == "broken":
            noticed = any("/proc/cmdline" in text for text in said) and \
                any("not found: absent" in text for text in said)
            said = [] if noticed or why else ["the broken string was not noticed: %r" % said]
        if said:
            wrong[case.name] = said
        elif why:
            unproven[case.name] = why
    return wrong, unproven
