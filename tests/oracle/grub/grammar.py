#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""GRUB menus that are made up: as varied as the language allows, and as small as it takes.

    tests/oracle/grub/grammar.py SEED

prints the menu of that seed, and the file that it may read. Unlike the menus of tests/fuzz/grammar,
which press on bounds, these stay where grub-emu and its driver can follow: they end, wait for no
key, ask nothing of the machine, and print no line that the driver prints. Left out for that are
$timeout, $fallback and, in bodies, $default; newlines in words; patterns that could match devices;
'read'; 'return' and 'break' outside of functions and loops; a kernel or RAM disk of no name; what tells
a font or an environment block from another file, and a broken symbolic link from none.
"""

import sys

NAMES = ("a", "b", "c", "x")
TEXTS = ("x", "y1", "quiet", "a=b", "a/b", "0", "1", "2", "10", "0x1", "-", "--", "-n", "=", "a.b",
         "vga=0x317", "hd:LABEL=A", "true", "one", "two", "]", "a,b", "ttyS0", "+3", "if", "é")
ESCAPED = (" ", "$", "'", '"', "\\", ";", "|", "&", "<", "{", "}", "#", "x", "n", "t")
RAW = ("a b", "$a", '"', "\\", ";", "#x", "{", "}", "  ", "", "|", "<", "&", "\\x20", "y* ?", "'",
       "a  b ", " c")
PATHS = ("/files/one.txt", "/files/two.txt", "/files/empty.txt", "/files", "/files/", "/nope",
         "/files/link", "/files/folder-link", "/files/nope/x", "/files/link/x", "(cd0)/files/link",
         "files/one.txt", "(cd0)/files/one.txt", "(cd0)files/one.txt", "($root)/files/one.txt",
         "(nodev)/x", "/files/../files/one.txt", "//files//one.txt", "/files/one.txt/", "/",
         "(cd0)", "$prefix/grubenv", "/FILES/ONE.TXT", "/files/./one.txt", "''",
         "/boot/grub/more.cfg")
PATTERNS = ("/files/*.txt", "/files/o*", "/f*/one.txt", "/files/?ne.txt", "/files/*", "/nope/*",
            "(cd0)/files/t*", "/files/e*y.t?t", "/files/[ot]*", "'/files/*'", "/files/o\\*",
            "/files/*/one.txt", "x/files/*", "\"/files/o\"*", "/files/one.t*x")
REGEXPS = ("o", "^a", "b$", "(o.)", "(.)(.)", "^(.*)$", "[0-9]+", "(a|b)", "x*", "(", "[", "a{2}",
           "()", "^.?$", "\\\\.", "^([^ ]*) (.*)$")


class Draft:
    """Random numbers of a seed: SplitMix64, as tests/fuzz/grammar has it."""

    def __init__(self, seed):
        self.state = seed & (1 << 64) - 1
        self.names = 0  # of functions and counters, each of which is used once
        # With errors of syntax, which may take a line that a loop ends by: then there are no loops.
        self.broken = self.once_in(6)

    def below(self, count):
        self.state = (self.state + 0x9e3779b97f4a7c15) & (1 << 64) - 1
        z = self.state
        z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9 & (1 << 64) - 1
        z = (z ^ z >> 27) * 0x94d049bb133111eb & (1 << 64) - 1
        return (z ^ z >> 31) % count

    def once_in(self, times):
        return self.below(times) == 0

    def pick(self, items):
        return items[self.below(len(items))]

    def many(self, least, most):
        return least + self.below(most - least + 1)

    def new_name(self, kind):
        self.names += 1
        return "%s%d" % (kind, self.names)


class Scope:
    """Where a statement stands."""

    def __init__(self, depth=0, loops=0, function=False, body=False, functions=()):
        self.depth = depth
        self.loops = loops  # around it, that 'break' may leave
        self.function = function
        self.body = body  # of an entry, not of a submenu
        self.functions = list(functions)  # that may be called

    def inner(self, **changes):
        fields = {"depth": self.depth + 1, "loops": self.loops, "function": self.function,
                  "body": self.body, "functions": self.functions, **changes}
        return Scope(**fields)


def variable(d):
    """$a and its kin."""
    if d.once_in(3):
        return d.pick(("$1", "$2", "${1}", "$#", "$?", "$*", "$@", "$0", "${10}", "$3", "$$"))
    name = d.pick(NAMES) if not d.once_in(8) else d.pick(("nosuch", "w_1", "chosen", "other"))
    return d.pick(("$%s", "${%s}", "$%s", "${%s}x")) % name


def bare(d):
    """A piece that no quotes are around."""
    kind = d.below(10)
    if kind < 5:
        return d.pick(TEXTS)
    if kind < 9:
        return variable(d)
    return "y\\*" if d.once_in(12) else "\\" + d.pick(ESCAPED)


def double(d):
    """In double quotes."""
    text = ""
    for _ in range(d.below(4)):
        kind = d.below(8)
        if kind < 3:
            text += d.pick(TEXTS)
        elif kind < 6:
            text += variable(d)
        elif kind < 7:
            text += d.pick((" ", "  ", ";", "'", "{", "}", "#", "<", "y*", "y\\*"))
        else:
            text += "\\" + d.pick(ESCAPED)
    return ('$"%s"' if d.once_in(10) else '"%s"') % text


def single(d):
    return "'%s'" % d.pick([text for text in RAW if "'" not in text])


def word(d):
    kind = d.below(12)
    if kind < 4:
        return "".join(bare(d) for _ in range(d.many(1, 2)))
    if kind < 7:
        return double(d)
    if kind < 9:
        return single(d)
    if kind < 10:
        return variable(d)
    return "".join(d.pick((bare, double, single))(d) for _ in range(d.many(2, 3)))


def words(d, least, most):
    """Blanks before each; now and then the line goes on in the next one."""
    text = ""
    for _ in range(d.many(least, most)):
        text += ("  " if d.once_in(12) else " \\\n" if d.once_in(25) else " ") + word(d)
    return text


def quoted(d):
    """What stays one word, whatever is in it."""
    return double(d) if d.once_in(2) else single(d) if d.once_in(3) else '"%s"' % d.pick(TEXTS)


def primary(d):
    kind = d.below(9)
    if kind < 2:
        return "%s %s %s" % (quoted(d), d.pick(("=", "==", "!=", "'<'", "'>'")), quoted(d))
    if kind < 4:
        return "%s %s %s" % (d.pick(("1", "10", "$#", "$a", "0x2", "-3", "x", '"$b"', "2x")),
                             d.pick(("-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-pgt", "-plt")),
                             d.pick(("1", "2", "$#", "$x", "-3", "x", '"$c"')))
    if kind < 5:
        return "%s %s" % (d.pick(("-n", "-z")), word(d))
    if kind < 8:
        return "%s %s" % (d.pick(("-f", "-d", "-e", "-s")), d.pick(PATHS))
    return word(d)


def condition_test(d):
    text = primary(d)
    for _ in range(d.below(3) if d.once_in(3) else 0):
        text += " %s %s" % (d.pick(("-a", "-o")), primary(d))
    if d.once_in(8):
        text = "! " + text
    if d.once_in(15):
        text = "'(' %s ')'" % text
    return "[ %s ]" % text if not d.once_in(6) else "test " + text


def condition(d, scope):
    kind = d.below(12)
    if kind < 6:
        text = condition_test(d)
    elif kind < 7:
        text = d.pick(("true", "false", "nosuch", "x=1", "set a=%s" % d.pick(TEXTS)))
    elif kind < 8:
        text = regexp(d)
    elif kind < 9:
        text = search(d)
    elif kind < 10:
        text = asking(d)
    elif scope.functions:
        text = d.pick(scope.functions) + words(d, 0, 3)
    else:
        text = condition_test(d)
    return ("! " if d.once_in(6) else "") + text


def regexp(d):
    option = d.pick(("", "", "--set %s " % d.pick(NAMES), "--set 1:%s " % d.pick(NAMES),
                     "--set 2:%s " % d.pick(NAMES), "-s %s " % d.pick(NAMES)))
    return "regexp %s'%s' %s" % (option, d.pick(REGEXPS), quoted(d))


def search(d):
    target = d.pick(("--set=%s " % d.pick(NAMES), "--set %s " % d.pick(NAMES), "", "--no-floppy "))
    if d.once_in(2):
        # these are on devices that the medium does not have, too
        file = d.pick([path for path in PATHS if path not in ("/", "(cd0)", "''")])
        return "search %s--file %s" % (target, file)
    return "search %s%s" % (target, d.pick(("--label MENUTEST", "--label NOPE", "-l MENUTEST",
                                            "--fs-uuid 1-2-3", "-f /files/two.txt")))


def asking(d):
    """Commands of which the status tells something of the medium."""
    path = d.pick(PATHS)
    if path in ("/", "(cd0)", "/files", "/files/", "''"):
        return "[ -d %s ]" % path
    if d.once_in(6):
        return d.pick(("loadfont %s", "save_env -f %s x")) % d.pick((
            "/nope", "files/one.txt", "(nodev)/x", "/files/nope/x"))
    return d.pick(("cat %s", "md5sum %s", "cmp %s /files/one.txt", "cat %s x",
                   "load_env -f %s", "source %s")) % path


def assignment(d):
    kind = d.below(6)
    name = d.pick(NAMES)
    if kind < 4:
        return d.pick(("set %s=%s", "%s=%s", "set %s=%s")) % (name, word(d))
    if kind < 5:
        return d.pick(("unset %s", "export %s", "export %s", "set %s")) % name
    return "set %s=$?" % name


def sequence(d, scope, least, most):
    """Statements, one a line or several in one."""
    text = ""
    for _ in range(d.many(least, most)):
        one = statement(d, scope)
        if d.once_in(15):
            one = d.pick(("# a comment; }\n", "# \"\n", "\n", " ")) + one
        text += one + ("; " if d.once_in(6) and not one.endswith("\n") else "\n")
    return text or "true\n"


def if_statement(d, scope):
    text = "if %s; then\n%s" % (condition(d, scope), sequence(d, scope.inner(), 1, 2))
    if d.once_in(4):
        text += "elif %s; then\n%s" % (condition(d, scope), sequence(d, scope.inner(), 1, 2))
    if d.once_in(2):
        text += "else\n" + sequence(d, scope.inner(), 1, 2)
    return text + "fi"


def for_statement(d, scope):
    items = " " + d.pick(PATTERNS) if d.once_in(4) else words(d, 0, 3)
    if d.once_in(8):
        items += d.pick((" $@", " $*", ' "$@"', ' "$*"', " $a$b"))
    name, kept = d.pick(NAMES), ""
    if d.once_in(2):
        kept = "set %s=$%s$%s\n" % (d.pick(NAMES), d.pick(NAMES), name)
    return "for %s in%s; do\n%s%sdone" % (
        name, items, kept, sequence(d, scope.inner(loops=scope.loops + 1), 1, 2))


def while_statement(d, scope):
    """Counts before it does anything, so that it ends whatever that is."""
    counter, most = d.new_name("n"), "i" * d.many(1, 3)
    test = d.pick(("while [ \"$%s\" != %s ]", "until [ x$%s = x%s ]")) % (counter, most)
    return "unset %s\n%s; do\nset %s=${%s}i\n%sdone" % (
        counter, test, counter, counter, sequence(d, scope.inner(loops=scope.loops + 1), 1, 2))


def function(d, scope):
    name = d.new_name("f")
    inner = scope.inner(function=True, loops=0)
    text = "function %s {\n" % name
    if d.once_in(8) and not d.broken:
        # as many times as it has parameters
        text += "if [ -n \"$1\" ]; then\nset c=\"$c.$1\"\nshift\n%s \"$@\"\nfi\n" % name
    text += sequence(d, inner, 1, 3) + "}"
    scope.functions.append(name)
    return text + "\n" + name + words(d, 0, 4)


def load(d):
    text = d.pick(("linux", "linux", "linux16", "linuxefi")) + " /vmlinuz" + words(d, 0, 4)
    if d.once_in(3):
        # in one line, so that an error of syntax loses both: no kernel, no RAM disk
        text += "; %s /i.img%s" % (d.pick(("initrd", "initrd16", "initrdefi")),
                                   d.pick(("", " /j.img", " \"/k$a\"", " '/m n'", " /o$x")))
    return text


def entry(d, scope, submenu):
    options = d.pick(("", "", " --id %s" % d.new_name("id"), " --class x", " --unrestricted",
                      " --id \"%s$a\"" % d.new_name("v"), " --hotkey=k", " --class x --class y"))
    title = d.pick((double, single, word, double))(d)
    parameters = words(d, 0, 2) if d.once_in(3) else ""
    head = d.pick(("%(t)s%(o)s", "%(o)s %(t)s", "%(t)s%(o)s")) % {"t": title, "o": options}
    if submenu:
        inner = scope.inner(body=False, loops=0, function=False)
        body = sequence(d, inner, 0, 2) + "".join(
            entry(d, inner, d.once_in(5) and scope.depth < 3) + "\n" for _ in range(d.many(1, 2)))
    else:
        inner = scope.inner(body=True, loops=0, function=False)
        body = sequence(d, inner, 0, 2) + load(d) + "\n"
        if d.once_in(8):
            body += sequence(d, inner, 1, 2)
    name = "submenu" if submenu else "menuentry"
    if d.once_in(4) and not submenu and "\n" not in body[:-1]:
        return "%s %s%s { %s; }" % (name, head, parameters, body.strip())
    return "%s %s%s {\n%s}" % (name, head, parameters, body)


def small(d, scope):
    """A plain command."""
    kind = d.below(16)
    if kind < 8:
        return assignment(d)
    if kind < 9:
        return regexp(d)
    if kind < 10:
        return d.pick((search, asking, condition_test))(d)
    if kind < 11:
        return d.pick(("shift", "shift 2", "shift 9", "setparams" + words(d, 0, 3), "shift x",
                       "setparams a 'b c' \"\""))
    if kind < 12:
        return d.pick(("eval set a=%s" % word(d), "eval " + quoted(d), "eval", "time set x=1",
                       "eval \"set %s=$%s\"" % (d.pick(NAMES), d.pick(NAMES)), "time false"))
    if kind < 13 and scope.loops > 0:
        return d.pick(("break", "continue", "break %d", "continue %d")).replace(
            "%d", str(scope.loops))
    if kind < 14 and scope.function:
        return "return" + d.pick(("", " 0", " 1", " 3", " abc", " $a"))
    if kind < 15:
        return d.pick(("load_env -f /boot/grub/second.env", "load_env", "true", "false", "set",
                       "load_env other saved_entry", "insmod ext2", "nosuch" + words(d, 0, 2),
                       "echo" + words(d, 0, 2).replace("@", ""), "terminal_output console",
                       "export", "unset"))
    return d.pick(("source /boot/grub/more.cfg", ". /boot/grub/more.cfg",
                   "source /boot/grub/nope.cfg", "source boot/grub/more.cfg",
                   "source $prefix/more.cfg"))


def statement(d, scope):
    kind = d.below(22)
    if scope.depth > 3 or kind < 9:
        return small(d, scope)
    if kind < 12:
        return if_statement(d, scope)
    if kind < 14:
        return for_statement(d, scope)
    if kind < 15 and not d.broken:
        return while_statement(d, scope)
    if kind < 17 and scope.depth == 0 and not scope.body:
        return function(d, scope)
    if kind < 18 and scope.functions:
        return d.pick(scope.functions) + words(d, 0, 4)
    if kind < 19 and scope.body:
        return load(d)
    if kind < 21 and not scope.body:
        return entry(d, scope, False)
    if scope.depth < 3 and not scope.body:
        return entry(d, scope, True)
    return small(d, scope)


def wrong(d):
    """What GRUB cannot read: it says so and goes on with a line that follows."""
    return d.pick(("fi", "done", "}", "then", "if true; fi", "for x; do", "| a", "a & b", "a > b",
                   "function { true; }", ";;", "menuentry", "menuentry 'no body'", "< x", "else",
                   "menuentry --id", "submenu 's' x", "linux", "function f1x", "{ a; }")) + "\n"


def default(d):
    return "set default=%s\n" % d.pick((
        "0", "1", "2", "7", "1>0", "2>1", "0>0", "id1", "v1", "one", "'1>0>0'", "x", "\"$a\"",
        "0x1", "'1 x'", "'id2>0'", "''", "$saved_entry", "'id1 x'", "-1", "'>'", "'>>'", "'2>'"))


def more(d):
    """The file that menus read: it may define entries, and sets what tells that it was read."""
    scope = Scope(depth=2)
    return "set other=${other}m\n" + sequence(d, scope, 0, 2).replace("more.cfg", "nope.cfg")


def make(seed):
    """The menu, and the text of more.cfg."""
    d = Draft(seed)
    scope = Scope()
    text = ""
    for _ in range(d.many(1, 6)):
        text += statement(d, scope) + "\n"
        if d.broken and d.once_in(3):
            text += wrong(d)
    while d.once_in(2):
        text += entry(d, scope, d.once_in(4)) + "\n"
    text += "menuentry 'last' { linux /vmlinuz a=\"$a\" b=$b c=$c \"$x\" $other; }\n"
    if d.once_in(2):
        text += default(d)
    return text, more(d)


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit():
        sys.exit(__doc__)
    menu, beside = make(int(sys.argv[1]))
    print(menu + "# more.cfg\n" + beside, end="")


if __name__ == "__main__":
    main()
