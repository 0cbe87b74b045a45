#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a medium chose reaches an output through the printers that escape it, and in no other way."""

import os
import re
import unittest

SOURCE = os.path.join(os.environ["ISOARGS_TEST_SOURCE"], "..")
FOLDERS = ("lib/text", "tools/common", "tools/isoargs")

# What appends or writes bytes as they are: the argument with the text, and whether it is a format.
# Those that escape are none of them: ia_print_text(), ia_print_sentence(), ia_utf8_add_printable(),
# ia_table_add(), ia_table_addf(), ia_error(), ia_note(), ia_json_*(), output_complain(), output_say(),
# output_add(), output_add_line().
RAW = {
    "ia_strbuf_add": (1, False), "ia_strbuf_adds": (1, False), "ia_strbuf_addc": (1, False),
    "ia_strbuf_addf": (1, True), "ia_strbuf_addv": (1, True),
    "printf": (0, True), "fprintf": (1, True), "dprintf": (1, True),
    "vprintf": (0, True), "vfprintf": (1, True), "vdprintf": (1, True),
    "puts": (0, False), "fputs": (0, False), "putchar": (0, False), "fputc": (0, False),
    "putc": (0, False), "fwrite": (0, False), "write": (1, False), "perror": (0, False),
    "error": (2, True), "err": (1, True), "warn": (0, True), "warnx": (0, True),
}

