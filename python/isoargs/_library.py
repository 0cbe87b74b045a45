# SPDX-License-Identifier: GPL-3.0-or-later
"""libisoargs as ctypes sees it: what is called, with which types, and how a failure comes back."""

from __future__ import annotations

import ctypes
import errno
import os
from ctypes import (CDLL, CFUNCTYPE, POINTER, Structure, byref, c_char_p, c_int, c_long,
                    c_size_t, c_ssize_t, c_uint, c_uint64, c_void_p)
from typing import Any, Callable, Iterator, Optional

SONAME = "libisoargs.so.1"

READ = CFUNCTYPE(c_ssize_t, c_void_p, c_size_t, c_uint64, c_void_p)
PROGRESS = CFUNCTYPE(c_int, c_uint64, c_uint64, c_void_p)
SPELLER = CFUNCTYPE(c_void_p, c_int, c_void_p)


class Reader(Structure):
    """struct isoargs_reader."""

    _fields_ = [("read", READ), ("size", c_uint64), ("data", c_void_p), ("flags", c_uint)]


class InspectOptions(Structure):
    """struct isoargs_inspect_options."""

    _fields_ = [("depth", c_int), ("dialect", c_int), ("platform", c_int), ("label", c_char_p)]


class PrintOptions(Structure):
    """struct isoargs_print_options."""

    _fields_ = [("entry", c_char_p), ("spell", SPELLER), ("user", c_void_p)]


class ChecksOptions(Structure):
    """struct isoargs_checks_options."""

    _fields_ = [("depth", c_int), ("request", c_void_p), ("args", c_void_p), ("memory", c_uint)]


