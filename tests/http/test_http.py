# SPDX-License-Identifier: GPL-3.0-or-later
"""A medium on a web server: what is taken of each kind of server, and what is said of the others.

The server counts; runs of the tables are made side by side.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

from behaviours import PASSWORD, TOKEN, USER
from harness import DONE, FAILED, USAGE, main, medium, need, run
from serving import HERE, POOL, Outcome, certified, folder, home, serve

NAME = "el7-plain"
GOOD = 2  # requests of args
KIB = 1024
HEAD_KIB = 128  # of what is asked for first

# A sentence's place: what is printed of the URL.
PLACE = "isoargs: http://127.0.0.1:PORT/%s/" + NAME + ".iso: "


WARNING = ("warning: the server gives neither an ETag nor a date with the file, so that it could "
           "change unseen while it is read")


def assert_sentence(test, seen, expected):
    test.assertRegex(seen.said, r"\A%s\Z" % re.escape(expected).replace("DETAIL", ".+"),
                     seen.requests)


class Case:
    """
    A behaviour, and what becomes of it: the sentence, in which libcurl's own words are DETAIL;
    seconds, requests and KiB at most.
    """

    def __init__(self, how, says=None, **bounds):
        self.how, self.says = how, says
        self.requests = bounds.pop("requests", 1 if says else GOOD)
        self.kib = bounds.pop("kib", 1 if says else 160)
        self.seconds = bounds.pop("seconds", 3)
        self.options = bounds.pop("options", ())
        self.connections = bounds.pop("connections", 1)
        self.warns = bounds.pop("warns", False)
        assert not bounds, bounds

    def run(self):
        with serve() as server:
            return Outcome(server, ("args", *self.options, server.url(NAME + ".iso", self.how)))


class Cases(unittest.TestCase):
    """A test for each of TABLE, which has their names and cases."""

    TABLE = {}

    def __init_subclass__(cls):
        for name, case in cls.TABLE.items():
            setattr(cls, "test_" + name, lambda self, name=name, case=case: self.look(name, case))

    @classmethod
    def begin(cls):
        cls.right = run("args", medium(NAME))
        cls.jobs = {name: POOL.submit(case.run) for name, case in cls.TABLE.items()}

    def look(self, name, case):
        seen = self.jobs[name].result()
        self.assertEqual((seen.code, seen.out), (FAILED, "") if case.says else
                         (DONE, self.right.out), (seen.said, *seen.requests))
        lines = [WARNING] * case.warns + [case.says] * bool(case.says)
        expected = "".join(PLACE % case.how + line + "\n" for line in lines)
        assert_sentence(self, seen, expected)
        self.assertLessEqual(seen.seconds, case.seconds)
        self.assertLessEqual(len(seen.requests), case.requests, seen.requests)
        self.assertLessEqual(seen.bytes, case.kib * KIB, seen.requests)
        self.assertLessEqual(seen.connections, case.connections)
        self.assertEqual({request.method for request in seen.requests}, {"GET"})


def setUpModule():  # pylint: disable=invalid-name
    for cls in Cases.__subclasses__():
        cls.begin()


class Taken(Cases):
    """All of these are in order."""

    TABLE = {
        "a_mirror_is_asked_for_two_ranges_on_one_connection": Case("good"),
        "it_is_never_asked_for_a_head_alone": Case("head-403"),
        "the_body_may_come_in_chunks": Case("chunked"),
        "the_body_may_end_with_the_connection": Case("close-delimited", connections=GOOD),
        "an_old_server_is_as_good_as_another": Case("http10", connections=GOOD),
        "informational_heads_are_passed_over": Case("continues"),
        "names_of_fields_are_in_any_case": Case("lower-case"),
        "what_is_packed_by_identity_is_not_packed": Case("identity"),
        "an_answer_may_be_late": Case("late", seconds=5),
        "three_redirects_are_followed_once": Case("redirect-3", requests=GOOD + 3),
        "another_name_of_the_host_is_another_host": Case("redirect-name", requests=GOOD + 1,
                                                        connections=2),
        "a_token_in_the_url_of_a_redirect_is_used_for_all_of_it":
            Case("redirect-token", requests=GOOD + 1),
        "a_file_with_an_etag_alone_is_one_file": Case("etag-alone"),
        "a_file_with_a_date_alone_is_one_file": Case("date-alone"),
        "a_weak_etag_is_no_hindrance": Case("weak-etag"),
        "what_is_busy_is_asked_again": Case("503@1", requests=GOOD + 1, seconds=5),
        "what_limits_its_clients_is_asked_again": Case("429@1", requests=GOOD + 1, seconds=5),
        "a_connection_that_ends_is_opened_again": Case("closed@2", requests=GOOD + 1, seconds=5,
                                                      connections=2),
        "what_is_cut_in_the_middle_is_asked_for_again": Case("cut@2", requests=GOOD + 1, kib=170,
                                                             seconds=5, connections=2),
    }


SLOW = ("--timeout", "1")

RANGE = "bytes 0-131071: "


class Refused(Cases):
    """And these are not: the sentence, and nothing is asked for after the answer."""

    TABLE = {
        "a_server_without_ranges_is_left_before_it_sends_the_medium":
            Case("none", RANGE + "the server sends the whole file instead of the part that was "
                 "asked for; download the image first, or take another mirror", kib=600),
        "nor_is_a_page_for_people_read":
            Case("html", RANGE + "the server sends the whole file instead of the part that was "
                 "asked for; download the image first, or take another mirror"),
        "what_has_fewer_bytes_than_were_asked_for_says_how_many":
            Case("416", RANGE + "the server says that the file has 3145728 bytes"),
        "an_empty_answer_is_none":
            Case("204", RANGE + "the server answers 204, expected 206, a part of a file"),
        "a_part_that_does_not_say_which_is_none":
            Case("no-content-range", RANGE + "the server does not say which part of the file it "
                 "sends; download the image first, or take another mirror", kib=130),
        "another_part_is_not_the_one":
            Case("wrong-first", RANGE + "the server sends bytes 2048-131071 instead; download "
                 "the image first, or take another mirror", kib=130),
        "nor_is_one_in_other_units":
            Case("wrong-unit", RANGE + "what answers is no server of files: its Content-Range "
                 "is none: expected bytes FIRST-LAST/TOTAL; take another mirror", kib=130),
        "a_part_that_is_longer_than_what_was_asked_for_is_none":
            Case("wrong-last", RANGE + "the server announces another number of bytes than it "
                 "says to send; take another mirror", kib=130),
        "a_part_that_is_half_of_it_is_none":
            Case("short", RANGE + "the server sends bytes 0-65535 instead; download the image "
                 "first, or take another mirror", kib=130),
        "one_that_says_more_than_it_has_is_none":
            Case("shorter", RANGE + "the server announces another number of bytes than it says "
                 "to send; take another mirror", kib=130),
        "an_empty_part_is_none":
            Case("empty", RANGE + "the server sends fewer bytes than it says; take another "
                 "mirror", requests=3, seconds=8, connections=3),
        "a_million_bytes_more_are_not_taken":
            Case("long", RANGE + "the server announces another number of bytes than it says to "
                 "send; take another mirror", kib=1200),
        "not_even_if_nobody_counted_them":
            Case("longer", RANGE + "the server sends more bytes than it says; take another "
                 "mirror", kib=1200),
        "a_total_has_to_be_said":
            Case("star", RANGE + "the server does not say how long the whole file is; download "
                 "the image first, or take another mirror", kib=130),
        "and_to_be_a_number":
            Case("odd-total", RANGE + "what answers is no server of files: its Content-Range is "
                 "none: expected bytes FIRST-LAST/TOTAL; take another mirror", kib=130),
        "that_fits_into_64_bits":
            Case("huge-total", RANGE + "what answers is no server of files: its Content-Range "
                 "is none: expected bytes FIRST-LAST/TOTAL; take another mirror", kib=130),
        "and_to_be_that_of_a_medium":
            Case("larger-total", RANGE + "the server says that the file has 2199023255552 "
                 "bytes, expected at most 1099511627776", kib=130),
        "a_part_lies_within_the_total":
            Case("small-total", RANGE + "what answers is no server of files: its Content-Range "
                 "is none: expected bytes FIRST-LAST/TOTAL; take another mirror", kib=130),
        "the_total_stays_the_same":
            Case("other-total@2", "the file has changed on the server while it was read; run it "
                 "again", requests=2, kib=150),
        "content_range_comes_once":
            Case("doubled-range", RANGE + "what answers is no server of files: it sends "
                 "Content-Range twice; take another mirror", kib=130),
        "content_length_comes_once":
            Case("doubled-length", RANGE + "what answers is no server of files: it sends "
                 "Content-Length twice; take another mirror", kib=130),
        "a_negative_length_is_none":
            Case("negative-length", RANGE + "what answers is no server of files: DETAIL",
                 kib=130),
        "many_parts_are_not_one":
            Case("multipart", RANGE + "the server does not say which part of the file it sends; "
                 "download the image first, or take another mirror", kib=130),
        "what_is_packed_is_not_the_part":
            Case("gzipped", RANGE + "the server packs the file with gzip, so that no part of it "
                 "can be asked for; download the image first, or take another mirror", kib=130),
        "a_body_without_a_head_is_none":
            Case("http09", "what answers is no web server: its answer has no head", kib=130),
        "what_speaks_something_else_is_no_web_server":
            Case("not-http", "what answers is no web server: its answer has no head"),
        "a_head_that_is_cut_is_none":
            Case("cut-head", RANGE + "the connection was cut: in the head of the answer",
                 requests=3, seconds=8, connections=3),
        "who_always_hangs_up_is_asked_three_times":
            Case("closed", "the connection was cut: DETAIL",
                 requests=3, seconds=8, connections=3),
        "and_one_who_does_from_the_second_request_on":
            Case("closed@2-", "the connection was cut: DETAIL",
                 requests=5, kib=130, seconds=8, connections=4),
        "a_head_without_an_end_is_left":
            Case("endless-head", RANGE + "the head of the answer has no end after 65536 bytes",
                 kib=1024),
        "and_a_line_without_one":
            Case("endless-line", RANGE + "the head of the answer has no end after 65536 bytes",
                 kib=1024),
        "and_hints_without_an_end":
            Case("endless-hints", RANGE + "the head of the answer has no end after 65536 bytes",
                 kib=1024),
        "and_a_body_without_one":
            Case("endless-body", RANGE + "the server sends more bytes than it says; take "
                 "another mirror", kib=4096),
        "and_chunks_without_an_end":
            Case("endless-chunks", RANGE + "the server sends more bytes than it says; take "
                 "another mirror", kib=4096),
        "silence_is_not_waited_for_longer_than_it_is_allowed":
            Case("silence", "no answer came in time: DETAIL", options=SLOW),
        "nor_is_one_byte_each_half_second":
            Case("drip", RANGE + "the answer came too slowly: DETAIL", options=SLOW),
        "nor_what_stops_in_the_middle":
            Case("stalled", RANGE + "the answer came too slowly: DETAIL", kib=80,
                 options=SLOW),
        "nor_where_nobody_has_set_a_bound":
            Case("drip", RANGE + "the answer came too slowly: DETAIL", seconds=25),
        "nor_silence_where_nobody_has":
            Case("silence", "no answer came in time: DETAIL", seconds=25),
        "nor_later_on":
            Case("silence@2", "no answer came in time: DETAIL", requests=2, kib=130, options=SLOW),
        "what_is_not_there_is_said":
            Case("404", "the server has no such file (404)"),
        "what_is_forbidden_is_said":
            Case("403", RANGE + "the server does not allow it (403)"),
        "what_wants_a_password_is_said":
            Case("401", RANGE + "the server wants a name and a password (401); write them to "
                 "~/.netrc and use --netrc"),
        "what_fails_is_said":
            Case("500", RANGE + "the server answers 500; try again later, or take another mirror",
                 requests=3, seconds=8),
        "who_is_always_busy_is_asked_three_times":
            Case("503", RANGE + "the server answers 503; try again later, or take another mirror",
                 requests=3, seconds=8),
        "who_limits_its_clients_too":
            Case("429", RANGE + "the server answers 429; try again later, or take another mirror",
                 requests=3, seconds=8),
        "nobody_waits_until_tomorrow":
            Case("503-tomorrow", RANGE + "the server answers 503; try again later, or take "
                 "another mirror", requests=3, seconds=8),
        "what_a_server_says_does_not_reach_the_terminal":
            Case("escapes", RANGE + "the server answers 500; try again later, or take another "
                 "mirror", requests=3, seconds=8),
    }


class Redirected(Cases):
    """Where a server leads, and where it does not."""

    TABLE = {
        "nine_redirects_are_too_many":
            Case("redirect-9", RANGE + "more than 5 redirects lead to it", requests=6),
        "a_circle_is_one":
            Case("redirect-loop", RANGE + "more than 5 redirects lead to it", requests=6),
        "a_server_leads_to_no_file":
            Case("redirect-file", "bytes 0-131071 of file:///etc/passwd: it leads to file://, "
                 "expected http:// or https://"),
        "nor_to_ftp":
            Case("redirect-ftp", "bytes 0-131071 of ftp://127.0.0.1:PORT/medium.iso: it leads "
                 "to ftp://127.0.0.1:PORT, expected http:// or https://"),
        "nor_to_a_shell":
            Case("redirect-scp", "bytes 0-131071 of scp://127.0.0.1/etc/passwd: it leads to "
                 "scp://127.0.0.1, expected http:// or https://"),
        "nor_to_nowhere":
            Case("redirect-nowhere", RANGE + "the server leads on, but does not say where to"),
        "where_it_leads_is_printed_as_text":
            Case("redirect-escapes", RANGE + "it leads to what is no URL: DETAIL"),
        "a_redirect_later_on_is_followed_once":
            Case("redirect-1@2-", requests=GOOD + 2, kib=170),
        "a_token_that_has_expired_is_fetched_anew":
            Case("redirect-expiring", requests=GOOD + 3, kib=170),
    }


class OneFile(Cases):
    """What changes while it is read is two files."""

    TABLE = {
        "an_etag_that_changes_with_the_machine_that_answers_is_one_file":
            Case("etag-changes-quietly"),
        "but_for_a_condition_that_is_held_against_it": Case("etag-changes", requests=GOOD + 1,
                                                            kib=700, connections=2),
        "if_nothing_else_tells_files_apart_it_is_two":
            Case("only-etag-changes-quietly", "the file has changed on the server while it was "
                 "read; run it again", requests=2, kib=150),
        "a_date_that_changes_alone_is_one_file": Case("date-changes-quietly"),
        "if_both_change_it_is_two":
            Case("both-change-quietly", "the file has changed on the server while it was read; "
                 "run it again", requests=2, kib=150),
        "and_if_a_condition_says_so":
            Case("both-change", "the file has changed on the server while it was read; run it "
                 "again", requests=2, kib=600),
        "what_lies_there_now_is_another":
            Case("swapped", "the file has changed on the server while it was read; run it again",
                 requests=2, kib=600),
        "nor_is_one_taken_for_another_that_nothing_tells_apart":
            Case("swapped-quietly", "the file has changed on the server while it was read; run it "
                 "again", requests=5, kib=200, warns=True),
        "a_file_without_validators_is_looked_at_once_more":
            Case("no-validator", requests=GOOD + 1, warns=True),
    }


class Far(unittest.TestCase):
    """What only this machine can reach is nothing that a host of the network leads to."""

    @classmethod
    def setUpClass(cls):
        medium(NAME)
        need("unshare")
        process = subprocess.run(
            ["unshare", "-rn", sys.executable, os.path.join(HERE, "far.py"), NAME, "good",
             "redirect-1", "redirect-loopback", "redirect-loopback@2-"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, timeout=60)
        if process.returncode != 0:
            raise unittest.SkipTest("there is no network of its own here: " + process.stderr[-200:])
        cls.seen = json.loads(process.stdout)
        cls.right = run("args", medium(NAME))

    def test_such_a_host_serves_media_and_leads_to_itself(self):
        for how, requests in (("good", GOOD), ("redirect-1", GOOD + 1)):
            with self.subTest(how):
                self.assertEqual(self.seen[how], {
                    "code": DONE, "out": self.right.out, "err": "", "far": requests, "near": 0})

    def test_it_does_not_lead_to_this_machine_alone(self):
        for how, requests in (("redirect-loopback", 1), ("redirect-loopback@2-", 3)):
            with self.subTest(how):
                seen = self.seen[how]
                self.assertEqual((seen["code"], seen["out"], seen["far"], seen["near"]),
                                 (FAILED, "", requests, 0))
                self.assertRegex(
                    seen["err"], r"\Aisoargs: http://192\.0\.2\.1:PORT/%s/%s\.iso: bytes \d+-\d+ of "
                    r"http://127\.0\.0\.1:NEAR/good/%s\.iso: it leads from a host of the network to one "
                    r"that only this machine or its link can reach \(http://127\.0\.0\.1:NEAR\), which "
                    r"is refused\n\Z" % (how, NAME, NAME))


CERTIFICATE = "its certificate is not accepted: DETAIL"


class Tls(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        medium(NAME)
        cls.right = run("args", medium(NAME))
        cls.certificate, cls.context = certified()

    def ask(self, *options, context=None, how="good", host=None):
        with serve() as plain, serve(context or self.context, other=plain) as server:
            seen = Outcome(server, ("args", *options, server.url(NAME + ".iso", how, host)))
            seen.err = seen.err.replace(":%d" % plain.port, ":PLAIN")
            seen.plain = list(plain.requests)
        return seen

    def assert_right(self, seen):
        self.assertEqual((seen.code, seen.out, seen.err), (DONE, self.right.out, ""))
        self.assertEqual(seen.connections, 1)
        return seen

    def assert_refused(self, seen, says, how="good", requests=0):
        place = PLACE.replace("http:", "https:") % how
        self.assertEqual((seen.code, seen.out), (FAILED, ""), seen.err)
        assert_sentence(self, seen, place + says + "\n")
        self.assertEqual(len(seen.requests), requests)
        self.assertEqual(seen.plain, [])

    def test_who_is_signed_by_an_authority_that_is_named_is_trusted(self):
        self.assert_right(self.ask("--ca", self.certificate.cert))

    def test_who_signed_for_himself_is_not(self):
        self.assert_refused(self.ask(), CERTIFICATE + "; --ca FILE names the authority that signed "
                            "it, --pin its key")

    def test_but_by_the_key_that_is_named(self):
        self.assert_right(self.ask("--pin", self.certificate.pin))

    def test_another_key_is_refused(self):
        other, _ = certified("other")
        self.assert_refused(self.ask("--pin", other.pin),
                            "its certificate has another key than --pin says")

    def test_who_has_another_name_is_refused(self):
        other, context = certified("name", "192.0.2.1")
        self.assert_refused(self.ask("--ca", other.cert, context=context),
                            CERTIFICATE + "; use the name that is in the certificate")

    def test_who_is_too_old_is_refused(self):
        old, context = certified("old", expired=True)
        self.assert_refused(self.ask("--ca", old.cert, context=context),
                            CERTIFICATE + "; take another mirror")

    def test_what_is_no_authority_is_said(self):
        self.assert_refused(self.ask("--ca", medium(NAME)),
                            "the file of --ca cannot be used: DETAIL")

    def test_https_leads_to_https_alone(self):
        seen = self.ask("--ca", self.certificate.cert, how="redirect-other")
        self.assert_refused(
            seen, "bytes 0-131071 of http://127.0.0.1:PLAIN/good/%s.iso: it leads from https to "
            "http://127.0.0.1:PLAIN, where anybody on the way may change what is read; name that "
            "URL itself, or allow it with --redirect-to-http" % NAME, "redirect-other", 1)

    def test_unless_it_may(self):
        seen = self.ask("--ca", self.certificate.cert, "--redirect-to-http", how="redirect-other")
        self.assertEqual((seen.code, seen.out, seen.err), (DONE, self.right.out, ""))
        self.assertEqual((len(seen.requests), len(seen.plain)), (1, GOOD))


class Secrets(unittest.TestCase):
    """Passwords and tokens: who gets them, and that nobody sees them."""

    NETRC = "machine 127.0.0.1 login %s password %s\n" % (USER, PASSWORD)

    WANTED = ("the server wants a name and a password (401); write them to ~/.netrc and use "
              "--netrc\n")

    @classmethod
    def setUpClass(cls):
        medium(NAME)
        cls.right = run("args", medium(NAME))

    def ask(self, *options, how="basic", netrc=None, query="", verb=("args",)):
        env = {**os.environ, "HOME": home(netrc)}
        with serve() as server:
            url = server.url(NAME + ".iso", how) + query
            seen = Outcome(server, (*verb, *options, url), env=env)
        self.assertNotIn(PASSWORD, seen.out + seen.err)
        self.assertNotIn(TOKEN.split("=")[1], seen.out + seen.err)
        return seen

    def test_the_password_is_that_of_the_netrc_file_if_it_may_be(self):
        seen = self.ask("--netrc", netrc=self.NETRC)
        self.assertEqual((seen.code, seen.out, seen.err), (DONE, self.right.out, ""))
        self.assertEqual(len(seen.requests), GOOD)

    def test_otherwise_nobody_looks_into_it(self):
        seen = self.ask(netrc=self.NETRC)
        self.assertEqual((seen.code, seen.said), (FAILED, PLACE % "basic" + RANGE + self.WANTED))
        self.assertEqual([request["Authorization"] for request in seen.requests], [None])

    def test_a_wrong_one_is_sent_once(self):
        seen = self.ask("--netrc", netrc=self.NETRC.replace(PASSWORD, "wrong"))
        self.assertEqual((seen.code, seen.said), (FAILED, PLACE % "basic" + RANGE + self.WANTED))
        self.assertEqual(len(seen.requests), 1)

    def test_another_host_does_not_get_it(self):
        seen = self.ask("--netrc", netrc=self.NETRC, how="redirect-basic")
        self.assertEqual(seen.code, FAILED)
        self.assertEqual([request["Authorization"] is None for request in seen.requests],
                         [False, True])

    def test_a_password_on_the_command_line_is_not_taken(self):
        with serve() as server:
            url = server.url(NAME + ".iso", "basic", user="%s:%s" % (USER, PASSWORD))
            seen = Outcome(server, ("args", url))
        self.assertEqual((seen.code, seen.out, seen.requests), (USAGE, "", []))
        self.assertEqual(seen.said, PLACE % "basic" + "found a user's name or a password in the "
                         "URL, where every user of this machine sees it; write them to ~/.netrc, "
                         "and use the option that reads it\n")

    def test_the_query_of_a_url_is_used_and_not_printed(self):
        for verb in (("args",), ("inspect",), ("inspect", "--json"), ("check",), ("menu",),
                     ("args", "--explain"), ("args", "--format", "json"), ("check", "--json")):
            with self.subTest(verb):
                seen = self.ask("-v" if verb == ("args",) else "--no-sandbox", how="token",
                                query="?" + TOKEN, verb=verb)
                self.assertEqual(seen.code, DONE, seen.err)
                self.assertEqual({request.query for request in seen.requests}, {TOKEN})

    def test_nor_is_it_in_a_sentence(self):
        hows = "token-broken@2-", "404", "none", "closed@2-", "redirect-file"
        for seen in POOL.map(lambda how: self.ask(how=how, query="?" + TOKEN), hows):
            with self.subTest(seen.requests):
                self.assertEqual(seen.code, FAILED)

    def test_nor_is_that_of_a_redirect(self):
        seen = self.ask(how="redirect-token", verb=("inspect", "--json"))
        self.assertEqual(seen.code, DONE)
        self.assertEqual(seen.requests[-1].query, TOKEN)

    def test_no_other_address_is_told_where_it_came_from(self):
        seen = self.ask(how="redirect-name", query="?" + TOKEN)
        self.assertEqual(seen.code, DONE, seen.err)
        for request in seen.requests:
            self.assertIsNone(request["Referer"])
            self.assertIsNone(request["Cookie"])


class Proxies(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        medium(NAME)
        cls.right = run("args", medium(NAME))

    def test_one_that_is_named_is_asked_for_everything(self):
        with serve() as proxy:
            seen = Outcome(proxy, ("args", "--proxy", "http://127.0.0.1:%d" % proxy.port,
                                   "http://mirror.example/good/%s.iso" % NAME))
        self.assertEqual((seen.code, seen.out, seen.err), (DONE, self.right.out, ""))
        self.assertEqual([request.host for request in seen.requests], ["mirror.example"] * GOOD)
        self.assertEqual(seen.connections, 1)

    def test_for_https_it_only_leads_there(self):
        certificate, context = certified()
        with serve() as proxy, serve(context) as server:
            seen = Outcome(server, ("args", "--proxy", "http://127.0.0.1:%d" % proxy.port,
                                    "--ca", certificate.cert, server.url(NAME + ".iso")))
            asked = [(request.method, request.target) for request in proxy.requests]
        self.assertEqual((seen.code, seen.out, seen.err), (DONE, self.right.out, ""))
        self.assertEqual(asked, [("CONNECT", "127.0.0.1:%d" % seen.port)])

    def test_one_of_the_environment_is_not_obeyed(self):
        with serve() as proxy, serve() as server:
            url = "http://127.0.0.1:%d" % proxy.port
            env = {**os.environ, **{name: url for name in (
                "http_proxy", "https_proxy", "all_proxy", "HTTPS_PROXY", "ALL_PROXY")}}
            env.pop("no_proxy", None)
            seen = Outcome(server, ("args", server.url(NAME + ".iso")), env=env)
            self.assertEqual(proxy.connections, 0)
        self.assertEqual((seen.code, seen.out, seen.err), (DONE, self.right.out, ""))

    def test_one_that_wants_a_password_is_said(self):
        with serve() as proxy:
            seen = Outcome(proxy, ("args", "--proxy", "http://127.0.0.1:%d" % proxy.port,
                                   "http://mirror.example/407/%s.iso" % NAME))
        self.assertEqual((seen.code, seen.out, len(seen.requests)), (FAILED, "", 1))
        self.assertEqual(seen.said, "isoargs: http://mirror.example/407/%s.iso: %sthe proxy wants "
                         "a name and a password (407)\n" % (NAME, RANGE))

    def test_one_that_is_not_there_is_said(self):
        with serve() as proxy:
            port = proxy.port
        seen = run("args", "--proxy", "http://127.0.0.1:%d" % port, "http://mirror.example/m.iso")
        self.assertEqual(seen.code, FAILED)
        self.assertRegex(seen.err, r"\Aisoargs: http://mirror\.example/m\.iso: no connection: .+"
                         r"\n\Z")


class Names(unittest.TestCase):
    """Words that are no URL of a medium."""

    def assert_says(self, code, url, pattern):
        seen = run("args", url)
        self.assertEqual((seen.code, seen.out), (code, ""), seen.err)
        self.assertRegex(seen.err, r"\Aisoargs: %s: %s\n\Z" % (re.escape(url), pattern))

    def test_nobody_listens_there(self):
        with serve() as server:
            url = server.url("medium.iso")
        self.assert_says(FAILED, url, "no connection: .+")

    def test_there_is_no_such_host(self):
        self.assert_says(FAILED, "http://mirror.invalid/medium.iso", ".+")

    def test_other_schemes_are_refused(self):
        for url in ("ftp://127.0.0.1/m.iso", "file:///etc/passwd", "gopher://127.0.0.1/",
                    "scp://127.0.0.1/etc/passwd"):
            with self.subTest(url):
                self.assert_says(USAGE, url, "its scheme is unknown; expected http:// or https://, "
                                 "or the path of a file or a folder")

    def test_what_would_be_another_request_is_refused(self):
        for url in ("http://127.0.0.1/a b", "http://127.0.0.1/a\r\nX: y", "http://127.0.0.1\\@h/",
                    "http:///m.iso", "http://h:99999/m.iso", "http://h:0/m.iso"):
            with self.subTest(url):
                seen = run("args", url)
                self.assertEqual((seen.code, seen.out), (USAGE, ""))
                self.assertEqual(seen.err.count("\n"), 1)


class Bounds(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        medium(NAME)

    def test_the_seconds_are_those_of_all_requests(self):
        with serve() as server:
            seen = Outcome(server, ("inspect", "--timeout", "1", server.url(NAME + ".iso", "late")))
        self.assertEqual((seen.code, seen.out), (FAILED, ""))
        # each takes 0.7 seconds
        self.assertLessEqual(len(seen.requests), 2)
        self.assertLess(seen.seconds, 3)

    def test_they_are_some(self):
        for seconds in ("0", "-1", "1.5", "86401", "", "x"):
            with self.subTest(seconds), serve() as server:
                seen = Outcome(server, ("args", "--timeout", seconds, server.url(NAME + ".iso")))
                self.assertEqual((seen.code, seen.out, seen.requests), (USAGE, "", []))
                self.assertIn("expected 1 to 86400 seconds", seen.err)

    def test_all_of_a_medium_is_fetched_by_those_alone_who_insist(self):
        with serve() as server:
            url = server.url(NAME + ".iso")
            seen = Outcome(server, ("check", "--media", url))
            self.assertEqual((seen.code, seen.out, len(seen.requests)), (USAGE, "", 1))
            self.assertEqual(seen.err, "isoargs: %s: --media reads all of its %d bytes; --force "
                             "fetches them\n" % (url, os.path.getsize(medium(NAME))))
            server.forget()
            seen = Outcome(server, ("check", "--media", "--force", url))
            self.assertEqual(seen.code, run("check", "--media", medium(NAME)).code)

    def test_of_several_each_has_its_line_and_one_that_fails_stops_none(self):
        with serve() as server:
            urls = [server.url(NAME + ".iso"), server.url("nothing.iso"), medium("el9-dvd"),
                    server.url("el9-dvd.iso", "none"), server.url("el9-dvd.iso")]
            seen = Outcome(server, ("inspect", *urls))
        lines = [line.split() for line in seen.out.splitlines()]
        self.assertEqual(seen.code, FAILED)
        self.assertEqual([line[0] for line in lines[1:]], urls)
        self.assertEqual([line[-1] == "failed" for line in lines[1:]],
                         [False, True, False, True, False])
        self.assertEqual(seen.err.count("\n"), 2, seen.err)


class Guests(unittest.TestCase):
    """An image on a web server is on the disk of no host."""

    OPTIONS = {
        "xl": (), "virt-install": (),
        "libvirt": ("--kernel", "/k", "--initrd", "/i"), "qemu": ("--kernel", "/k", "--initrd", "/i"),
    }

    def ask(self, form, *more):
        with serve() as server:
            return Outcome(server, ("args", "--format", form, "--name", "c7", *self.OPTIONS.get(form, ()),
                                    *more, server.url(NAME + ".iso")))

    def test_where_it_is_there_has_to_be_said(self):
        for form in self.OPTIONS:
            with self.subTest(form):
                seen = self.ask(form)
                self.assertEqual((seen.code, seen.out), (USAGE, ""))
                self.assertIn("--image: not found, but the format puts an image into the guest, and "
                              "this one lies on a web server", seen.err)
                said = self.ask(form, "--image", "/srv/c7.iso")
                self.assertEqual(said.code, DONE, said.err)
                self.assertIn("/srv/c7.iso", said.out)
                self.assertNotIn("http://", said.out)

    def test_but_not_where_its_name_is_all_that_counts(self):
        seen = self.ask("xe")
        self.assertEqual(seen.code, DONE, seen.err)
        self.assertIn("name-label='%s.iso'" % NAME, seen.out)
        self.assertNotIn("http://", seen.out)


class Whole(unittest.TestCase):
    """What is longer than the first look."""

    def test_an_extraction_that_is_cut_goes_on_where_it_was(self):
        medium("el7-dvd")
        out = tempfile.mkdtemp(dir=folder())
        with serve() as server:
            seen = Outcome(server, ("extract", "-o", os.path.join(out, "cut"),
                                    server.url("el7-dvd.iso", "cut@7")))
        run("extract", "-o", os.path.join(out, "right"), medium("el7-dvd"))
        self.assertEqual(seen.code, DONE, seen.err)
        for name in ("vmlinuz", "initrd.img"):
            with open(os.path.join(out, "cut", name), "rb") as one, \
                    open(os.path.join(out, "right", name), "rb") as other:
                self.assertEqual(one.read(), other.read())
        self.assertEqual(seen.requests[7].range[0],
                         seen.requests[6].range[0] + seen.requests[6].bytes)
        shutil.rmtree(out)

    def test_a_part_of_a_download_is_told_apart(self):
        medium("el7-cut-half")
        file = run("check", medium("el7-cut-half"))
        with serve() as server:
            seen = Outcome(server, ("check", server.url("el7-cut-half.iso")))
        self.assertEqual((seen.code, seen.out.splitlines()[0]),
                         (file.code, file.out.splitlines()[0]))


if __name__ == "__main__":
    main()