# Reviewed, one by one: file and expression.
NAMES = "names and help of our own: literals in every place that they come from"
QUOTED = "what quotes for a consumer; the line and paths of the medium hold no control character then"
CHECKED = "what a person gave, checked when it was given: hexadecimal digits, letters, - . _"
ENCODED = "a URL that was checked when it was given, and a path of the medium as %XX"
ALLOWED = {
    ("lib/text/drawing.c", "draw_cell(span, end, cell, total)"): "one of three characters",
    ("lib/text/print.c", "word->text"): "for cells and values, which are escaped",
    ("lib/text/guest/domain.c", "fits ? base[i] : '-'"): "letters and - . _",
    ("lib/text/guest/format.c", "between"): NAMES,
    ("lib/text/guest/format.c", "ia_consumer((enum isoargs_format)i)->name"): NAMES,
    ("lib/text/guest/format.c", "ia_guest_kinds[i].name"): NAMES,
    ("lib/text/guest/libvirt.c", "disk->bus"): NAMES,
    ("lib/text/guest/libvirt.c", "disk->target"): NAMES,
    ("lib/text/guest/libvirt.c", "domain->bridge"): CHECKED,
    ("lib/text/guest/libvirt.c", "domain->mac"): CHECKED,
    ("lib/text/guest/libvirt.c", "indent"): NAMES,
    ("lib/text/guest/libvirt.c", "machine->domain"): NAMES,
    ("lib/text/guest/libvirt.c", "machine->name"): NAMES,
    ("lib/text/guest/libvirt.c", "machine->phrase"): NAMES,
    ("lib/text/guest/libvirt.c", "machine->type"): NAMES,
    ("lib/text/guest/libvirt.c", "name"): NAMES,
    ("lib/text/guest/qemu.c", "list"): "of our own, or with a checked address",
    ("lib/text/guest/qemu.c", "option"): NAMES,
    ("lib/text/guest/quote.c", "*text"): QUOTED,
    ("lib/text/guest/quote.c", "s"): QUOTED,
    ("lib/text/guest/raw.c", "args->text"): "isoargs_args_format() has looked at it",
    ("lib/text/guest/shell.c", "name"): NAMES,
    ("lib/text/guest/virt-install.c", "args->osinfo_id"): "of our own table, and digits",
    ("lib/text/guest/virt-install.c", "domain->bridge"): CHECKED,
    ("lib/text/guest/virt-install.c", "domain->mac"): CHECKED,
    ("lib/text/guest/virt-install.c", "option"): NAMES,
    ("lib/text/guest/xe.c", "domain->mac"): CHECKED,
    ("lib/text/guest/xe.c", "list"): NAMES,
    ("lib/text/guest/xe.c", "name"): NAMES,
    ("lib/text/guest/xe.c", "selector"): NAMES,
    ("lib/text/guest/xe.c", "variable"): NAMES,
    ("lib/text/guest/xl.c", "domain->bridge"): CHECKED,
    ("lib/text/guest/xl.c", "domain->guest->name"): NAMES,
    ("lib/text/guest/xl.c", "domain->mac"): CHECKED,
    ("lib/text/guest/xl.c", "find_afterwards(domain)"): NAMES,
    ("lib/text/guest/xl.c", "how"): NAMES,
    ("lib/text/guest/xl.c", "key"): NAMES,
    ("lib/text/guest/xl.c", "path"): "of a list that is quoted as a whole",
    ("lib/text/guest/xl.c", "strchr(domain->guest->phrase, ' ') + 1"): NAMES,
    ("lib/text/netboot/grub.c", "domain->name"): "what a person gave, or letters and - . _",
    ("lib/text/netboot/grub.c", "url"): ENCODED,
    ("lib/text/netboot/grub.c", "url + scheme + 3"): ENCODED,
    ("lib/text/netboot/grub.c", "url + scheme + 3 + host"): ENCODED,
    ("lib/text/netboot/grub.c", "word"): "of the line, which isoargs_args_format() has looked at",
    ("lib/text/netboot/ipxe.c", "args->text"): "isoargs_args_format() has looked at it",
    ("lib/text/netboot/ipxe.c", "served.initrds[i]"): ENCODED,
    ("lib/text/netboot/ipxe.c", "served.kernel"): ENCODED,
    ("lib/text/netboot/pxelinux.c", "args->text"): "isoargs_args_format() has looked at it",
    ("lib/text/netboot/pxelinux.c", "served.initrds[i]"): ENCODED,
    ("lib/text/netboot/pxelinux.c", "served.kernel"): ENCODED,
    ("lib/text/netboot/served.c", "*path"): "letters, digits and marks, the others as %XX",
    ("lib/text/netboot/served.c", "base"): CHECKED,
    ("tools/common/atomic.c", "at"): "a file's contents",
    ("tools/common/cpu-limit.c", "sentence"): "of our own",
    ("tools/common/output.c", "data + done"): "a whole result",
    ("tools/common/output.c", "line->data"): "a line of escaped pieces",
    ("tools/common/output.c", 'buf.error ? "out of memory" : buf.data ? buf.data : ""'):
        "by add_printable()",
    ("tools/common/output.c", "fmt"): "of add_printable(), which escapes what comes of it",
    ("tools/common/program.c", "program->name"): NAMES,
    ("tools/common/program.c", "program->statuses"): NAMES,
    ("tools/common/program.c", "program->usage"): NAMES,
    ("tools/common/program.c", "program->verbs[i]->name"): NAMES,
    ("tools/common/program.c", "program->verbs[i]->summary"): NAMES,
    ("tools/common/program.c", "program_invocation_short_name"): "the tool's own name",
    ("tools/common/program.c", "verb"): NAMES,
    ("tools/common/progress.c", "line"): "a bar that is labelled by us",
    ("tools/common/prompt.c", "printable"): "a prompt or a question, escaped",
    ("tools/isoargs/cmd-args.c", "guest_help"): NAMES,
    ("tools/isoargs/cmd-args.c", "guest_help_format"): NAMES,
    ("tools/isoargs/cmd-args.c", "wishes_help_installer"): NAMES,
    ("tools/isoargs/cmd-args.c", "wishes_help_network"): NAMES,
    ("tools/isoargs/cmd-check.c", "wishes_help_installer"): NAMES,
    ("tools/isoargs/cmd-check.c", "wishes_help_network"): NAMES,
    ("tools/isoargs/cmd-kickstart.c", "wishes_help_network"): NAMES,
    ("tools/isoargs/extraction-text.c", "extraction->items[i].path"):
        "the folder that was asked for, and names of printable ASCII",
}

CALL = re.compile(r"(?<![.>])\b(%s)\s*\(" % "|".join(RAW))
STRING = r'"(?:[^"\\]|\\.)*"'
CHARACTER = r"'(?:[^'\\]|\\.)+'"
OWN = re.compile(r"%s|%s|\b[A-Z][A-Z0-9_]+\b|\bPRI\w+" % (STRING, CHARACTER))
CONVERSION = re.compile(r"%[-+ #0]*(\*|\d+)?(?:\.(\*|\d+)?)?(?:hh|h|ll|l|j|z|t|L)?([a-zA-Z%])")


