# SPDX-License-Identifier: GPL-3.0-or-later
"""What is handed to the hypervisor."""

from __future__ import annotations

import json
from ctypes import c_void_p
from dataclasses import dataclass
from enum import Enum
from typing import Any, Optional, Union

from ._entry import Entry, entry_of
from ._handles import Handle
from ._library import PRINT, call, keywords, library, listed, new, spelled, take_text, text
from ._note import Note, note_of
from ._options import GUEST, REQUEST, number_of, set_all


class Origin(Enum):
    """Where a word comes from."""

    ENTRY = 0  #: the medium's own menu entry
    LABEL = 1  #: computed from the volume label, the UUID or the device
    OPTION = 2  #: a keyword asked for it
    RULE = 3  #: the installer's generation calls for it


class Boots(Enum):
    """What the entry that arguments are built on boots."""

    UNKNOWN = 0
    INSTALLER = 1
    LIVE = 2
    RESCUE = 3
    SYSTEM = 4
    TOOL = 5


class Installer(Enum):
    """Whose words the arguments are."""

    UNKNOWN = 0
    ANACONDA = 1
    DEBIAN = 2
    CASPER = 3
    LINUXRC = 4
    AGAMA = 5
    ARCH = 6
    ALPINE = 7
    COREOS = 8
    LIVE = 9
    HOST = 10


@dataclass(frozen=True)
class Word:
    """One word of the arguments, or one that was dropped."""

    text: str
    origin: Origin
    option: Optional[str] = None  #: the keyword that asked for it
    file: Optional[str] = None  #: the configuration that it comes from
    line: Optional[int] = None
    reason: Optional[str] = None
    source: Optional[str] = None  #: where it is written that the installer reads it so

    def __str__(self) -> str:
        return self.text


def _word_of(handle: Any) -> Word:
    return Word(text(library.word_text(handle)) or "", Origin(library.word_origin(handle)),
                keywords.get(library.word_option(handle)), text(library.word_file(handle)),
                library.word_line(handle) or None, spelled(library.word_reason(handle)),
                text(library.word_source(handle)))


class Request:
    """What is asked of an installer, for the length of a "with"."""

    def __init__(self, wanted: dict[str, Any]) -> None:
        self._wanted = wanted
        self.address: Any = None

    def __enter__(self) -> Request:
        self.address = new(library.request_new)
        try:
            set_all(library.request_set, self.address, REQUEST, self._wanted)
        except BaseException:
            library.request_free(self.address)
            raise
        return self

    def __exit__(self, *_: Any) -> None:
        library.request_free(self.address)


class Args(Handle):
    """The arguments for one medium and one request; str() is the line, byte for byte.

    The line may hold a VNC password.
    """

    def __init__(self, address: int) -> None:
        super().__init__(address, library.args_free)

    def __str__(self) -> str:
        with self._lock:
            return text(library.args_string(self._handle)) or ""

    def __repr__(self) -> str:
        return "<isoargs.Args, closed>" if self.closed else "<isoargs.Args>"

    @property
    def entry(self) -> Entry:
        """The menu entry that was chosen, with kernel and RAM disks."""
        with self._lock:
            return entry_of(library.args_entry(self._handle))

    @property
    def words(self) -> tuple[Word, ...]:
        """Each word of the line, and where it comes from."""
        with self._lock:
            return tuple(_word_of(word) for word in listed(library.args_word, self._handle))

    @property
    def dropped(self) -> tuple[Word, ...]:
        """The words of the medium's entry that were left out."""
        with self._lock:
            return tuple(_word_of(word) for word in listed(library.args_dropped, self._handle))

    @property
    def notes(self) -> tuple[Note, ...]:
        """What there is to remark; what is remarked of the medium is in its report."""
        with self._lock:
            return tuple(note_of(note) for note in listed(library.args_note, self._handle))

    @property
    def boots(self) -> Boots:
        """What the entry boots."""
        with self._lock:
            return Boots(library.args_boots(self._handle))

    @property
    def installer(self) -> Installer:
        """Whose words they are."""
        with self._lock:
            return Installer(library.args_installer(self._handle))

    def set_kernel(self, kernel: Any) -> None:
        """Has format() write no guest that could not be started of this Kernel."""
        with self._lock:
            call(library.args_set_kernel, self._handle, kernel._handle)

    def format(self, how: str, **guest: Union[str, int, bool, list[str], None]) -> str:
        """The arguments in the words of whoever takes them.

        how is raw, json, shell, xe, xl, libvirt, qemu, virt-install, kexec, ipxe, pxelinux or
        grub; the keywords say what the guest is to be: name="c7", memory=3072, vcpus=2,
        disk="/dev/vg/c7", bridge="xenbr0", kernel="/boot/vmlinuz", initrd=["/boot/initrd.img"] …

        Raises Error: EINVAL what the format has no use for, or needs; EOPNOTSUPP what it cannot
        carry; E2BIG a line that the host would cut.
        """
        number = number_of(library.format_parse, how, "how")
        made = new(library.guest_new)
        try:
            set_all(library.guest_set, made, GUEST, guest)
            with self._lock:
                return take_text(library.args_format, self._handle, c_void_p(made), number, PRINT)
        finally:
            library.guest_free(made)

    def to_dict(self) -> dict[str, Any]:
        """The document of "isoargs --format json"."""
        return dict(json.loads(self.format("json")))

    def explain(self) -> str:
        """Where each word comes from, as "isoargs --explain" prints it, without passwords."""
        with self._lock:
            return take_text(library.args_explain, self._handle, PRINT)