# The result and the arguments of each function; a last "E" is where an error object is put.
_HANDLE, _OUT, _TEXT, _OUT_TEXT = c_void_p, POINTER(c_void_p), c_char_p, POINTER(c_void_p)
_PRINT = POINTER(PrintOptions)
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "version": (_TEXT, []),
    "error_free": (_HANDLE, [_HANDLE]),
    "error_code": (c_int, [_HANDLE]),
    "error_message": (_TEXT, [_HANDLE]),
    "error_option": (c_int, [_HANDLE]),
    "error_text": (_TEXT, [_HANDLE]),
    "error_file": (_TEXT, [_HANDLE]),
    "error_line": (c_uint, [_HANDLE]),
    "error_column": (c_uint, [_HANDLE]),
    "error_offset": (c_int, [_HANDLE, POINTER(c_uint64)]),
    "error_remedy": (_TEXT, [_HANDLE]),
    "note_severity": (c_int, [_HANDLE]),
    "note_code": (_TEXT, [_HANDLE]),
    "note_text": (_TEXT, [_HANDLE]),
    "note_option": (c_int, [_HANDLE]),
    "note_file": (_TEXT, [_HANDLE]),
    "note_line": (c_uint, [_HANDLE]),
    "note_column": (c_uint, [_HANDLE]),
    "note_offset": (c_int, [_HANDLE, POINTER(c_uint64)]),
    "option_name": (_TEXT, [c_int]),
    "spell": (c_int, [_TEXT, SPELLER, c_void_p, _OUT_TEXT]),
    "image_open": (c_int, [_TEXT, _OUT, _OUT]),
    "image_open_fd": (c_int, [c_int, _TEXT, _OUT, _OUT]),
    "image_open_memory": (c_int, [c_void_p, c_size_t, _TEXT, _OUT, _OUT]),
    "image_open_reader": (c_int, [POINTER(Reader), _TEXT, _OUT, _OUT]),
    "image_free": (_HANDLE, [_HANDLE]),
    "image_name": (_TEXT, [_HANDLE]),
    "image_size": (c_uint64, [_HANDLE]),
    "image_cost": (None, [_HANDLE, POINTER(c_uint64), POINTER(c_uint64)]),
    "dialect_parse": (c_int, [_TEXT, POINTER(c_int)]),
    "platform_parse": (c_int, [_TEXT, POINTER(c_int)]),
    "format_parse": (c_int, [_TEXT, POINTER(c_int)]),
    "inspect": (c_int, [_HANDLE, POINTER(InspectOptions), _OUT, _OUT]),
    "report_free": (_HANDLE, [_HANDLE]),
    "report_text": (c_int, [_HANDLE, _PRINT, _OUT_TEXT, _OUT]),
    "report_json": (c_int, [_HANDLE, _PRINT, _OUT_TEXT, _OUT]),
    "report_menu_text": (c_int, [_HANDLE, _PRINT, _OUT_TEXT, _OUT]),
    "report_menu_json": (c_int, [_HANDLE, _PRINT, _OUT_TEXT, _OUT]),
    "report_label": (_TEXT, [_HANDLE]),
    "report_label_encoded": (_TEXT, [_HANDLE]),
    "report_uuid": (_TEXT, [_HANDLE]),
    "report_distribution": (_TEXT, [_HANDLE]),
    "report_version": (_TEXT, [_HANDLE]),
    "report_variant": (_TEXT, [_HANDLE]),
    "report_arch": (_TEXT, [_HANDLE]),
    "report_osinfo_id": (_TEXT, [_HANDLE]),
    "report_generation": (c_uint, [_HANDLE]),
    "report_missing": (c_uint64, [_HANDLE]),
    "report_note": (_HANDLE, [_HANDLE, c_size_t]),
    "report_entry": (_HANDLE, [_HANDLE, c_size_t]),
    "report_find": (c_int, [_HANDLE, _TEXT, _OUT, _OUT]),
    "entry_file": (_TEXT, [_HANDLE]),
    "entry_line": (c_uint, [_HANDLE]),
    "entry_path": (_TEXT, [_HANDLE]),
    "entry_title": (_TEXT, [_HANDLE]),
    "entry_id": (_TEXT, [_HANDLE]),
    "entry_is_submenu": (c_int, [_HANDLE]),
    "entry_is_default": (c_int, [_HANDLE]),
    "entry_kernel": (_TEXT, [_HANDLE]),
    "entry_cmdline": (_TEXT, [_HANDLE]),
    "entry_initrd": (_TEXT, [_HANDLE, c_size_t]),
    "entry_kernel_location": (_TEXT, [_HANDLE]),
    "entry_initrd_location": (_TEXT, [_HANDLE, c_size_t]),
    "label_encode": (c_int, [_TEXT, _OUT_TEXT]),
    "request_new": (c_int, [_OUT]),
    "request_free": (_HANDLE, [_HANDLE]),
    "request_set": (c_int, [_HANDLE, c_int, _TEXT, _OUT]),
    "derive": (c_int, [_HANDLE, _HANDLE, _OUT, _OUT]),
    "args_free": (_HANDLE, [_HANDLE]),
    "args_string": (_TEXT, [_HANDLE]),
    "args_boots": (c_int, [_HANDLE]),
    "args_installer": (c_int, [_HANDLE]),
    "args_guest": (c_int, [_HANDLE]),
    "args_explain": (c_int, [_HANDLE, _PRINT, _OUT_TEXT, _OUT]),
    "args_entry": (_HANDLE, [_HANDLE]),
    "args_word": (_HANDLE, [_HANDLE, c_size_t]),
    "args_dropped": (_HANDLE, [_HANDLE, c_size_t]),
    "args_note": (_HANDLE, [_HANDLE, c_size_t]),
    "args_format": (c_int, [_HANDLE, _HANDLE, c_int, _PRINT, _OUT_TEXT, _OUT]),
    "args_set_kernel": (c_int, [_HANDLE, _HANDLE, _OUT]),
    "word_text": (_TEXT, [_HANDLE]),
    "word_origin": (c_int, [_HANDLE]),
    "word_option": (c_int, [_HANDLE]),
    "word_file": (_TEXT, [_HANDLE]),
    "word_line": (c_uint, [_HANDLE]),
    "word_reason": (_TEXT, [_HANDLE]),
    "word_source": (_TEXT, [_HANDLE]),
    "guest_new": (c_int, [_OUT]),
    "guest_free": (_HANDLE, [_HANDLE]),
    "guest_set": (c_int, [_HANDLE, c_int, _TEXT, _OUT]),
    "checks_run": (c_int, [_HANDLE, _HANDLE, POINTER(ChecksOptions), _OUT, _OUT]),
    "checks_free": (_HANDLE, [_HANDLE]),
    "checks_verdict": (c_int, [_HANDLE]),
    "checks_text": (c_int, [_HANDLE, _PRINT, _OUT_TEXT, _OUT]),
    "checks_json": (c_int, [_HANDLE, _PRINT, _OUT_TEXT, _OUT]),
    "checks_finding": (_HANDLE, [_HANDLE, c_size_t]),
    "checks_add_media": (c_int, [_HANDLE, _HANDLE, PROGRESS, c_void_p, _OUT]),
    "finding_verdict": (c_int, [_HANDLE]),
    "finding_code": (_TEXT, [_HANDLE]),
    "finding_message": (_TEXT, [_HANDLE]),
    "finding_option": (c_int, [_HANDLE]),
    "finding_text": (_TEXT, [_HANDLE]),
    "finding_file": (_TEXT, [_HANDLE]),
    "finding_line": (c_uint, [_HANDLE]),
    "finding_column": (c_uint, [_HANDLE]),
    "finding_offset": (c_int, [_HANDLE, POINTER(c_uint64)]),
    "finding_remedy": (_TEXT, [_HANDLE]),
    "file_open": (c_int, [_HANDLE, _HANDLE, _TEXT, _OUT, _OUT]),
    "file_free": (_HANDLE, [_HANDLE]),
    "file_location": (_TEXT, [_HANDLE]),
    "file_size": (c_uint64, [_HANDLE]),
    "file_read": (c_int, [_HANDLE, c_uint64, c_void_p, c_size_t, _OUT]),
    "file_checksum": (_TEXT, [_HANDLE, POINTER(c_char_p)]),
    "kernel_read": (c_int, [_HANDLE, _OUT, _OUT]),
    "kernel_free": (_HANDLE, [_HANDLE]),
    "kernel_modes": (c_uint, [_HANDLE]),
    "kernel_bits": (c_uint, [_HANDLE]),
    "kernel_version": (_TEXT, [_HANDLE]),
    "kernel_packing": (_TEXT, [_HANDLE]),
    "kernel_reason": (_TEXT, [_HANDLE]),
    "kernel_note_name": (_TEXT, [_HANDLE, c_size_t]),
    "kernel_note_value": (_TEXT, [_HANDLE, c_size_t]),
    "media_verify": (c_int, [_HANDLE, PROGRESS, c_void_p, _OUT]),
    "setup_new": (c_int, [_OUT]),
    "setup_free": (_HANDLE, [_HANDLE]),
    "setup_set": (c_int, [_HANDLE, c_int, _TEXT, _OUT]),
    "kickstart": (c_int, [_HANDLE, _HANDLE, _HANDLE, _OUT, _OUT]),
    "kickstart_free": (_HANDLE, [_HANDLE]),
    "kickstart_text": (_TEXT, [_HANDLE]),
    "kickstart_note": (_HANDLE, [_HANDLE, c_size_t]),
    "oemdrv": (c_int, [c_char_p, c_size_t, c_long, _OUT, POINTER(c_size_t), _OUT]),
}


