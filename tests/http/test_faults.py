# SPDX-License-Identifier: GPL-3.0-or-later
"""Each request of a run fails in turn, in every way: no answer or the right one, never another."""

import os
import shutil
import tempfile
import unittest

from harness import DONE, FAILED, MEDIA, main, medium
from serving import POOL, Outcome, folder, serve

NAME = "el7-plain"
VERBS = (("args",), ("inspect", "--json"), ("check",), ("extract",))

# What may be tried once more, and what is refused at once.
PASSING = ("500", "503", "closed", "cut", "cut-head", "empty")
REFUSED = ("416", "short", "shorter", "none", "no-content-range", "wrong-first", "longer",
           "gzipped", "http09", "stalled", "silence")
ELSEWHERE = ("403", "404")  # looked for where it was found first
SLOW = ("stalled", "silence")


class Run:
    """A verb on the medium by URL, and the files that it left."""

    def __init__(self, verb, how="good"):
        self.verb, self.how = verb, how
        out = tempfile.mkdtemp(dir=folder())
        options = ("-o", os.path.join(out, "out")) if verb[0] == "extract" else ()
        if any(how.startswith(slow + "@") for slow in SLOW):
            options += ("--timeout", "1")
        with serve() as server:
            self.url = server.url(NAME + ".iso", how)
            self.seen = Outcome(server, (*verb, *options, self.url))
            self.said = self.seen.said.replace("/%s/" % how, "/HOW/")
        self.answer = self.seen.code, self.same(out, self.seen.out)
        self.files = {}
        for place, _, names in os.walk(out):
            for name in names:
                with open(os.path.join(place, name), "rb") as file:
                    self.files[name] = file.read()
        shutil.rmtree(out)

    def same(self, out, text):
        return text.replace(self.url, "URL").replace(out, "OUT")

    def __str__(self):
        return "%s, %s: exit status %d, %.1f s\n%s\n%s" % (
            " ".join(self.verb), self.how, self.seen.code, self.seen.seconds, self.seen.err,
            "\n".join(map(str, self.seen.requests)))


@unittest.skipUnless(MEDIA, "no media: configure with -Dmedia=DIRECTORY")
class Faults(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        medium(NAME)
        cls.right = {verb: Run(verb) for verb in VERBS}

    def each(self, faults, look, last="-"):
        """look at each run, in which a request and the ones that follow it fail."""
        jobs = []
        for verb in VERBS:
            self.assertEqual(self.right[verb].seen.code, DONE, self.right[verb])
            for number in range(1, len(self.right[verb].seen.requests) + 1):
                jobs += [(number, POOL.submit(Run, verb, "%s@%d%s" % (fault, number, last)))
                         for fault in faults]
        for number, job in jobs:
            with self.subTest((job.result().verb, job.result().how)):
                look(job.result(), number)

    def assert_failed(self, run):
        self.assertEqual(run.answer, (FAILED, ""), run)
        self.assertEqual(run.files, {}, run)
        self.assertRegex(run.said, r"\Aisoargs: http://127\.0\.0\.1:PORT/HOW/%s\.iso: "
                         r"[^\n]{20,400}\n\Z" % NAME, run)

    def assert_right(self, run):
        right = self.right[run.verb]
        self.assertEqual((run.answer, run.files), (right.answer, right.files), run)

    def assert_either(self, run, _):
        if run.seen.code == FAILED:
            self.assert_failed(run)
        else:
            self.assert_right(run)

    def assert_refused(self, run, number):
        self.assert_failed(run)
        self.assertEqual(len(run.seen.requests), number, run)

    def test_what_is_no_answer_ends_the_run_with_a_sentence_and_without_another_request(self):
        self.each(REFUSED, self.assert_refused)

    def test_even_if_it_comes_once(self):
        self.each(REFUSED[:4], self.assert_refused, "")

    def test_what_is_not_there_any_more_is_looked_for_once(self):
        def look(run, number):
            self.assert_failed(run)
            self.assertEqual(len(run.seen.requests), min(number, 2) + number - 1, run)

        self.each(ELSEWHERE, look)
        self.each(ELSEWHERE, self.assert_either, "")

    def test_what_may_pass_is_tried_again_and_then_failed(self):
        def look(run, number):
            self.assert_failed(run)
            # of a connection that was used before libcurl makes a new one by itself
            self.assertLessEqual(len(run.seen.requests), number + 3, run)

        self.each(PASSING, look)

    def test_what_passes_changes_nothing(self):
        self.each(PASSING, self.assert_either, "")


if __name__ == "__main__":
    main()
