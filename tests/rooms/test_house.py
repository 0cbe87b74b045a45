# SPDX-License-Identifier: GPL-3.0-or-later
"""What looks at the rooms finds what is wrong: a small house, right, and one thing of it broken."""

import os
import subprocess
import tempfile
import unittest

import house

FILES = {
    "lib/base/meson.build": "# base: the ground.  Uses:\n",
    "lib/base/text.h": "int ia_text(void);\n",
    "lib/base/text.c": '#include "base/text.h"\nint ia_text(void) { return 1; }\n',
    "lib/menu/meson.build": "# menu: what can be booted.  Uses: base\n",
    "lib/menu/grub/eval.h": "int ia_eval(void);\n",
    "lib/menu/grub/eval.c": '#include <stdio.h>\n#include "menu/grub/eval.h"\n#include "base/text.h"\n'
                            "int ia_eval(void) { return ia_text(); }\n",
    "lib/menu/menu.h": '#include "menu/grub/eval.h"\nint isoargs_menu(void);\n',
    "lib/menu/menu.c": '#include "menu/menu.h"\nint isoargs_menu(void) { return ia_eval(); }\n',
    "tools/program/verbs/meson.build": "# verbs: one file a verb.  Uses: base\n",
    "tools/program/verbs/list.c": '#include "config.h"\n#include "base/text.h"\n'
                                  "int isoargs_menu(void);\n"
                                  "int list(void) { return ia_text() + isoargs_menu(); }\n",
    "tools/program/main.c": '#include "base/text.h"\nint list(void);\n'
                            "int main(void) { return list(); }\n",
    "tools/program/config.h": "",
    "tests/unit/base/test-text.c": "",
    "tests/unit/menu/test-eval.c": "",
    "tests/unit/menu/test-grub-eval.c": "",
    "tests/unit/menu/test-grub-bounds.c": "",
    "tests/unit/menu/test-menu.c": "",
    "tests/unit/verbs/test-list.c": "",
    "tests/unit/meson.build": "",
}


