# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs-xenserver with a medium by URL: the plan is that of the file, and the pool's password and
the server of the image have nothing to do with each other."""

import os
import re
import sys

import harness
from behaviours import PASSWORD as IMAGE_PASSWORD
from behaviours import TOKEN, USER
from serving import HERE, certified, home, serve

sys.path.insert(0, os.path.join(HERE, "..", "xenapi"))
# pylint: disable=wrong-import-position
from applying import FAILED, PASSWORD, USAGE, ApplyTest

NAME = "el7-dvd"


class Provision(ApplyTest):
    def plan(self, pool, image, *args):
        return self.place.run(pool, "plan", "--dhcp", *args, image=image)

    def seen(self, how="good", *args, end="", context=None, verb="plan"):
        """What came of a run by URL, of which the web server saw the requests."""
        pool = self.simulator()
        with serve(context) as server:
            done = self.place.run(pool, verb, "--dhcp", *args,
                                  image=server.url(NAME + ".iso", how) + end)
            done.requests = list(server.requests)
            done.sent, done.connections = server.bytes, server.connections
            done.err = done.err.replace(":%d/" % server.port, ":PORT/")
        for secret in (PASSWORD, IMAGE_PASSWORD, TOKEN):
            self.assertNotIn(secret, done.out + done.err)
        for request in done.requests:
            self.assertNotIn(PASSWORD, str(request.fields))
        return done

    def test_the_plan_is_that_of_the_file(self):
        file, done = self.plan(self.simulator(), self.image), self.seen()
        self.assertEqual((done.returncode, done.err), (file.returncode, file.err))
        # of each run it is another one
        file.out, done.out = (re.sub(r'run: "[0-9a-f]+"', "run", text)
                              for text in (file.out, done.out))
        self.assertEqual(done.out, file.out)
        self.assertEqual(done.connections, 1)
        self.assertLess(len(done.requests), 40)
        self.assertLess(done.sent, os.path.getsize(harness.medium(NAME)) / 3)

    def test_a_guest_is_made_of_it(self):
        pool = self.simulator("--task-time", "0.05")
        with serve() as server:
            done = self.place.run(pool, "apply", "--dhcp", "--name", "c7",
                                  image=server.url(NAME + ".iso"))
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual(self.named(pool, "c7")["power_state"], "Running")

    def test_what_no_server_of_files_answers_changes_nothing_in_the_pool(self):
        for how in ("none", "404", "gzipped", "short@2", "http09", "redirect-file"):
            with self.subTest(how):
                pool = self.simulator()
                before = pool.get("database")
                with serve() as server:
                    url = server.url(NAME + ".iso", how)
                    done = self.place.run(pool, "apply", "--dhcp", "--name", "c7", image=url)
                self.assertEqual((done.returncode, done.out), (FAILED, ""), done.err)
                self.assertIn(url + ": ", done.err)
                self.assertEqual(pool.get("database"), before)

    def test_its_certificate_is_not_the_pool_s(self):
        certificate, context = certified()
        done = self.seen("good", "--image-ca", certificate.cert, context=context)
        self.assertEqual(done.returncode, 0, done.err)
        done = self.seen(context=context)
        self.assertEqual((done.returncode, done.out, done.requests), (FAILED, "", []))
        self.assertIn("its certificate is not accepted", done.err)
        self.assertIn("--image-ca FILE names the authority that signed it, --image-pin its key",
                      done.err)

    def test_its_password_is_that_of_the_netrc_file(self):
        self.place.env["HOME"] = home("machine 127.0.0.1 login %s password %s\n"
                                      % (USER, IMAGE_PASSWORD))
        done = self.seen("basic", "--image-netrc")
        self.assertEqual(done.returncode, 0, done.err)
        done = self.seen("basic")
        self.assertEqual((done.returncode, done.out), (FAILED, ""))
        self.assertIn("--image-netrc", done.err)

    def test_a_token_is_not_printed(self):
        done = self.seen("token", end="?" + TOKEN)
        self.assertEqual(done.returncode, 0, done.err)
        self.assertEqual({request.query for request in done.requests}, {TOKEN})

    def test_silence_is_not_waited_for(self):
        done = self.seen("silence", "--image-timeout", "1")
        self.assertEqual((done.returncode, done.out, len(done.requests)), (FAILED, "", 1))
        self.assertIn("no answer came in time", done.err)

    def test_its_seconds_are_some(self):
        done = self.plan(self.simulator(), harness.medium(NAME), "--image-timeout", "0")
        self.assertEqual((done.returncode, done.out), (USAGE, ""))


if __name__ == "__main__":
    harness.main()
