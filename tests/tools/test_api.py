# SPDX-License-Identifier: GPL-3.0-or-later
"""What another program gets: the headers, the symbols, and the library as it is installed."""

import ctypes
import glob
import os
import re
import shlex
import shutil
import subprocess
import unittest

from harness import SOURCE, ToolTest, main, media, medium, need, run

LIBRARY = os.environ["ISOARGS_LIBRARY"]
EXAMPLE = os.environ["ISOARGS_EXAMPLE"]
PROVISIONER = os.environ.get("ISOARGS_XENSERVER")
BUILD = os.environ["ISOARGS_TEST_BUILD"]
CC = shlex.split(os.environ["ISOARGS_CC"])
INCLUDE = os.path.join(SOURCE, "..", "include")
# one header is made when the build is set up, since it says the version
MADE = os.path.join(BUILD, "include")
PATHS = {os.path.basename(path): path
         for folder in (INCLUDE, MADE) for path in glob.glob(folder + "/isoargs/*.h")}
HEADERS = sorted(PATHS)

ADDRESS = "192.0.2.10/24"
LINE = (r"utf8 nogpt noipv6 inst.stage2=hd:LABEL=CentOS\x207\x20x86_64 "
        "ip=192.0.2.10:::255.255.255.0::eth0:none\n")
NOTE = "no-gateway: without ISOARGS_GATEWAY the installer reaches its own network only\n"

# libiso9660's functions that are called: accessors that are pure and safe on a descriptor of the
# right size, and what writes a volume of constants. All others, those that take an iso9660_t above
# all, are not for a hostile image.
SAFE_OF_CDIO = {"iso9660_" + name for name in (
    "get_pvd_block_size", "get_pvd_id", "get_pvd_space_size", "get_pvd_type",
    "dir_add_entry_su", "dir_init_new_su", "pathtable_get_size", "pathtable_init",
    "pathtable_l_add_entry", "pathtable_m_add_entry", "set_evd", "set_pvd")}

# A library prints nothing, ends nothing, asks no environment and has no state of its own.
FORBIDDEN = {
    # printing
    "printf", "vprintf", "fprintf", "vfprintf", "dprintf", "vdprintf", "puts", "fputs", "putchar",
    "fputc", "putc", "_IO_putc", "fwrite", "write", "writev", "perror", "stdout", "stderr", "error",
    "warn", "warnx", "syslog",
    # ending the process, or starting another
    "exit", "_exit", "_Exit", "quick_exit", "abort", "raise", "kill", "err", "errx",
    "__assert_fail", "atexit", "fork", "vfork", "execve", "posix_spawn", "system", "popen",
    # the environment and the process's state
    "getenv", "secure_getenv", "setenv", "putenv", "unsetenv", "environ", "__environ", "setlocale",
    "chdir", "umask", "signal", "sigaction",
    # results in buffers that all callers share
    "strtok", "rand", "srand", "localtime", "gmtime", "asctime", "ctime", "inet_ntoa",
    "getpwnam", "readdir_r", "tmpnam",
}


def output(*argv, **more):
    """Standard output of a command that has to succeed."""
    process = subprocess.run(argv, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                             check=False, timeout=120, **more)
    if process.returncode != 0:
        raise AssertionError("%s: exit code %d\n%s%s" % (shlex.join(argv), process.returncode,
                                                        process.stdout, process.stderr))
    return process.stdout


def instrumented():
    with open(LIBRARY, "rb") as file:
        data = file.read()
    return any(name in data for name in (b"__asan_init", b"__ubsan_handle", b"__sanitizer_cov"))


def plain_build():
    if instrumented():
        raise unittest.SkipTest("a sanitizer brings symbols and needs of its own")


def symbols(library, *options):
    """Names of dynamic symbols without their versions; the versions' own names left out."""
    lines = (line.split() for line in output("nm", "-D", *options, library).splitlines())
    return {words[-1].split("@")[0] for words in lines if words[-2] != "A"}


