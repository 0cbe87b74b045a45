# SPDX-License-Identifier: GPL-3.0-or-later
"""Entries of boot menus."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Optional

from ._library import library, listed, text


@dataclass(frozen=True)
class Entry:
    """One entry of one boot menu."""

    file: str  #: the configuration, as "ISO:/EFI/BOOT/grub.cfg"
    line: int
    path: str  #: its number, as "2>0"
    title: str
    id: str
    is_submenu: bool
    is_default: bool  #: is it what an unattended boot starts?
    kernel: Optional[str]  #: the path as the configuration has it
    initrds: tuple[str, ...]
    cmdline: str
    kernel_location: Optional[str]  #: for Medium.file(); None: on another device
    initrd_locations: tuple[str, ...]  #: empty where one of them lies on another device


def entry_of(handle: Any) -> Entry:
    initrds = tuple(text(raw) or "" for raw in listed(library.entry_initrd, handle))
    locations = tuple(text(raw) or "" for raw in listed(library.entry_initrd_location, handle))
    return Entry(
        file=text(library.entry_file(handle)) or "", line=library.entry_line(handle),
        path=text(library.entry_path(handle)) or "", title=text(library.entry_title(handle)) or "",
        id=text(library.entry_id(handle)) or "",
        is_submenu=bool(library.entry_is_submenu(handle)),
        is_default=bool(library.entry_is_default(handle)),
        kernel=text(library.entry_kernel(handle)), initrds=initrds,
        cmdline=text(library.entry_cmdline(handle)) or "",
        kernel_location=text(library.entry_kernel_location(handle)),
        initrd_locations=locations if len(locations) == len(initrds) else ())