class _Library:
    """libisoargs, and free(3) of the C library; loaded when the module is."""

    def __init__(self) -> None:
        try:
            library = CDLL(SONAME)
        except OSError as error:
            raise ImportError(f"{error}; where it is installed the dynamic linker has to be told "
                              "of it (ldconfig), or LD_LIBRARY_PATH") from error
        for name, (result, arguments) in _FUNCTIONS.items():
            function = getattr(library, "isoargs_" + name)
            function.restype, function.argtypes = result, arguments
            setattr(self, name, function)
        self.free = CDLL(None).free
        self.free.restype, self.free.argtypes = None, [c_void_p]

    def __getattr__(self, name: str) -> Callable[..., Any]:
        raise AttributeError(name)


library = _Library()


def text(raw: Optional[bytes]) -> Optional[str]:
    """A text of the library's; bytes that are no UTF-8 come back as os.fsencode() takes them."""
    return None if raw is None else raw.decode("utf-8", "surrogateescape")


def _take(address: c_void_p) -> str:
    """A text that the library allocated."""
    try:
        return ctypes.string_at(address.value or 0).decode("utf-8", "surrogateescape")
    finally:
        library.free(address)


def bytes_of(value: Any, what: str) -> bytes:
    """What is handed to the library as a text: a str, bytes or a path, without NUL."""
    try:
        raw = os.fsencode(value)
    except TypeError:
        raise TypeError(f"{what}: found {type(value).__name__}, expected str, bytes or a path") \
            from None
    except UnicodeEncodeError:
        raise ValueError(f"{what}: found a character that the file system's encoding has not") \
            from None
    if b"\0" in raw:
        raise ValueError(f"{what}: found a NUL byte")
    return raw