class Broken(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.top = folder.name
        for path, text in FILES.items():
            self.write(path, text)

    def write(self, path, text):
        path = os.path.join(self.top, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def add(self, path, text):
        self.write(path, FILES[path] + text)

    def houses(self):
        return (house.House(self.top, "lib"),
                house.House(self.top, "tools/program", guests=["base"]))

    def objects(self, folder, rooms):
        """Compiled as Meson names them: verbs_list.c.o."""
        build = os.path.join(self.top, "build", folder)
        os.makedirs(build, exist_ok=True)
        for path in house.files_of(os.path.join(self.top, rooms), ".c"):
            name = os.path.relpath(path, os.path.join(self.top, rooms)).replace("/", "_")
            subprocess.run([*os.environ["ISOARGS_CC"].split(), "-w", "-c", "-O0", path,
                            "-I", os.path.join(self.top, "lib"),
                            "-I", os.path.join(self.top, "tools/program"),
                            "-o", os.path.join(build, name + ".o")], check=True)
        return house.objects_of(build)

    def found(self):
        """Everything that is wrong, as the test of the real rooms asks for it."""
        library, program = self.houses()
        lib, tools = self.objects("lib", "lib"), self.objects("tools", "tools/program")
        return [
            *library.wrong_includes(), *program.wrong_includes(),
            *library.wrong_calls(lib), *program.wrong_calls(tools, lib),
            *library.useless_heads(lib), *program.useless_heads(tools, lib),
            *library.circles_of_rooms(), *library.circles_of_includes(),
            *house.circles_of_calls(lib), *house.circles_of_calls(tools),
            *house.too_large(self.top, "lib"), *house.too_large(self.top, "tools"),
            *house.strange_includes(self.top, "tools/program", ["base", "verbs"]),
            *house.stray_tests(os.path.join(self.top, "tests/unit"), (library, program)),
        ]

    def assert_found(self, *expected):
        self.assertEqual(self.found(), list(expected))

    def test_a_sound_house_has_nothing_wrong(self):
        self.assert_found()

    def test_a_first_line_that_cannot_be_read_stops_everything(self):
        for line in ("", "# menu: what can be booted.\n", "# base: the ground.  Uses: \n",
                     "# menu: what can be booted. Uses: base\n"):
            self.write("lib/menu/meson.build", line)
            with self.assertRaisesRegex(AssertionError, "lib/menu/meson.build:1: found"):
                self.houses()

    def test_an_include_of_what_the_first_line_does_not_name_is_told_with_its_place(self):
        self.add("lib/base/text.c", '#include "menu/menu.h"\n')
        self.assert_found("lib/base/text.c:3: base does not use menu")

    def test_an_include_of_no_room_is_told(self):
        self.write("lib/menu/grub/loose.h", "")
        self.add("lib/menu/grub/eval.c", '#include "loose.h"\n')
        self.assert_found("lib/menu/grub/eval.c:5: loose.h is of no room")

    def test_a_call_without_an_include_is_told_by_the_linker(self):
        self.write("lib/base/up.c", "int ia_eval(void);\nint up(void) { return ia_eval(); }\n")
        self.assert_found("base/up.c calls ia_eval() of menu")

    def test_a_program_may_call_what_is_public_and_no_more(self):
        self.write("tools/program/verbs/deep.c",
                   "int ia_eval(void);\nint deep(void) { return ia_eval(); }\n")
        self.assert_found("verbs/deep.c calls ia_eval() of menu")

    def test_a_program_may_include_the_ground_and_no_more(self):
        self.add("tools/program/main.c", '#include "menu/menu.h"\n')
        self.assert_found("tools/program/main.c includes menu/menu.h")

    def test_a_room_that_is_named_and_not_used_is_told(self):
        self.write("lib/menu/grub/eval.c", "int ia_eval(void) { return 2; }\n")
        self.assert_found("lib/menu/meson.build: base is named and not used")

    def test_a_room_that_is_only_called_is_used(self):
        self.write("lib/menu/grub/eval.c", "int ia_text(void);\nint ia_eval(void) { return ia_text(); }\n")
        self.assert_found()

    def test_rooms_that_use_each_other_are_a_circle(self):
        self.write("lib/base/meson.build", "# base: the ground.  Uses: menu\n")
        self.add("lib/base/text.c", '#include "menu/menu.h"\n')
        self.assert_found(["base", "menu"])

    def test_headers_that_include_each_other_are_a_circle(self):
        self.add("lib/menu/grub/eval.h", '#include "menu/menu.h"\n')
        self.write("lib/menu/menu.h", "#pragma once\n" + FILES["lib/menu/menu.h"])
        self.assert_found(["lib/menu/grub/eval.h", "lib/menu/menu.h"])

    def test_files_that_call_each_other_are_a_circle_over_any_number_of_them(self):
        self.write("lib/menu/third.c", "int isoargs_menu(void);\nint ia_third(void) { return isoargs_menu(); }\n")
        self.add("lib/menu/grub/eval.c",
                 "int ia_third(void);\nint ia_again(void) { return ia_third(); }\n")
        self.assert_found(["menu/grub/eval.c", "menu/menu.c", "menu/third.c"])

    def test_a_table_of_functions_is_a_call_of_its_own_file(self):
        self.add("lib/menu/grub/eval.c",
                 "int isoargs_menu(void);\nint (*const ia_table[])(void) = {isoargs_menu};\n")
        self.assert_found(["menu/grub/eval.c", "menu/menu.c"])

    def test_a_file_may_call_itself(self):
        self.add("lib/base/text.c", "int again(int n) { return n ? again(n - 1) : 0; }\n")
        self.assert_found()

    def test_circles_of_a_program_are_told_too(self):
        self.add("tools/program/main.c", "int helper(void) { return 0; }\n")
        self.add("tools/program/verbs/list.c", "int helper(void);\nint more(void) { return helper(); }\n")
        self.assert_found(["main.c", "verbs/list.c"])

    def test_a_folder_of_too_many_files_is_told(self):
        for number in range(house.FILES_MAX - 2):
            self.write("lib/base/f%d.c" % number, "")
        self.write("lib/base/last.c", "")
        self.assert_found()
        self.write("lib/base/one-more.c", "")
        self.assert_found("lib/base has 17 files")

    def test_a_file_of_too_many_lines_is_told(self):
        self.write("lib/base/long.h", "\n" * house.LINES_MAX)
        self.assert_found()
        self.write("lib/base/long.h", "\n" * (house.LINES_MAX + 1))
        self.assert_found("lib/base/long.h has 601 lines")

    def test_a_test_of_nothing_in_its_room_is_told(self):
        self.write("tests/unit/base/test-eval.c", "")
        self.write("tests/unit/kernel/test-elf.c", "")
        self.write("tests/unit/menu/helper.h", "")
        self.write("tests/unit/menu/test-evaluation.c", "")
        self.assert_found(
            "base/test-eval.c: base has no module of that name",
            "kernel/test-elf.c: there is no room 'kernel'",
            "menu/helper.h: expected test-MODULE.c; what tests share is in tests/support",
            "menu/test-evaluation.c: menu has no module of that name")


if __name__ == "__main__":
    unittest.main()
