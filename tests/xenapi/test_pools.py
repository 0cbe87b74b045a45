# SPDX-License-Identifier: GPL-3.0-or-later
"""isoargs-xenserver on the databases of real pools, served by the simulator.

Each is planned, applied, shown, finished and undone where the pool's own data allow a guest, and
refused by the plan where they do not; afterwards the database is what it was. They lie beside this
repository as ../shared/pools, or nowhere: then there is nothing to run.
"""

import glob
import os
import shutil
import subprocess
import tempfile
import unittest

import harness
from client import Client
from pooltest import databases, simulator

TOOL = os.environ["ISOARGS_XENSERVER"]
WHOLE = bool(os.environ.get("ISOARGS_TEST_WHOLE"))
DONE, NOT_USABLE, LACKS, AMBIGUOUS = 0, 3, 4, 5
ISO = "el7-dvd.iso"

# the release that wrote each of them: most say a version of the API that was put in later
RELEASES = {
    "Cowley-db": "5.6", "TampaTwoHostPoolSelectioniSCSI": "6.1", "boston-db": "6.0",
    "interesting-xenapp": "5.6", "licensing-pool-george": "5.5", "single-host-krakout": "5.6",
    "small_vms": "6.0", "snapshots": "5.5", "state1": "5.5", "state4": "5.5",
    "tampa-db_inc_snapshots": "6.1", "updatesState": "5.6", "xapidb_app": "6.0",
}

COWLEY_6 = ("--template", "Red Hat Enterprise Linux 6 (64-bit) (experimental)")
CENTOS_5_3 = ("--template", "CentOS 5.3 x64")

# database, why it is as it is there, options: a guest can be made. KICKSTART is a file's name
GUESTS = (
    ("TampaTwoHostPoolSelectioniSCSI", "as it is", ()),
    ("tampa-db_inc_snapshots", "as it is", ()),
    ("small_vms", "as it is", ()),
    ("small_vms", "with a kickstart", ("--kickstart", "KICKSTART")),
    ("small_vms", "from a template with a disk",
     ("--template", "XenServer Transfer VM 5.9.960-49695c")),
    ("xapidb_app", "on one of two local repositories",
     ("--sr", "6e512b7e-0dce-6018-c5da-b38666367aad")),
    ("xapidb_app", "from a template with a disk",
     ("--sr", "6e512b7e-0dce-6018-c5da-b38666367aad",
      "--template", "d3b203ff-2c3f-84bc-8ccf-e36fcd35d407")),
    ("boston-db", "as small as its hosts", ("--disk-size", "10", "--memory", "2048")),
    ("Cowley-db", "on the repository with room",
     (*COWLEY_6, "--sr", "Berlin_storage", "--disk-size", "10")),
    ("Cowley-db", "from the template that it has", ("--sr", "Berlin_storage", "--disk-size", "10")),
    ("single-host-krakout", "from the template that it has", ("--memory", "1024")),
    ("single-host-krakout", "as small as its host", (*CENTOS_5_3, "--memory", "1024")),
    ("updatesState", "from the template that it has", ("--sr", "Local storage",
                                                       "--memory", "2048")),
    ("updatesState", "on the local repository", (*CENTOS_5_3, "--sr", "Local storage",
                                                 "--memory", "2048")),
    ("updatesState", "from a template with disks, a drive and a NIC",
     ("--template", "259cb097-6510-1344-65e1-ff87ba94b490", "--sr", "Local storage",
      "--memory", "2048")),
)

# database, what it lacks, options, exit status, what the sentence has
REFUSALS = (
    ("xapidb_app", "one repository that is meant", (), AMBIGUOUS, "storage repositories"),
    ("boston-db", "room on its default repository", (), LACKS, "15384 MiB free"),
    ("boston-db", "memory", ("--disk-size", "10"), LACKS, "memory"),
    ("Cowley-db", "room on its default repository", COWLEY_6, LACKS, "228 MiB free"),
    ("single-host-krakout", "memory", CENTOS_5_3, LACKS, "memory"),
    ("updatesState", "memory", (*CENTOS_5_3, "--sr", "Local storage"), LACKS, "memory"),
    ("updatesState", "a place for the disk beside the template's",
     ("--template", "259cb097-6510-1344-65e1-ff87ba94b490", "--sr", "Local storage", "--memory",
      "2048", "--template-disks", "keep"), LACKS, "is device 0, which a new disk is to be"),
    ("snapshots", "an API that is new enough", CENTOS_5_3, NOT_USABLE, "1.6"),
    ("state1", "an API that is new enough", CENTOS_5_3, NOT_USABLE, "1.6"),
    ("state4", "an API that is new enough", CENTOS_5_3, NOT_USABLE, "1.6"),
    ("interesting-xenapp", "templates", (), LACKS, "template"),
    ("licensing-pool-george", "virtual machines", (), NOT_USABLE, "1.6"),
)

