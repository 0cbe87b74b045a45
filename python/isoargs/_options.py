# SPDX-License-Identifier: GPL-3.0-or-later
"""Keyword arguments, by the names that the library gives its options."""

from __future__ import annotations

from collections.abc import Iterable
from ctypes import c_int, byref
from typing import Any, Callable

from ._library import bytes_of, call, keyword_of, names


def _keywords_of(prefix: str) -> dict[str, int]:
    """Of a request, of a guest or of a setup: the number of each keyword, as {"ip": 5, …}."""
    others = [p for p in ("ISOARGS_GUEST_", "ISOARGS_SETUP_") if p != prefix]
    return {keyword_of(name): number for number, name in names.items()
            if name.startswith(prefix) and not any(name.startswith(p) for p in others)
            and name != "ISOARGS_LABEL"}  # which is inspect()'s


REQUEST = _keywords_of("ISOARGS_")
GUEST, SETUP = _keywords_of("ISOARGS_GUEST_"), _keywords_of("ISOARGS_SETUP_")


def _spelled(value: Any, keyword: str) -> bytes:
    return bytes_of(str(value) if isinstance(value, int) else value, keyword)


def _values(value: Any) -> Iterable[Any]:
    """One value, or each of several."""
    if isinstance(value, (str, bytes)) or not isinstance(value, Iterable):
        return (value,)
    return value


def set_all(setter: Callable[..., int], handle: Any, numbers: dict[str, int],
            wanted: dict[str, Any]) -> None:
    """Each keyword's value: True of what takes none, a list of what may be set again.

    None and False are as if the keyword were not there.
    """
    for keyword, value in wanted.items():
        if keyword not in numbers:
            raise TypeError(f"found the keyword {keyword!r}, expected one of "
                            + ", ".join(sorted(numbers)))
        if value is None or value is False:
            continue
        for one in _values(value):
            call(setter, handle, numbers[keyword],
                 None if one is True else _spelled(one, keyword))


def number_of(parse: Callable[..., int], word: str, what: str) -> int:
    """The number of a dialect, a platform or a format."""
    number = c_int()
    if parse(bytes_of(word, what), byref(number)) < 0:
        raise ValueError(f"{what}: found {word!r}, which is none")
    return number.value
