# SPDX-License-Identifier: GPL-3.0-or-later
"""The calls that do more than read or write a field, by name."""

CALLS = {}


def call(name):
    def keep(function):
        CALLS[name] = function
        return function
    return keep
