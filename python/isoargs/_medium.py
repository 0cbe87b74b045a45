# SPDX-License-Identifier: GPL-3.0-or-later
"""The bytes of a medium, wherever they are, and its files."""

from __future__ import annotations

import ctypes
import errno
import io
import json
import os
import weakref
from ctypes import byref, c_char_p, c_uint64
from dataclasses import dataclass
from enum import Enum
from typing import Any, BinaryIO, Callable, Optional, Union

from . import _args, _report
from ._handles import Handle
from ._library import (PRINT, PROGRESS, READ, ChecksOptions, InspectOptions, Reader, bytes_of, call,
                       keywords, library, listed, make, offset_of, spelled, take_text, text)
from ._options import number_of

Source = Union[str, bytes, "os.PathLike[str]", int, bytearray, memoryview, BinaryIO]
Progress = Callable[[int, int], Any]

_ARGS_ONLY, _REMOTE, _DISTANT = 1, 1, 2


class Verdict(Enum):
    """What a check found."""

    OK = 0
    WARNING = 1  #: doubtful: it may not do what the user wants
    ERROR = 2  #: the installer would not start, or would stop, in the guest


@dataclass(frozen=True)
class Finding:
    """One line of the checks."""

    verdict: Verdict
    code: str  #: a stable word, as "kernel"
    message: str  #: the whole sentence, place and remedy included
    text: str
    option: Optional[str] = None
    file: Optional[str] = None
    line: Optional[int] = None
    column: Optional[int] = None
    offset: Optional[int] = None
    remedy: Optional[str] = None

    def __str__(self) -> str:
        return self.message


def _finding_of(handle: Any) -> Finding:
    return Finding(
        Verdict(library.finding_verdict(handle)), text(library.finding_code(handle)) or "",
        spelled(library.finding_message(handle)) or "", spelled(library.finding_text(handle)) or "",
        keywords.get(library.finding_option(handle)), text(library.finding_file(handle)),
        library.finding_line(handle) or None, library.finding_column(handle) or None,
        offset_of(library.finding_offset, handle), spelled(library.finding_remedy(handle)))


class Checks(Handle):
    """What there is to say before a medium is booted. str() is what "isoargs check -v" prints."""

    def __init__(self, address: int) -> None:
        super().__init__(address, library.checks_free)

    @property
    def verdict(self) -> Verdict:
        """The worst of the findings."""
        with self._lock:
            return Verdict(library.checks_verdict(self._handle))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One a check."""
        with self._lock:
            return tuple(_finding_of(one)
                         for one in listed(library.checks_finding, self._handle))

    def to_dict(self) -> dict[str, Any]:
        """The document of "isoargs check --json"."""
        with self._lock:
            return dict(json.loads(take_text(library.checks_json, self._handle, PRINT)))

    def __str__(self) -> str:
        with self._lock:
            return take_text(library.checks_text, self._handle, PRINT)


class Kernel(Handle):
    """What a kernel is, and as which kind of guest Xen can start it."""

    _MODES = {"pv": 1, "pvh": 2}

    def __init__(self, address: int) -> None:
        super().__init__(address, library.kernel_free)

    @property
    def modes(self) -> frozenset[str]:
        """"pv" and "pvh", as its notes have it; what starts by itself is not among them."""
        with self._lock:
            found = library.kernel_modes(self._handle)
        return frozenset(name for name, bit in self._MODES.items() if found & bit)

    @property
    def bits(self) -> Optional[int]:
        """32 or 64; None where the boot protocol is too old to say."""
        with self._lock:
            return library.kernel_bits(self._handle) or None

    @property
    def version(self) -> Optional[str]:
        """As "3.10.0-1160.el7.x86_64 (builder@host) #1 SMP …"."""
        with self._lock:
            return text(library.kernel_version(self._handle))

    @property
    def packing(self) -> str:
        """gzip, xz, lzma, zstd, lz4, bzip2, none or unknown."""
        with self._lock:
            return text(library.kernel_packing(self._handle)) or ""

    @property
    def reason(self) -> str:
        """Which notes decide."""
        with self._lock:
            return text(library.kernel_reason(self._handle)) or ""

    @property
    def notes(self) -> dict[str, str]:
        """Its Xen notes: {"GUEST_OS": "linux", "VIRT_BASE": "0x…", …}; of several the last."""
        with self._lock:
            names = [text(raw) or "" for raw in listed(library.kernel_note_name, self._handle)]
            return {name: text(library.kernel_note_value(self._handle, index)) or ""
                    for index, name in enumerate(names)}


class File(io.RawIOBase):
    """A file of a medium, to be read and sought in; its medium has to be open."""

    def __init__(self, medium: Medium, address: int) -> None:
        super().__init__()
        self._inner = Handle(address, library.file_free)
        self._medium = medium
        self._at = 0
        self.name = text(library.file_location(address)) or ""
        self.size = library.file_size(address)  #: bytes

    @property
    def checksum(self) -> Optional[tuple[str, str]]:
        """("sha256", hexadecimal digits) of the medium's own .treeinfo, or None."""
        kind = c_char_p()
        with self._medium._lock:
            digits = text(library.file_checksum(self._inner._handle, byref(kind)))
        return (text(kind.value) or "", digits) if digits is not None else None

    def kernel(self) -> Kernel:
        """What Xen can start it as. Raises Error: EBADMSG it is no kernel …"""
        with self._medium.reading():
            return Kernel(make(library.kernel_read, self._inner._handle))

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}.get(whence)
        if start is None:
            raise ValueError(f"whence: found {whence}, expected 0, 1 or 2")
        if start + offset < 0:
            raise ValueError(f"found the position {start + offset}, expected one from 0 on")
        self._at = start + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: Any) -> int:
        view = memoryview(buffer).cast("B")
        size = int(max(0, min(len(view), self.size - self._at)))
        if size:
            room = (ctypes.c_char * size).from_buffer(view)
            with self._medium.reading():
                call(library.file_read, self._inner._handle, self._at, room, size)
            self._at += size
        return size

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