class Error(Exception):
    """Why a call failed: what was found where, what was expected, what to do about it.

    str() is the whole sentence, place and remedy included. Fields that do not apply are None.
    """

    #: a positive number of errno: EBADMSG contradicts its format, ENODATA ends too soon,
    #: EOPNOTSUPP valid but not handled, E2BIG over budget, EINVAL the caller's mistake,
    #: ENOENT missing from the medium
    errno: int
    text: str  #: the sentence alone
    file: Optional[str]  #: inside the image, as "ISO:/EFI/BOOT/grub.cfg"
    line: Optional[int]  #: from 1
    column: Optional[int]  #: of bytes, from 1
    offset: Optional[int]  #: bytes inside the file, or the image
    option: Optional[str]  #: the keyword at fault, as "ip"
    remedy: Optional[str]  #: what to do about it

    def __init__(self, message: str, code: int) -> None:
        super().__init__(message)
        self.errno = code
        self.text = message
        self.file = self.option = self.remedy = None
        self.line = self.column = self.offset = None


def offset_of(function: Callable[..., int], handle: Any) -> Optional[int]:
    offset = c_uint64()
    return offset.value if function(handle, byref(offset)) == 1 else None


_PREFIX = "ISOARGS_"
_CALLS = {"isoargs_report_menu_text()": "Report.menu_text()", "isoargs_file_open()": "Medium.file()"}


def _read_names() -> dict[int, str]:
    names, number = {}, 1
    while (name := text(library.option_name(number))) is not None:
        names[number] = name
        number += 1
    return names


#: what the library calls each option, by its number
names: dict[int, str] = _read_names()


def keyword_of(name: str) -> str:
    """Of a library's name the word that Python has for it: "ip" for "ISOARGS_IP"."""
    for prefix in ("ISOARGS_GUEST_", "ISOARGS_SETUP_", _PREFIX):
        if name.startswith(prefix):
            return name[len(prefix):].lower()
    return _CALLS.get(name, name)


#: the keyword of each option, by its number
keywords: dict[int, str] = {number: keyword_of(name) for number, name in names.items()
                            if name.startswith(_PREFIX)}

# they live as long as the module, as the library borrows them
_spellings = {number: ctypes.create_string_buffer(keyword_of(name).encode())
              for number, name in names.items()}


def _spell(number: int, _: Any) -> Optional[int]:
    spelling = _spellings.get(number)
    return None if spelling is None else ctypes.addressof(spelling)


_speller = SPELLER(_spell)
_printing = PrintOptions(None, _speller, None)
#: for whatever prints: options go by their keywords
PRINT = byref(_printing)


def spelled(raw: Optional[bytes]) -> Optional[str]:
    """A sentence of the library's, with keywords for its own names of options."""
    if raw is None:
        return None
    address = c_void_p()
    if library.spell(raw, _speller, None, byref(address)) < 0:
        raise MemoryError
    return _take(address)


def _take_error(handle: c_void_p, code: int) -> Exception:
    if code == -errno.ENOMEM:
        return MemoryError()
    if not handle.value:
        return Error(os.strerror(-code), -code)
    error = Error(spelled(library.error_message(handle)) or "", -library.error_code(handle))
    error.text = spelled(library.error_text(handle)) or ""
    error.file = text(library.error_file(handle))
    error.line = library.error_line(handle) or None
    error.column = library.error_column(handle) or None
    error.offset = offset_of(library.error_offset, handle)
    error.option = keywords.get(library.error_option(handle))
    error.remedy = spelled(library.error_remedy(handle))
    return error


def call(function: Callable[..., int], *arguments: Any) -> int:
    """A function whose last argument is an error object; raises what it tells."""
    handle = c_void_p()
    code = function(*arguments, byref(handle))
    try:
        if code < 0:
            raise _take_error(handle, code)
    finally:
        library.error_free(handle)
    return code


def make(function: Callable[..., int], *arguments: Any) -> int:
    """The same of one that makes an object, whose address is returned."""
    handle = c_void_p()
    call(function, *arguments, byref(handle))
    assert handle.value
    return handle.value


def new(function: Callable[[Any], int]) -> int:
    """One that fails for want of memory alone."""
    handle = c_void_p()
    if function(byref(handle)) < 0:
        raise MemoryError
    assert handle.value
    return handle.value


def take_text(function: Callable[..., int], *arguments: Any) -> str:
    """One that allocates a text."""
    return _take(c_void_p(make(function, *arguments)))


def new_text(function: Callable[..., int], value: bytes) -> str:
    """One that allocates a text of another and has no error object."""
    address = c_void_p()
    code = function(value, byref(address))
    if code == -errno.ENOMEM:
        raise MemoryError
    if code < 0:
        raise Error(os.strerror(-code), -code)
    return _take(address)


def listed(function: Callable[[Any, int], Any], handle: Any) -> Iterator[Any]:
    """All that an index from 0 leads to."""
    index = 0
    while (item := function(handle, index)) is not None:
        yield item
        index += 1
