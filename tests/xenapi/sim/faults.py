# SPDX-License-Identifier: GPL-3.0-or-later
"""What is to go wrong, and when: WHERE=WHAT, as ../README.md lists them."""

import os
import re
import signal
import threading
import time

from .wire import Failure

WHERE = re.compile(r"(?P<name>any|[A-Za-z_]+(\.[A-Za-z_]+)*)(#(?P<nth>\d+))?"
                   r"(\*(?P<times>\d+|all))?")
KINDS = ("error", "task", "midway", "http", "cut", "delay", "slow", "restart", "busy", "signal",
         "hold", "reply", "page", "redirect", "cancel", "vanish")


class Cut(Exception):
    """The connection is to end without an answer."""


class Http(Exception):
    """An HTTP status instead of an answer."""

    def __init__(self, status, page=None, location=None):
        super().__init__(status)
        self.status, self.page, self.location = status, page, location


class Raw(Exception):
    """These bytes as the answer."""

    def __init__(self, data):
        super().__init__(len(data))
        self.data = data


class Fault:
    def __init__(self, text):
        where, equals, what = text.partition("=")
        match = WHERE.fullmatch(where)
        self.kind, *self.args = what.split(":")
        if not match or not equals or self.kind not in KINDS:
            raise ValueError(f"'{text}' is no fault: NAME[#N][*TIMES]=KIND[:ARGUMENT…]")
        self.text = text
        self.name = match["name"]
        self.nth = int(match["nth"] or 1)
        times = match["times"] or "1"
        self.last = None if times == "all" else self.nth + int(times) - 1
        self.seen = 0
        self.until = None  # of a window in time
        self.check()

    def check(self):
        """ValueError unless the arguments are what the kind wants."""
        if self.kind in ("delay", "slow", "busy", "http"):
            good = len(self.args) == 1 and float(self.args[0]) >= 0
        elif self.kind in ("cut", "hold"):
            good = self.args in (["before"], ["after"])
        elif self.kind in ("page", "redirect"):
            good = len(self.args) > 1 and self.args[0].isdigit()
        elif self.kind == "restart":
            good = self.args[:1] in (["before"], ["after"]) and self.args[1:] in ([], ["refs"])
        elif self.kind == "signal":
            good = len(self.args) > 2 and self.args[1] in ("before", "after") \
                and hasattr(signal, "SIG" + self.args[0])
        else:
            good = self.kind in ("cancel", "vanish") or bool(self.args[:1])
        if not good:
            raise ValueError(f"'{self.text}': wrong arguments")

    def strikes(self, name):
        if self.name not in ("any", name):
            return False
        self.seen += 1
        if self.kind == "busy":
            # a window opens with the first call and closes by the clock
            if self.seen == self.nth:
                self.until = time.monotonic() + float(self.args[0])
            return self.until is not None and time.monotonic() < self.until
        return self.seen >= self.nth and (self.last is None or self.seen <= self.last)

    @property
    def failure(self):
        return Failure(*self.args)


class Faults:
    def __init__(self, specs):
        self.lock = threading.Lock()
        self.list = [Fault(s) for s in specs]
        self.released = threading.Event()
        self.held = None

    def add(self, text):
        fault = Fault(text)
        with self.lock:
            self.list.append(fault)

    def clear(self):
        with self.lock:
            self.list.clear()
        self.release()

    def take(self, name):
        with self.lock:
            return [f for f in self.list if f.strikes(name)]

    def hold(self, name):
        self.released.clear()
        self.held = name
        self.released.wait()
        self.held = None

    def release(self):
        self.released.set()


def send_signal(name, path):
    """To the process whose number a file holds; one that has ended cannot be hit."""
    with open(path, encoding="ascii") as file:
        number = int(file.read())
    try:
        os.kill(number, getattr(signal, "SIG" + name))
    except ProcessLookupError:
        pass
