# SPDX-License-Identifier: GPL-3.0-or-later
"""What 'meson install' leaves works where it lies: the tools start, and programs link and start."""

import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from harness import SOURCE, ToolTest, main, need, run

CC = shlex.split(os.environ["ISOARGS_CC"])
TOP = os.path.join(SOURCE, "..")
EXAMPLE = os.path.join(TOP, "examples", "arguments.c")
ADDRESS = "192.0.2.10/24"
# Nothing of this environment tells a program where libraries are.
BARE = {"PATH": os.environ["PATH"], "LC_ALL": "C"}


def output(*argv, env=BARE, **more):
    """Standard output of a command that has to succeed."""
    process = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                             check=False, timeout=500, env=env, **more)
    if process.returncode != 0:
        raise AssertionError("%s: exit code %d\n%s%s" % (shlex.join(argv), process.returncode,
                                                        process.stdout, process.stderr))
    return process.stdout


def dynamic(program, kind):
    return re.findall(r"\(%s\).*\[(.*)\]" % kind, output("readelf", "-d", program))


class Install(ToolTest):
    @classmethod
    def setUpClass(cls):
        need("meson", "ninja", "pkg-config", "readelf")
        cls.work = tempfile.mkdtemp(prefix="isoargs-test-")
        cls.addClassCleanup(shutil.rmtree, cls.work)

    def install(self, *options, prefix, kind="both", build="build"):
        """Installs below self.root; one build directory serves all, so little is built again."""
        build = os.path.join(self.work, build)
        again = ["--reconfigure"] if os.path.isdir(build) else []
        output("meson", "setup", *again, build, TOP, "-Doptimization=0", "-Dtests=disabled",
               "--prefix", prefix, "-Ddefault_library=" + kind, *options,
               env={**BARE, "CC": shlex.join(CC)})
        output("ninja", "-C", build)
        self.root = self.path("root")
        output("meson", "install", "-C", build, "--no-rebuild", "--destdir", self.root)
        self.root += prefix
        self.assertGreater(len(self.tools()), 0)

    def tools(self):
        return glob.glob(self.root + "/bin/*")

    def find(self, name):
        return glob.glob(self.root + "/**/" + name, recursive=True)

    def package(self):
        """Where libisoargs.pc is."""
        found = self.find("libisoargs.pc")
        self.assertEqual(len(found), 1)
        return os.path.dirname(found[0])

    def pkg_config(self, *options):
        """As on a machine without another library's package, moved to where it was installed."""
        env = {**BARE, "PKG_CONFIG_LIBDIR": self.package()}
        return output("pkg-config", "--define-variable=prefix=" + self.root, *options,
                      "libisoargs", env=env).split()

    def compile(self, *options):
        output(*CC, EXAMPLE, *options, cwd=self.folder)
        return self.path("a.out")

    def starts(self, program):
        """The example says what is wrong with an image that is none: so its library was found."""
        result = run(os.devnull, ADDRESS, tool=program, env=BARE)
        self.assertEqual(result.code, 1, result.err)
        self.assertIn(os.devnull, result.err)

    def tools_start(self):
        for tool in self.tools():
            result = run("--version", tool=tool, env=BARE)
            self.assertEqual((result.code, result.err), (0, ""), tool)

    def test_the_tools_start_below_any_prefix(self):
        self.install(prefix="/opt/isoargs")
        self.assertGreater(len(dynamic(self.root + "/bin/isoargs", "NEEDED")), 1)
        self.tools_start()

    def test_the_python_module_is_found_with_its_library(self):
        self.install(prefix="/opt/isoargs")
        module, = self.find("isoargs/__init__.py")
        library, = self.find("libisoargs.so.1")
        env = {**BARE, "PYTHONPATH": os.path.dirname(os.path.dirname(module))}
        program = (sys.executable, "-Bc", "import isoargs; print(isoargs.version())")
        version = output(*program, env={**env, "LD_LIBRARY_PATH": os.path.dirname(library)})
        self.assertIn(version.strip(), run("--version", tool=self.root + "/bin/isoargs").out)
        left = set(os.listdir(os.path.dirname(module)))
        self.assertEqual(left - {"__pycache__"}, set(os.listdir(os.path.join(
            TOP, "python", "isoargs"))) - {"__pycache__"})

    def test_below_the_prefix_of_packages_there_is_no_run_path(self):
        self.install(prefix="/usr")
        for file in self.tools() + self.find("libisoargs.so"):
            self.assertIn("libisoargs.so.1", dynamic(file, "NEEDED") + dynamic(file, "SONAME"))
            self.assertEqual(dynamic(file, "RUNPATH") + dynamic(file, "RPATH"), [], file)

    def test_a_program_links_and_starts_with_what_is_below_home(self):
        home = self.path("home")
        self.install(prefix=home + "/.local")
        os.rename(self.path("root") + home, home)
        self.root = home + "/.local"
        libdir = os.path.dirname(self.package()).replace(home, "$HOME")
        line = "export PKG_CONFIG_PATH=%s/pkgconfig LD_RUN_PATH=%s" % (libdir, libdir)
        output("sh", "-c", "%s; %s %s $(pkg-config --cflags --libs libisoargs)" % (
            line, shlex.join(CC), shlex.quote(EXAMPLE)), env={**BARE, "HOME": home},
            cwd=self.folder)
        self.starts(self.path("a.out"))

    def test_pkg_config_needs_no_package_of_another_library(self):
        self.install(prefix="/opt/isoargs")
        self.assertEqual(self.pkg_config("--cflags"), ["-I%s/include" % self.root])
        libs = self.pkg_config("--libs")
        self.assertEqual(libs[1:], ["-lisoargs"])
        self.starts(self.compile(*self.pkg_config("--cflags"), *libs, "-Wl,-rpath," + libs[0][2:]))
        for library in self.find("libisoargs.so*"):
            os.unlink(library)
        self.starts(self.compile(*self.pkg_config("--static", "--cflags", "--libs")))

    def test_a_static_library_comes_alone_and_is_inside_of_the_tools(self):
        self.install(prefix="/opt/isoargs", kind="static")
        self.assertEqual((len(self.find("libisoargs.a")), self.find("libisoargs.so*")), (1, []))
        for tool in self.tools():
            self.assertNotIn("libisoargs.so.1", dynamic(tool, "NEEDED"))
            self.assertEqual(dynamic(tool, "RUNPATH") + dynamic(tool, "RPATH"), [])
        self.tools_start()
        self.starts(self.compile(*self.pkg_config("--cflags", "--libs")))

    def test_a_shared_library_comes_alone(self):
        self.install(prefix="/opt/isoargs", kind="shared")
        self.assertEqual((self.find("libisoargs.a"), len(self.find("libisoargs.so"))), ([], 1))
        self.tools_start()

    def test_a_tool_can_do_without_any_shared_library(self):
        for name in ("libblkid.a", "libiso9660.a", "libcdio.a", "libjson-c.a", "libnettle.a",
                     "libz.a", "liblzma.a", "libzstd.a", "liblz4.a", "libbz2.a", "libcrypt.a",
                     "libseccomp.a", "libc.a"):
            if not os.path.isabs(output(*CC, "-print-file-name=" + name).strip()):
                self.skipTest(name + " is not installed")
        self.install("-Dxenserver=disabled", "-Dprefer_static=true", "-Dc_link_args=-static",
                     prefix="/opt/isoargs", kind="static", build="without")
        self.assertEqual([os.path.basename(tool) for tool in self.tools()], ["isoargs"])
        self.assertEqual(dynamic(self.tools()[0], "NEEDED"), [])
        self.tools_start()


if __name__ == "__main__":
    main()
