# SPDX-License-Identifier: GPL-3.0-or-later
"""What a medium is."""

from __future__ import annotations

import json
from typing import Any, Optional, Union

from . import _args
from ._entry import Entry, entry_of
from ._handles import Handle
from ._library import PRINT, bytes_of, library, listed, make, take_text, text
from ._note import Note, note_of


class Report(Handle):
    """Everything that Medium.inspect() found; it does not need the medium any more.

    Texts of the medium may hold control characters, and surrogates where they are no UTF-8: see
    os.fsencode(). str() is the table that "isoargs inspect" prints.
    """

    def __init__(self, address: int) -> None:
        super().__init__(address, library.report_free)

    def _text(self, function: Any) -> Optional[str]:
        with self._lock:
            return text(function(self._handle))

    @property
    def label(self) -> Optional[str]:
        """The volume label that the medium's own installer sees."""
        return self._text(library.report_label)

    @property
    def label_encoded(self) -> Optional[str]:
        r"""The same as udev names its by-label link: "CentOS\x207\x20x86_64"."""
        return self._text(library.report_label_encoded)

    @property
    def uuid(self) -> Optional[str]:
        """The volume's UUID, YYYY-MM-DD-hh-mm-ss-cc."""
        return self._text(library.report_uuid)

    @property
    def distribution(self) -> Optional[str]:
        """As "CentOS"."""
        return self._text(library.report_distribution)

    @property
    def version(self) -> Optional[str]:
        """As "7" or "9.4"."""
        return self._text(library.report_version)

    @property
    def variant(self) -> Optional[str]:
        """As "Server" or "BaseOS"."""
        return self._text(library.report_variant)

    @property
    def arch(self) -> Optional[str]:
        """As "x86_64"."""
        return self._text(library.report_arch)

    @property
    def osinfo_id(self) -> Optional[str]:
        """What libosinfo's database calls it, for virt-install's --osinfo: "centos7.0"."""
        return self._text(library.report_osinfo_id)

    @property
    def generation(self) -> Optional[int]:
        """The EL major release whose rules the installer follows; None: of another family."""
        with self._lock:
            return library.report_generation(self._handle) or None

    @property
    def missing(self) -> int:
        """Bytes of the volume that a truncated image lacks."""
        with self._lock:
            return int(library.report_missing(self._handle))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What there was to remark on the way."""
        with self._lock:
            return tuple(note_of(note) for note in listed(library.report_note, self._handle))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every entry of every boot menu, submenus and their entries among them."""
        with self._lock:
            return tuple(entry_of(entry) for entry in listed(library.report_entry, self._handle))

    def find(self, which: str) -> Entry:
        """The entry that a person names: its number, id or title, with its menu before it or not.

        Raises Error: ENOENT no such entry; EINVAL two menus of one file have it.
        """
        with self._lock:
            return entry_of(make(library.report_find, self._handle, bytes_of(which, "which")))

    def args(self, **request: Union[str, int, bool, list[str], None]) -> _args.Args:
        """The arguments that start the medium's installer, as the keywords ask.

        They are what "isoargs args --help" lists, with "_" for "-": graphical=True,
        ip="192.0.2.10/24", nameserver=["192.0.2.53"], guest="kvm", entry="linux", drop=["quiet"] …

        Raises Error as isoargs_derive() fails: ENOENT no entry that installs, EINVAL keywords
        that exclude one another, EOPNOTSUPP what this installer cannot express …
        """
        with _args.Request(request) as asked, self._lock:
            address = make(library.derive, self._handle, asked.address)
        return _args.Args(address)

    def to_dict(self) -> dict[str, Any]:
        """The document of "isoargs inspect --json"."""
        with self._lock:
            return dict(json.loads(take_text(library.report_json, self._handle, PRINT)))

    def menus(self) -> dict[str, Any]:
        """The document of "isoargs menu --json"."""
        with self._lock:
            return dict(json.loads(take_text(library.report_menu_json, self._handle, PRINT)))

    def menu_text(self) -> str:
        """The menus as "isoargs menu" prints them."""
        with self._lock:
            return take_text(library.report_menu_text, self._handle, PRINT)

    def __str__(self) -> str:
        with self._lock:
            return take_text(library.report_text, self._handle, PRINT)

    def __repr__(self) -> str:
        return "<isoargs.Report, closed>" if self.closed else \
            f"<isoargs.Report {self.distribution} {self.version} {self.label!r}>"