class Headers(ToolTest):
    def compiles(self, compiler, *options):
        for header in HEADERS:
            with self.subTest(header):
                # twice: it guards itself
                source = self.write("alone", "#include <isoargs/%s>\n" % header * 2)
                output(*compiler, *options, "-pedantic-errors", "-Wall", "-Wextra", "-Werror",
                       "-I" + INCLUDE, "-I" + MADE, "-fsyntax-only", source)

    def test_each_header_compiles_on_its_own_as_c99(self):
        self.assertGreater(len(HEADERS), 3)
        self.compiles(CC, "-x", "c", "-std=c99")

    def test_each_header_compiles_on_its_own_as_cxx98_and_cxx11(self):
        compiler = shutil.which("g++") or shutil.which("clang++")
        if not compiler:
            self.skipTest("no C++ compiler is installed")
        for standard in ("98", "11"):
            self.compiles([compiler], "-x", "c++", "-std=c++" + standard)

    def test_every_list_is_walked_to_its_null(self):
        walked = 0
        for path in PATHS.values():
            with open(path, encoding="utf-8") as file:
                text = file.read()
            self.assertEqual(re.findall(r"isoargs_\w+_count\b", text), [], path)
            for comment, name in re.findall(r"(/\*\*(?:(?!\*/).)*\*/)[^(]*?(isoargs_\w+)\(",
                                            text, re.S):
                if "@index:" in comment:
                    walked += 1
                    self.assertIn("NULL beyond the last", " ".join(comment.split()), name)
        self.assertGreater(walked, 5)

    def test_isoargs_h_includes_all_others(self):
        source = self.write("all.c", "#include <isoargs/isoargs.h>\n")
        included = output(*CC, "-std=c99", "-I" + INCLUDE, "-I" + MADE, "-M", source).replace("\\\n", " ")
        found = {os.path.basename(name) for name in included.split() if "/isoargs/" in name}
        self.assertEqual(found, set(HEADERS))


def shared_build():
    if LIBRARY.endswith(".a"):
        raise unittest.SkipTest("the library was built as an archive alone")


class Symbols(ToolTest):
    def setUp(self):
        super().setUp()
        plain_build()
        shared_build()
        need("nm")

    def declared(self):
        found = set()
        for header in HEADERS:
            with open(PATHS[header], encoding="utf-8") as file:
                text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
            functions = set(re.findall(r"\b(isoargs_\w+)\s*\(", text))
            exported = set(re.findall(r"ISOARGS_EXPORT[^;(]*?(isoargs_\w+)\s*\(", text))
            self.assertEqual(functions - exported, set(), "without ISOARGS_EXPORT in " + header)
            found |= functions
        return found

    def listed(self):
        """The names of the version script; none may stand for several."""
        with open(os.path.join(INCLUDE, "isoargs", "libisoargs.sym"), encoding="utf-8") as file:
            script = re.fullmatch(r"LIBISOARGS_1 \{\nglobal:\n((?:\t\w+;\n)+)local:\n\t\*;\n\};\n",
                                  file.read())
        self.assertIsNotNone(script, "one version, each function by its name, the rest hidden")
        names = re.findall(r"\w+", script.group(1))
        self.assertEqual(names, sorted(set(names)))
        return set(names)

    def test_what_the_headers_declare_is_what_the_library_exports(self):
        declared, exported = self.declared(), symbols(LIBRARY, "--defined-only")
        self.assertGreater(len(declared), 40)
        self.assertEqual(exported - declared, set(), "exported, but no header has it")
        self.assertEqual(declared - exported, set(), "declared, but not exported")

    def test_the_version_script_names_what_the_headers_declare(self):
        declared, listed = self.declared(), self.listed()
        self.assertEqual(listed - declared, set(), "listed, but no header has it")
        self.assertEqual(declared - listed, set(), "declared, but not listed")

    def test_headers_library_and_tool_have_one_version(self):
        source = self.write("version.h", "#include <isoargs/version.h>\n")
        macros = dict(re.findall(r"#define ISOARGS_(VERSION\w*) (.*)",
                                 output(*CC, "-E", "-dM", "-I" + INCLUDE, "-I" + MADE, source)))
        version = ".".join(macros["VERSION_" + part] for part in ("MAJOR", "MINOR", "MICRO"))
        self.assertEqual(macros["VERSION"], '"%s"' % version)
        library = ctypes.CDLL(LIBRARY)
        library.isoargs_version.restype = ctypes.c_char_p
        self.assertEqual(library.isoargs_version().decode(), version)
        self.assertEqual(run("--version").out, "isoargs %s\n" % version)

    def test_of_libcdio_what_is_safe_is_called_and_nothing_else(self):
        imported = symbols(LIBRARY, "--undefined-only")
        found = set()
        for name in ("libiso9660.so", "libcdio.so"):
            path = output(*CC, "-print-file-name=" + name).strip()
            self.assertTrue(os.path.isabs(path), name + " is not where the compiler looks")
            offered = symbols(path, "--defined-only")
            self.assertGreater(len(offered), 50)
            found |= imported & offered
        self.assertEqual(found, SAFE_OF_CDIO)

    def test_nothing_is_called_that_prints_or_ends_or_asks_the_environment(self):
        imported = symbols(LIBRARY, "--undefined-only")
        self.assertIn("malloc", imported)
        # with _FORTIFY_SOURCE printf is __printf_chk
        plain = {re.sub(r"^__(\w+)_chk$", r"\1", name) for name in imported}
        self.assertEqual((imported | plain) & FORBIDDEN, set())

    def test_there_are_no_variables(self):
        own = set()
        for line in output("nm", "-f", "sysv", LIBRARY).splitlines():
            fields = [field.strip() for field in line.split("|")]
            if len(fields) == 7 and fields[3] == "OBJECT" and fields[6] in (".data", ".bss"):
                own.add(fields[0])
        # the compiler's own start-up code has these
        ours = re.compile(r"(?!(__dso_handle|__TMC_END__|completed(\.\d+)?)$)")
        own = {name for name in own if ours.match(name)}
        self.assertEqual(own, set())