# database and words of GUESTS or REFUSALS: the defect that is in the way. Once it is mended the
# test fails until its line is gone.
DEFECTS = {}


class Done:
    def __init__(self, returncode, stdout, stderr):
        self.returncode, self.stdout, self.stderr = returncode, stdout, stderr
        self.text = stdout + stderr


class User:
    """Who has a password and a folder for logs."""

    def __init__(self, pool, home):
        self.pool, self.home = pool, home
        self.password, self.pid = (os.path.join(home, name) for name in ("password", "pid"))
        with open(self.password, "w", encoding="ascii") as file:
            file.write("secret\n")
        self.env = dict(os.environ, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)

    def tool(self, verb, *args):
        command = [*harness.MORTAL, TOOL, verb, "--host", self.pool.address, "--pin",
                   self.pool.pin, "--password-file", self.password, *args]
        done = subprocess.Popen(command, env=self.env, stdin=subprocess.DEVNULL,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
        with open(self.pid, "w", encoding="ascii") as file:
            file.write(str(done.pid))
        stdout, stderr = done.communicate(timeout=120)
        return Done(done.returncode, stdout, stderr)

    def logs(self):
        return glob.glob(os.path.join(self.home, "isoargs", "undo", "*"))


class PoolsTest(unittest.TestCase):
    def setUp(self):
        self.image = harness.medium("el7-dvd")
        self.home = tempfile.mkdtemp(prefix="isoargs-pools-")
        self.addCleanup(shutil.rmtree, self.home)
        self.kickstart = os.path.join(self.home, "ks.cfg")
        with open(self.kickstart, "w", encoding="ascii") as file:
            file.write("# a kickstart\npart /boot --fstype=ext4\n")

    def wish(self, options):
        named = [self.kickstart if o == "KICKSTART" else o for o in options]
        return [*named, "--name", "isoargs-guest", "--dhcp", self.image]

    def serve(self, name, *options):
        pool = simulator("--database", databases()[name], "--release", RELEASES[name], *options)
        self.addCleanup(lambda: pool.process.stdin.closed or pool.stop())
        return pool, User(pool, self.home)

    def assert_exit(self, done, status, *parts):
        self.assertEqual(done.returncode, status, (done.stdout[-400:], done.stderr))
        for part in parts:
            self.assertIn(part, done.text)

    def held(self, case, check, *args):
        """check(), which has to fail as long as the case's defect is there."""
        if case not in DEFECTS:
            check(*args)
            return
        try:
            check(*args)
        except AssertionError:
            return
        self.fail(f"{case}: defect {DEFECTS[case]} is mended, take its line out of DEFECTS")


class GuestTest(PoolsTest):
    def cycle(self, pool, user, options):
        before = pool.get("database")
        try:
            self.whole(pool, user, self.wish(options))
            self.assertEqual(pool.get("database"), before)
            self.assertEqual(user.logs(), [])
        finally:
            self.clear(pool, user)

    def whole(self, pool, user, wish):
        before = pool.get("database")
        self.assert_exit(user.tool("plan", *wish), DONE)
        self.assertEqual(pool.get("database"), before)
        applied = user.tool("apply", *wish)
        self.assert_exit(applied, DONE)
        client = Client(pool.port).login()
        vm, = client("VM.get_by_name_label", "isoargs-guest")
        self.assert_started(pool, client, vm, applied.stdout)
        # the eliloader of these releases hands over to pygrub once the installer has started
        self.assert_exit(user.tool("status", "isoargs-guest"), DONE, "Running", "pygrub", ISO)
        pool.post("guest", {"vm": client("VM.get_uuid", vm), "does": "install"})
        self.assert_exit(user.tool("finish", "isoargs-guest"), DONE)
        pool.post("guest", {"vm": client("VM.get_uuid", vm), "does": "reboot"})
        self.assertEqual(pool.get("boots")[-1]["how"], "pygrub")
        finished = user.tool("status", "isoargs-guest")
        self.assert_exit(finished, DONE, "Running", "pygrub")
        self.assertNotIn(ISO, finished.stdout)
        log, = user.logs()
        self.assert_exit(user.tool("undo", "--force", log), DONE)

    def assert_started(self, pool, client, vm, said):
        self.assertEqual(client("VM.get_power_state", vm), "Running")
        boot = pool.get("boots")[-1]
        self.assertEqual((boot["how"], boot["vm"]), ("eliloader", client("VM.get_uuid", vm)))
        self.assertTrue({"inst.stage2=hd:LABEL=CentOS\\x207\\x20x86_64", "ip=dhcp"}
                        <= set(boot["cmdline"].split()), boot["cmdline"])
        # what the installer calls eth0 is the interface that was asked for
        vifs = [client("VIF.get_record", v) for v in client("VM.get_VIFs", vm)]
        first = min(vifs, key=lambda v: int(v["device"]))
        self.assertIn(first["MAC"], said)
        # and the disk that it installs on is the first
        vbds = [client("VBD.get_record", v) for v in client("VM.get_VBDs", vm)]
        disk, = [v for v in vbds if v["type"] == "Disk" and v["device"] == "xvda"]
        self.assertEqual(client("VDI.get_record", disk["VDI"])["name_label"],
                         "isoargs-guest system disk")

    def clear(self, pool, user):
        """Whatever a failure left, so that the next case finds the pool as it was."""
        for log in user.logs():
            user.tool("undo", "--force", log)
            if os.path.exists(log):
                os.remove(log)

    def check(self, name):
        cases = [c for c in GUESTS if c[0] == name]
        for _, words, options in cases:
            with self.subTest(words):
                # a pool of its own: what a failure leaves there is nobody else's
                pool, user = self.serve(name, "--iso", ISO)
                self.held((name, words), self.cycle, pool, user, options)


class FaultTest(PoolsTest):
    """Whatever happens at whichever call, and however the run ends: the database is as before."""

    KINDS = ("error:INTERNAL_ERROR:injected", "cut:after", "http:500", "signal:KILL:after:PID")

    def broken(self, pool, user, wish, fault):
        before = pool.get("database")
        pool.post("fault", fault.replace("PID", user.pid))
        done = user.tool("apply", *wish)
        pool.post("clear")
        for log in user.logs():
            self.assert_exit(user.tool("undo", "--force", log), DONE)
        self.assertEqual(pool.get("database"), before, (fault, done.stdout[-400:], done.stderr))
        self.assertEqual(user.logs(), [])

    # from the first thing that is made to the last
    CALLS = ("VM.clone", "VBD.create", "VM.start", "VM.provision", "VDI.create",
             "VM.set_other_config", "VIF.create")

    def sample(self, place, pool, user, wish):
        """Faults for the case that stands there in the table: one of them, or all there are."""
        if not WHOLE:
            return [f"{self.CALLS[place % len(self.CALLS)]}={self.KINDS[place % len(self.KINDS)]}"]
        start = pool.get("state")["count"]
        user.tool("apply", *wish)
        calls = pool.get("state")["count"] - start
        for log in user.logs():
            user.tool("undo", "--force", log)
        return [f"any#{n}={kind}" for kind in self.KINDS for n in range(1, calls + 1)]

    def test_whatever_happens_the_database_is_as_before(self):
        for place, case in enumerate(GUESTS):
            if case[:2] in DEFECTS:
                continue
            pool, user = self.serve(case[0], "--iso", ISO)
            wish = self.wish(case[2])
            for fault in self.sample(place, pool, user, wish):
                with self.subTest(case=case[:2], fault=fault):
                    self.broken(pool, user, wish, fault)
            pool.stop()


class RefusalTest(PoolsTest):
    def refused(self, pool, user, options, status, part):
        before = pool.get("database")
        for verb in ("plan", "apply"):
            done = user.tool(verb, *self.wish(options))
            self.assert_exit(done, status, part)
            self.assertEqual(done.stdout, "", verb)
        self.assertEqual(pool.get("database"), before)
        # nothing was made and taken back either
        self.assertNotIn("Async.VM.clone", pool.calls())
        self.assertEqual(user.logs(), [])

    def check(self, name):
        pool, user = self.serve(name, "--iso", ISO)
        for _, words, options, status, part in [c for c in REFUSALS if c[0] == name]:
            with self.subTest(words):
                self.held((name, words), self.refused, pool, user, options, status, part)


class UserTemplateTest(PoolsTest):
    """A VM of somebody's became a template, under the name of the one that it came from."""

    def start(self, release):
        pool = simulator("--user-template", "--iso", ISO, "--release", release)
        self.addCleanup(pool.stop)
        own, = [t["uuid"] for t in pool.get("records?class=VM").values()
                if t["name_label"] == "CentOS 6 (64-bit)"
                and "default_template" not in t["other_config"]]
        return pool, User(pool, self.home), own

    def planned(self, release):
        _, user, own = self.start(release)
        done = user.tool("plan", "--dhcp", self.image)
        self.assert_exit(done, DONE, "CentOS 6 (64-bit)")
        self.assertNotIn(own, done.stdout)

    def test_the_plan_takes_the_one_that_came_with_the_host(self):
        for release in ("6.1", "7.6"):
            with self.subTest(release=release):
                self.held(("user-template", release), self.planned, release)

    def test_a_guest_of_it_comes_and_goes_with_its_disk_and_its_nic(self):
        for release in ("6.1", "7.6"):
            with self.subTest(release=release):
                pool, user, own = self.start(release)
                before = pool.get("database")
                done = user.tool("apply", "--dhcp", "--template", own, self.image)
                self.assert_exit(done, DONE)
                log, = user.logs()
                self.assert_exit(user.tool("undo", "--force", log), DONE)
                self.assertEqual(pool.get("database"), before)


class StrangerTest(PoolsTest):
    """What others made, some of it years before there was this tool."""

    STATUS_MAX = 3  # of each pool: those whose drives have names first

    def guests(self, pool):
        named = {v["VM"] for v in pool.get("records?class=VBD").values()
                 if not v["userdevice"].isdigit()}
        found = {ref: vm for ref, vm in pool.get("records?class=VM").items()
                 if not (vm["is_a_template"] or vm["is_control_domain"])}
        return [found[ref] for ref in sorted(found, key=lambda r: (r not in named, r))]

    def test_status_says_of_guests_what_the_database_does_and_finish_leaves_them(self):
        for name in RELEASES:
            pool, user = self.serve(name)
            before = pool.get("database")
            for vm in self.guests(pool)[:self.STATUS_MAX]:
                with self.subTest(database=name, vm=vm["name_label"]):
                    self.assert_exit(user.tool("status", vm["uuid"]), DONE, vm["name_label"],
                                     vm["power_state"], "made here    no")
                    # changes none that it did not make, whether there is anything to change or not
                    self.assertIn(user.tool("finish", vm["uuid"]).returncode, (DONE, NOT_USABLE))
            self.assertEqual(pool.get("database"), before)
            pool.stop()

    def test_finish_shows_what_it_would_take_from_a_stranger_s_guest_and_takes_it_when_forced(self):
        pool, user = self.serve("Cowley-db")
        before = pool.get("database")
        self.assert_exit(user.tool("finish", "silver"), NOT_USABLE,
                         'PV_args: "-- quiet console=hvc0" becomes ""', "nothing was changed")
        self.assertEqual(pool.get("database"), before)
        self.assert_exit(user.tool("finish", "--force", "silver"), DONE)
        self.assertNotEqual(pool.get("database"), before)

    def test_finish_keeps_the_disk_bootable_that_is_called_xvda(self):
        pool, user = self.serve("tampa-db_inc_snapshots")
        self.assert_exit(user.tool("finish", "--force", "--args", "quiet", "dlvm_shared"), DONE)
        self.assert_exit(user.tool("status", "dlvm_shared"), DONE, "drive xvda   Disk (bootable)",
                         "arguments    quiet")

    def test_destroy_leaves_a_stranger_s_guest(self):
        pool, user = self.serve("Cowley-db")
        before = pool.get("database")
        self.assert_exit(user.tool("destroy", "--yes", "silver"), NOT_USABLE, "did not make it")
        self.assertEqual(pool.get("database"), before)

    def test_a_pool_without_an_iso_repository_is_told_so_and_its_drives_are_none(self):
        for name in ("TampaTwoHostPoolSelectioniSCSI", "small_vms"):
            with self.subTest(database=name):
                pool, user = self.serve(name)
                done = user.tool("plan", "--dhcp", self.image)
                self.assert_exit(done, LACKS, "the pool has no ISO repository")
                self.assertNotIn("DVD drives", done.text)


class EachTest(unittest.TestCase):
    def test_every_database_has_a_case_and_every_case_a_database(self):
        names = set(databases())
        self.assertEqual(names, set(RELEASES))
        self.assertEqual(names, {c[0] for c in GUESTS + REFUSALS})
        self.assertLessEqual({d for d in DEFECTS if d[0] != "user-template"},
                             {c[:2] for c in GUESTS + REFUSALS})


def add_tests():
    for case, sentence, table in ((GuestTest, "a_guest_comes_and_goes_in", GUESTS),
                                  (RefusalTest, "the_plan_says_what_is_lacking_in", REFUSALS)):
        for name in sorted({c[0] for c in table}):
            setattr(case, f"test_{sentence}_{name.replace('-', '_')}",
                    lambda self, name=name: self.check(name))


add_tests()

if __name__ == "__main__":
    harness.need("openssl")
    harness.main()
