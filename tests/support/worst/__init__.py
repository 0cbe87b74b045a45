# SPDX-License-Identifier: GPL-3.0-or-later
"""The worst media within the bounds: each by a recipe, which says what bounds it fills."""

import os
import re

SOURCE = os.path.join(os.path.dirname(__file__), "..", "..", "..")

RECIPES = {}  # name: (function that makes a disc, constants of lib/base/limits.h)


def recipe(*constants):
    """A function that makes a medium, whose name is its own."""
    def keep(function):
        recipes({function.__name__.replace("_", "-"): ()}, lambda _: function(), *constants)
        return function
    return keep


def recipes(table, make, *constants):
    """Many media of one kind, by name and what they differ in."""
    for name, value in table.items():
        assert name not in RECIPES, name
        RECIPES[name] = (lambda value=value: make(value), constants)


def limits():
    """The constants of lib/base/limits.h by their names."""
    with open(os.path.join(SOURCE, "lib", "base", "limits.h"), encoding="utf-8") as file:
        text = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.S)
    found = {}
    for name, value in re.findall(r"^#define (IA_\w+)[ \t]+(\S.*)$", text, flags=re.M):
        value = re.sub(r"(?<=\d)[uUlL]+", "", value).replace("/", "//")
        found[name] = eval(value, {}, found)  # pylint: disable=eval-used
    return found


LIMITS = limits()

# What no medium can fill, and why.
REASONS = {
    "IA_SSH_KEY_MAX": "the caller's",
    "IA_SETUP_NAME_MAX": "the caller's",
    "IA_SWAP_MIN": "the caller's",
    "IA_SWAP_MAX": "the caller's",
    "IA_OPTION_VALUES_MAX": "the caller's",
    "IA_LINUX_CMDLINE_MAX": "the caller's kind of guest; the words are those of IA_XEN_CMDLINE_MAX",
    "IA_ARCHIVE_MAX": "the caller's",
    "IA_ARCHIVE_NAME_MAX": "the caller's",
    "IA_READER_SIZE_MAX": "the caller's; the tools open no reader",
    "IA_SOURCE_HEAD": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_WINDOW": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_WINDOW_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_KEPT_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_NEAR": "of a caller's reader; tests/unit/image/test-expect.c",
    "IA_SOURCE_NEAR_DISTANT": "of a caller's reader; tests/unit/image/test-expect.c",
    "IA_SOURCE_TOGETHER": "of a caller's reader; tests/unit/image/test-expect.c",
    "IA_SOURCE_EXTENTS_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_ARGS_READS_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_ARGS_BYTES_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_INSPECT_READS_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_INSPECT_BYTES_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_FILES_READS_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_SOURCE_FILES_BYTES_MAX": "of a caller's reader; tests/unit/image/test-source.c",
    "IA_TREE_OPEN_MAX": "of a tree; tests/unit/image/test-tree-reader.c",
    "IA_TREE_PINNED_MAX": "of a tree; tests/unit/image/test-tree-reader.c",
    "IA_TREE_KEPT_MAX": "of a tree; tests/unit/image/test-tree-reader.c",
    "IA_TREE_PATHS_MAX": "of a tree; tests/unit/image/test-tree-reader.c",
    "IA_TREE_NAMES_MAX": "of a tree; tests/unit/image/test-tree-reader.c",
    "IA_SUMMED_MAX": "of a tree; tests/unit/check/test-checks-tree.c",
    "IA_TREE_LISTED_MAX": "of a tree; tests/unit/volume/test-tree-spelling.c",
    "IA_BENEATH_STEPS_MAX": "of a folder; tests/unit/base/test-beneath.c",
    "IA_SINK_MAX": "a larger file comes in more pieces",
}


def load():
    """All recipes, in the order of the table."""
    # pylint: disable=import-outside-toplevel,unused-import
    from . import grub, volume, syslinux, loaders, findings, kernel, every
    return RECIPES