class _Given:
    """What hands over the bytes of an object with read() and seek().

    An exception of its own ends the call of the library, and is raised by that.
    """

    def __init__(self, given: Any) -> None:
        self.given = given
        self.raised: Optional[BaseException] = None
        self.size = given.seek(0, os.SEEK_END)
        if not isinstance(self.size, int):
            raise TypeError(f"seek(): found {type(self.size).__name__}, expected an int")
        self.callback = READ(self._read)

    def _read(self, room: int, size: int, offset: int, _: Any) -> int:
        try:
            self.given.seek(offset)
            data = self.given.read(size)
            if data is None:  # nothing there yet, of one that does not wait
                return -errno.EAGAIN
            data = bytes(memoryview(data))
            if len(data) > size:
                raise ValueError(f"read(): found {len(data)} bytes, expected at most {size}")
            ctypes.memmove(room, data, len(data))
            return len(data)
        except BaseException as error:  # pylint: disable=broad-except # it is raised again
            self.raised = error
            return -errno.EIO


class Medium(Handle):
    """An image or a folder: a path, a descriptor, bytes, or an object with read() and seek()."""

    def __init__(self, source: Source, name: Optional[str] = None, *, remote: bool = False) -> None:
        self._given: Optional[_Given] = None
        self._kept: Any = None
        self._files: weakref.WeakSet[File] = weakref.WeakSet()
        super().__init__(self._open(source, name, remote), library.image_free)

    def _open(self, source: Source, name: Optional[str], remote: bool) -> int:
        if isinstance(source, bool) or source is None:
            raise TypeError(f"found {source!r}, expected a path, a descriptor, bytes or an object "
                            "with read() and seek()")
        if isinstance(source, (bytes, bytearray, memoryview)):
            self._kept = bytes(source)  # must not change
            return make(library.image_open_memory, self._kept, len(self._kept),
                        bytes_of(name or "memory", "name"))
        if isinstance(source, int):
            return make(library.image_open_fd, source,
                        bytes_of(name or f"descriptor {source}", "name"))
        if isinstance(source, (str, os.PathLike)):
            return make(library.image_open, bytes_of(source, "path"))
        return self._open_object(source, name, remote)

    def _open_object(self, source: Any, name: Optional[str], remote: bool) -> int:
        if not callable(getattr(source, "read", None)) or not callable(
                getattr(source, "seek", None)):
            raise TypeError(f"found {type(source).__name__}, expected a path, a descriptor, bytes "
                            "or an object with read() and seek()")
        self._given = _Given(source)
        reader = Reader(self._given.callback, self._given.size, None,
                        _REMOTE | _DISTANT if remote else 0)
        own = getattr(source, "name", None)
        return make(library.image_open_reader, byref(reader),
                    bytes_of(name or (own if isinstance(own, (str, bytes)) else "object"), "name"))

    def reading(self) -> _Reading:
        """What every call that reads goes on in."""
        return _Reading(self)

    @property
    def name(self) -> str:
        """What errors call it."""
        with self._lock:
            return text(library.image_name(self._handle)) or ""

    @property
    def size(self) -> int:
        """Bytes; 0 of a folder."""
        with self._lock:
            return int(library.image_size(self._handle))

    @property
    def cost(self) -> tuple[int, int]:
        """Reads so far, and the bytes that they brought."""
        reads, size = c_uint64(), c_uint64()
        with self._lock:
            library.image_cost(self._handle, byref(reads), byref(size))
        return reads.value, size.value

    def inspect(self, *, depth: str = "full", dialect: Optional[str] = None,
                platform: Optional[str] = None, label: Optional[str] = None) -> _report.Report:
        """Finds out what the medium is.

        depth "args" looks only at what Report.args() needs. dialect (stock, rhel7, rhel8, rhel9)
        is the GRUB that reads the menus, platform (bios, efi) the firmware; label that of the
        volume that a folder is on.

        Raises Error: EBADMSG no ISO 9660 volume, ENODATA it ends too soon …
        """
        options = InspectOptions()
        if depth not in ("full", "args"):
            raise ValueError(f"depth: found {depth!r}, expected full or args")
        options.depth = _ARGS_ONLY if depth == "args" else 0
        if dialect is not None:
            options.dialect = number_of(library.dialect_parse, dialect, "dialect")
        if platform is not None:
            options.platform = number_of(library.platform_parse, platform, "platform")
        options.label = None if label is None else bytes_of(label, "label")
        with self.reading():
            return _report.Report(make(library.inspect, self._handle, byref(options)))

    def check(self, report: _report.Report, *, args: Optional[_args.Args] = None,
              memory: int = 0, cheap: bool = False, **request: Any) -> Checks:
        """Says before it is booted whether the installer starts.

        args are those that report.args(**request) gave, if it did; memory is MiB of the guest.
        """
        options = ChecksOptions(depth=int(cheap), memory=memory)
        with _args.Request(request) as asked, self.reading(), report._lock:
            options.request = asked.address
            options.args = args._handle if args is not None else None
            return Checks(make(library.checks_run, self._handle, report._handle, byref(options)))

    def file(self, report: _report.Report, location: str) -> File:
        """Opens a file, as Entry.kernel_location names it: "ISO:/images/pxeboot/vmlinuz".

        Raises Error: ENOENT there is none, EINVAL the location names no file system …
        """
        with self.reading(), report._lock:
            opened = File(self, make(library.file_open, self._handle, report._handle,
                                     bytes_of(location, "location")))
        self._files.add(opened)
        return opened

    def verify(self, progress: Optional[Progress] = None) -> Optional[bool]:
        """Reads all of it and compares it with the checksum that is embedded in it.

        True it is right, None there is none; raises Error EBADMSG where it differs. progress is
        called with the bytes that are done and all; what it raises ends the call.
        """
        raised: list[BaseException] = []

        def tell(done: int, total: int, _: Any) -> int:
            try:
                if progress is not None:
                    progress(done, total)
                return 0
            except BaseException as error:  # pylint: disable=broad-except # it is raised again
                raised.append(error)
                return 1

        try:
            with self.reading():
                return True if call(library.media_verify, self._handle, PROGRESS(tell),
                                    None) == 1 else None
        except Exception:
            if raised:
                raise raised[0] from None
            raise

    def close(self) -> None:
        """Closes it and the files that are open on it; reports stay valid."""
        with self._lock:
            for opened in list(self._files):
                opened.close()
            super().close()

    def __repr__(self) -> str:
        return "<isoargs.Medium, closed>" if self.closed else f"<isoargs.Medium {self.name!r}>"


class _Reading:
    """One call that reads: one thread at a time, and an object's own exception is the answer."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium

    def __enter__(self) -> None:
        self._medium._lock.acquire()
        if self._medium._given:
            self._medium._given.raised = None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        given = self._medium._given
        raised = given.raised if given else None
        self._medium._lock.release()
        if raised is not None:
            raise raised
