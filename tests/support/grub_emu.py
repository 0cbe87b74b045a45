# SPDX-License-Identifier: GPL-3.0-or-later
"""grub-emu, the real GRUB as a process, and what it tells of the entries that it boots.

It has no command that loads a Linux kernel: 'linux', 'initrd' and their synonyms are, for it,
functions that tell their arguments after GRUB has expanded them.
"""

import fcntl
import os
import pty
import re
import select
import shutil
import struct
import subprocess
import termios
import time

SECONDS = 10  # of one run of grub-emu, which takes a tenth of one
COLUMNS, ROWS = 60000, 60  # GRUB breaks longer lines

LOADERS = ("linux", "linux16", "linuxefi", "initrd", "initrd16", "initrdefi")

WORDS_MAX = 60

# One command: after a 'return', GRUB runs no second one.
LOADER = """
function %s {
	echo "@%s $# [$chosen]@%s"
}
"""

TOLD = re.compile(r"@(\w+) (\d+) \[(.*?)\]@(.*?)\]@\n", re.DOTALL)


def loaders():
    """The functions, as text of a configuration."""
    words = "".join("[${%u}]@" % (i + 1) for i in range(WORDS_MAX))
    return "".join(LOADER % (name, name, words) for name in LOADERS)


def reason_not():
    """Why there is no grub-emu that could be asked; None where there is one."""
    if not shutil.which("grub-emu"):
        return "grub-emu is not installed"
    version = subprocess.run(["grub-emu", "--version"], stdin=subprocess.DEVNULL,
                             capture_output=True, text=True, check=True).stdout.split()[-1]
    if [int(part) for part in re.findall(r"\d+", version)[:2]] >= [2, 12]:
        return ("grub-emu 2.12 and later boot by themselves: their own linux command goes before "
                "the driver's, so that they do not tell the words")
    try:
        for end in pty.openpty():
            os.close(end)
    except OSError:
        return "there are no pseudo terminals, without which grub-emu does not start"
    return None


def environment_block(text):
    block = "# GRUB Environment Block\n" + text
    return block + "#" * (1024 - len(block))


class Terminal:
    """grub-emu on a terminal of its own, until it waits for a key."""

    def __init__(self, *args, size=(ROWS, COLUMNS)):
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
                os.environ["TERM"] = "dumb"
                os.execvp("grub-emu", ["grub-emu", *args])
            finally:
                os._exit(127)

    def read(self):
        """Everything that was shown; None where GRUB came to no end."""
        until = time.monotonic() + SECONDS
        shown = b""
        while not shown.endswith(b"Press any key to continue..."):
            left = until - time.monotonic()
            if left <= 0 or not select.select([self.terminal], [], [], left)[0]:
                return None
            try:
                more = os.read(self.terminal, 65536)
            except OSError:  # the process has ended
                more = b""
            if not more:
                break
            shown += more
        return shown.decode("utf-8", "surrogateescape").replace("\r\n\r", "\n")

    def close(self):
        os.kill(self.process, 9)
        os.waitpid(self.process, 0)
        os.close(self.terminal)


def join(words):
    """A command line of words, as grub-core/lib/cmdline.c puts it together."""
    escaped = [re.sub(r"""(['"\\])""", r"\\\1", word) for word in words]
    return " ".join('"%s"' % word if " " in word else word for word in escaped)


def loaded_in(shown):
    """Title, ids and what the commands of one run have left to boot."""
    titles = re.findall(r"Booting `(.*)'\n", shown)
    entry = {"title": titles[-1] if titles else None}
    for what, count, chosen, text in TOLD.findall(shown):
        words = text[1:].split("]@[")[:int(count)]
        if len(words) != int(count):
            raise AssertionError("more words than the driver tells: " + text)
        if what.startswith("linux"):
            entry.update(command=what, chosen=chosen, kernel=words[0] if words else "",
                         cmdline=join(words[1:]), initrds=[])
        elif "command" in entry:
            entry["initrds"] = words
    return entry


def chosen_of(entries, path):
    """$chosen in the body of an entry: the ids on the way."""
    steps = path.split(">")
    ids = [entries[">".join(steps[:i + 1])]["id"] for i in range(len(steps))]
    return ">".join(step.replace(">", ">>") for step in ids)
