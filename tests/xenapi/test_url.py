# SPDX-License-Identifier: GPL-3.0-or-later
"""The provisioner's image on a web server: the plan is that of the file."""

import os
import re
import sys
import tempfile
import unittest

from applying import ApplyTest, FAILED, ISO, USAGE

sys.path.append(os.path.join(os.environ["ISOARGS_TEST_SOURCE"], "http"))
# pylint: disable=wrong-import-position
from serving import serve

RUN = re.compile("[0-9a-f]{32}")  # each plan is for one of its own

WHOLE_FILE = ("bytes 0-131071: the server sends the whole file instead of the part that was asked for; "
              "download the image first, or take another mirror")


class UrlTest(ApplyTest):
    def setUp(self):
        super().setUp()
        self.pool = self.simulator()
        context = serve()
        self.server = context.__enter__()
        self.addCleanup(context.__exit__, None, None, None)

    def plan(self, image, *args):
        return self.place.run(self.pool, "plan", "--dhcp", *args, image=image)

    def test_the_plan_is_that_of_the_file(self):
        for options in ((), ("--json",)):
            with self.subTest(options):
                url = self.server.url(ISO)
                there, here = self.plan(url, *options), self.plan(self.image, *options)
                self.assertEqual((there.returncode, here.returncode), (0, 0), there.err)
                self.assertEqual(*(RUN.sub("RUN", one.out) for one in (there, here)))
                self.assertEqual(there.err.replace(url, self.image), here.err)

    def test_a_token_is_used_and_not_printed(self):
        process = self.plan(self.server.url(ISO) + "?token=opaque", "-v")
        self.assertEqual(process.returncode, 0, process.err)
        self.assertNotIn("opaque", process.out + process.err)

    def test_a_guest_is_made_from_it(self):
        process = self.place.run(self.pool, "apply", "--dhcp", "--name", "guest",
                                 image=self.server.url(ISO))
        self.assertEqual(process.returncode, 0, process.err)
        self.assertEqual(self.named(self.pool, "guest")["power_state"], "Running")

    def test_why_it_is_not_read_is_said_before_the_pool_is_asked(self):
        url = self.server.url(ISO, "none")
        process = self.plan(url)
        self.assertEqual((process.returncode, process.out), (FAILED, ""))
        self.assertEqual(process.err, "isoargs-xenserver: %s: %s\n" % (url, WHOLE_FILE))

    def test_a_url_that_nobody_can_be_asked_for_is_the_command_lines_fault(self):
        for image, part in (("ftp://192.0.2.1/c7.iso", "its scheme is unknown"),
                            ("http://user:word@192.0.2.1/c7.iso", "write them to ~/.netrc"),
                            ("http://192.0.2.1/tree/", "expected that of an image")):
            with self.subTest(image):
                process = self.plan(image)
                self.assertEqual((process.returncode, process.out), (USAGE, ""))
                self.assertIn(part, process.err)
                self.assertNotIn("word@", process.err)

    def test_the_options_about_the_image_are_not_those_about_the_pool(self):
        process = self.plan(self.server.url(ISO, "silence"), "--image-timeout", "1")
        self.assertEqual(process.returncode, FAILED)
        self.assertIn("no answer came in time", process.err)
        process = self.plan(self.server.url(ISO), "--image-proxy", "ftp://192.0.2.1")
        self.assertEqual(process.returncode, USAGE)
        self.assertIn("--image-proxy: found \"ftp://192.0.2.1\"", process.err)

    def test_a_folder_is_no_image(self):
        with tempfile.TemporaryDirectory() as folder:
            process = self.plan(folder)
        self.assertEqual((process.returncode, process.out), (FAILED, ""))
        self.assertIn("found a folder, expected an image", process.err)


if __name__ == "__main__":
    unittest.main()