def read(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as file:
        return file.read()


def sources():
    for folder in FOLDERS:
        for where, _, names in sorted(os.walk(os.path.join(SOURCE, folder))):
            for name in sorted(names):
                if name.endswith((".c", ".h")):
                    yield os.path.relpath(os.path.join(where, name), SOURCE)


def arguments(text, start):
    """Those of the call whose opening parenthesis is before start."""
    out, depth, begin, i = [], 0, start, start
    while i < len(text):
        literal = re.compile(STRING + "|" + CHARACTER).match(text, i)
        if literal:
            i = literal.end()
            continue
        if text[i] in "([{":
            depth += 1
        elif text[i] in ")]}" and depth > 0:
            depth -= 1
        elif depth == 0 and text[i] in ",)":
            out.append(" ".join(text[begin:i].split()))
            begin = i + 1
            if text[i] == ")":
                return out
        i += 1
    raise ValueError("a call without an end")


def is_own(expression):
    """A literal, or a choice between literals."""
    def choice(rest):
        if re.fullmatch(r"[\0\s]+", rest):
            return True
        parts = re.fullmatch(r"[^?]+\?([^?:]*):(.*)", rest)
        return bool(parts) and all(map(choice, parts.groups()))
    return choice(OWN.sub("\0", expression))


def texts(name, args):
    """The expressions of a call that are written as they are."""
    at, is_format = RAW[name]
    if not is_format:
        return [args[at]]
    if not is_own(args[at]):
        return [args[at]]
    out, values = [], args[at + 1:]
    literal = "".join(part[1:-1] for part in re.findall(STRING, re.sub(r"\bPRI\w+", '"u"', args[at])))
    for width, precision, kind in CONVERSION.findall(literal):
        if kind == "%":
            continue
        for star in (width, precision):
            if star == "*":
                values.pop(0)
        value = values.pop(0)
        if kind in "sc":
            out.append(value)
    return out


def raw(path, text):
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.S)
    text = re.sub(r"^#.*?(?<!\\)$", "", text, flags=re.M | re.S)
    for match in CALL.finditer(text):
        for expression in texts(match.group(1), arguments(text, match.end())):
            if not is_own(expression):
                yield path, expression


class Printing(unittest.TestCase):
    def test_every_text_that_is_not_ours_goes_through_a_printer(self):
        found = {key for path in sources() for key in raw(path, read(path))}
        self.assertEqual(sorted(found - set(ALLOWED)), [],
                         "append it by ia_print_text(), or in a table")

    def test_what_was_allowed_is_still_there(self):
        found = {key for path in sources() for key in raw(path, read(path))}
        self.assertEqual(sorted(set(ALLOWED) - found), [])

    def test_what_is_forbidden_would_be_found(self):
        for line, expected in (
                ('ia_strbuf_addf(buf, "  %c %-5s ", mark ? \'*\' : \' \', entry->path);',
                 ["entry->path"]),
                ('ia_strbuf_addf(buf, "%.*s%s%" PRIu64 "%zu %s", (int)n, word->text, "x", a, b, f(c, ")"));',
                 ["word->text", 'f(c, ")")']),
                ('ia_strbuf_adds(buf, ia_print_place(options, note->option, note->file));',
                 ["ia_print_place(options, note->option, note->file)"]),
                ('fputs(isoargs_note_text(note), stderr);', ["isoargs_note_text(note)"]),
                ('vfprintf(stderr, fmt, ap);', ["fmt"]),
                ('ia_strbuf_adds(buf, is_own ? "a" : title);', ['is_own ? "a" : title']),
                ('ia_strbuf_addc(buf, title[i]);', ["title[i]"]),
                ('ia_strbuf_adds(buf, any ? "\\n" : " none\\n");', []),
                ('ia_strbuf_addf(buf, "%u:%" PRIu64 "%%\\n", line, offset);', []),
                ('ia_strbuf_adds(buf, KEYS_END "\\n"\n\t"second line\\n");', []),
                ('/* ia_strbuf_adds(buf, title); */', [])):
            self.assertEqual([expression for _, expression in raw("x.c", line)], expected, line)


if __name__ == "__main__":
    unittest.main()