@unittest.skipUnless(PROVISIONER, "it was not built")
class Provisioner(ToolTest):
    """A user of the library: of lib/ it has the ground inside, and nothing else."""

    def setUp(self):
        super().setUp()
        shared_build()
        need("nm", "readelf")

    @staticmethod
    def names(*options):
        # "@" is a version, "." a part that the compiler split off
        return {re.split("[@.]", line.split()[-1])[0]
                for line in output("nm", *options, PROVISIONER).splitlines()}

    def test_it_links_the_library(self):
        needed = re.findall(r"\(NEEDED\).*\[(\S+)\]", output("readelf", "-d", PROVISIONER))
        self.assertIn("libisoargs.so.1", needed)
        self.assertIn("isoargs_derive", self.names("--undefined-only"))

    def test_no_function_of_the_library_is_there_a_second_time(self):
        defined = self.names("--defined-only")
        self.assertIn("main", defined)
        self.assertEqual({name for name in defined if name.startswith("isoargs_")}, set())

    def test_every_call_of_the_table_is_made(self):
        root = os.path.join(SOURCE, "../tools/isoargs-xenserver")
        with open(root + "/rpc/calls.c", encoding="utf-8") as file:
            calls = set(re.findall(r'^\t\{"(\w+\.\w+)"', file.read(), re.M))
        made = set()
        for path in glob.glob(root + "/**/*.c", recursive=True):
            if not path.endswith("/rpc/calls.c"):
                with open(path, encoding="utf-8") as file:
                    made |= set(re.findall(r'"(\w+\.\w+)"', file.read()))
        self.assertGreater(len(calls), 50)
        self.assertEqual(calls - made, set())

    def test_of_lib_only_the_ground_is_inside(self):
        base = ""
        for path in glob.glob(os.path.join(SOURCE, "../lib/base/**/*.[ch]"),
                              recursive=True):
            with open(path, encoding="utf-8") as file:
                base += file.read()
        ground = set(re.findall(r"^[\w *]*\b(ia_\w+)\(", base, re.M))
        inside = {name for name in self.names("--defined-only") if name.startswith("ia_")}
        self.assertGreater(len(inside), 5)
        self.assertEqual(inside - ground, set())


class Limits(ToolTest):
    @staticmethod
    def bounds(*paths):
        """The bounds that headers define; what is computed of others has the size of an array."""
        found = set()
        for path in paths:
            with open(os.path.join(SOURCE, "..", path), encoding="utf-8") as file:
                found |= {name for name, value in
                          re.findall(r"#define (\w+_MAX)\b(.*)", file.read())
                          if path == "lib/base/limits.h" or "_MAX" not in value}
        return found

    def named(self):
        named = set()
        for path in glob.glob(SOURCE + "/**/*.[chp]*", recursive=True):
            if path.endswith((".c", ".h", ".py")):
                with open(path, encoding="utf-8") as file:
                    named |= set(re.findall(r"\b\w+_MAX\b", file.read()))
        return named

    def test_every_bound_is_named_by_a_test(self):
        # a bound that no test names is one that no test crosses
        bounds = self.bounds("lib/base/limits.h")
        self.assertGreater(len(bounds), 50)
        self.assertEqual(bounds - self.named(), set())

    def test_every_bound_of_the_other_headers_is_named_by_a_test(self):
        root = os.path.join(SOURCE, "..")
        headers = [os.path.relpath(path, root)
                   for path in glob.glob(root + "/lib/**/*.h", recursive=True)]
        bounds = self.bounds(*headers, *("tools/isoargs-xenserver/%s.h" % name for name in (
            "medium/medium", "tls/pins", "run/undo-log", "rpc/xmlrpc")))
        self.assertGreater(len(bounds), 75)
        self.assertEqual(bounds - self.named(), set())


class ExampleTest(ToolTest):
    def prints_the_line(self, program, **more):
        result = run(medium("el7-dvd"), ADDRESS, tool=program, **more)
        self.assertEqual((result.code, result.out, result.err), (0, LINE, NOTE))


class Example(ExampleTest):
    def test_the_example_prints_the_line_and_its_notes(self):
        self.prints_the_line(EXAMPLE)

    def test_the_example_says_what_is_wrong(self):
        result = run(os.devnull, "192.0.2.300", tool=EXAMPLE)
        self.assertEqual((result.code, result.out), (2, ""))
        self.assertTrue(result.err.startswith('ISOARGS_IP: found "192.0.2.300"'), result.err)
        result = run(self.path("absent.iso"), ADDRESS, tool=EXAMPLE)
        self.assertEqual((result.code, result.out), (1, ""))
        self.assertIn(self.path("absent.iso"), result.err)

    def test_the_example_refuses_what_the_tool_refuses(self):
        statuses = set()
        for name in media():
            with self.subTest(name):
                result = run(medium(name), ADDRESS, tool=EXAMPLE)
                tool = run("--ip", ADDRESS, medium(name))
                self.assertEqual((result.code, result.out), (tool.code, tool.out))
                statuses.add(result.code)
        self.assertEqual(statuses, {0, 3})

    def test_the_example_names_what_is_cut_off(self):
        result = run(medium("el7-cut-half"), ADDRESS, tool=EXAMPLE)
        tool = run("--ip", ADDRESS, medium("el7-cut-half"))
        errors = re.findall(r"error: .*\n", tool.err)
        self.assertGreater(len(errors), 2)
        self.assertEqual(re.findall(r"^error: .*\n", result.err, re.M), errors)
        self.assertTrue(result.err.endswith("\nthe installer would not start\n"), result.err)


class Installed(ExampleTest):
    """The same program, built as somebody else would: against what 'meson install' leaves."""

    def setUp(self):
        super().setUp()
        plain_build()
        need("meson", "pkg-config")
        output("meson", "install", "-C", BUILD, "--no-rebuild", "--destdir", self.path("root"))
        for name in ("libisoargs.so", "libisoargs.a"):
            if not glob.glob(self.path("root") + "/**/" + name, recursive=True):
                self.skipTest("the build leaves no " + name)
        self.pc = self.find("libisoargs.pc")
        self.libdir = os.path.dirname(os.path.dirname(self.pc))

    def find(self, name):
        found = glob.glob(self.path("root") + "/**/" + name, recursive=True)
        self.assertEqual(len(found), 1, name)
        return found[0]

    def flags(self, *options):
        # a prefix of /usr is installed below the folder too and must not be taken for the system's
        env = dict(os.environ, PKG_CONFIG_PATH=os.path.dirname(self.pc),
                   PKG_CONFIG_SYSROOT_DIR=self.path("root"), PKG_CONFIG_ALLOW_SYSTEM_CFLAGS="1",
                   PKG_CONFIG_ALLOW_SYSTEM_LIBS="1")
        return shlex.split(output("pkg-config", *options, "libisoargs", env=env))

    def compile(self, *options):
        program = self.path("example")
        output(*CC, "-std=c99", "-Wall", "-Werror",
               os.path.join(SOURCE, "..", "examples", "arguments.c"), "-o", program, *options)
        return program

    def needed(self, program):
        return set(re.findall(r"\(NEEDED\).*\[(.*)\]", output("readelf", "-d", program)))

    def test_the_shared_library_links_and_runs(self):
        program = self.compile(*self.flags("--cflags", "--libs"))
        self.assertIn("libisoargs.so.1", self.needed(program))
        env = dict(os.environ, LD_LIBRARY_PATH=self.libdir)
        self.prints_the_line(program, env=env)

    def test_the_archive_and_shared_dependencies_link(self):
        for library in glob.glob(self.libdir + "/libisoargs.so*"):
            os.unlink(library)
        program = self.compile(*self.flags("--static", "--cflags", "--libs"))
        self.assertNotIn("libisoargs.so.1", self.needed(program))
        self.prints_the_line(program)

    def test_a_program_without_shared_libraries_links(self):
        for name in ("libblkid.a", "libiso9660.a", "libjson-c.a", "libz.a", "liblzma.a",
                     "libzstd.a", "liblz4.a", "libbz2.a", "libc.a"):
            if not os.path.isabs(output(*CC, "-print-file-name=" + name).strip()):
                self.skipTest(name + " is not installed")
        program = self.compile("-static", *self.flags("--static", "--cflags", "--libs"))
        self.assertEqual(self.needed(program), set())
        self.prints_the_line(program)

    def test_all_headers_are_installed_and_no_others(self):
        folder = os.path.dirname(self.find("isoargs.h"))
        self.assertEqual(sorted(os.listdir(folder)), HEADERS)

    def test_all_names_in_the_archive_have_a_prefix(self):
        # the modules call each other across objects, so an archive cannot hide their names
        names = set()
        for line in output("nm", "-g", "--defined-only", self.find("libisoargs.a")).splitlines():
            words = line.split()
            if len(words) == 3:
                names.add(words[2])
        self.assertIn("isoargs_inspect", names)
        self.assertEqual({n for n in names if not re.match("isoargs_|ia_", n)}, set())


if __name__ == "__main__":
    main()
