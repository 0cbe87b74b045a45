# SPDX-License-Identifier: GPL-3.0-or-later
"""Kickstart files that leave a system which pygrub can boot."""

from __future__ import annotations

import ctypes
import time
from ctypes import byref, c_size_t, c_void_p
from typing import Any, Optional, Union

from . import _args, _report
from ._library import call, library, listed, make, new, text
from ._note import Note, note_of
from ._options import SETUP, set_all


def kickstart(report: Optional[_report.Report] = None, request: Optional[dict[str, Any]] = None,
              **setup: Union[str, int, bool, list[str], None]) -> tuple[str, tuple[Note, ...]]:
    """A kickstart of EL7, and what there is to remark of it.

    report is the medium that is to be installed from, request what Report.args() takes; of the
    rest, root_hash="$6$…" or lock_root=True is needed: ssh_key=["ssh-ed25519 …"], disk="xvda",
    boot_fs="ext4", swap=1024, lang, keyboard, timezone, package=["vim", "@base"] …

    Raises Error: EOPNOTSUPP a medium of another family, ENOKEY neither hash nor lock …
    """
    handle = new(library.setup_new)
    try:
        set_all(library.setup_set, handle, SETUP, setup)
        with _args.Request(request or {}) as asked:
            made = make(library.kickstart, report._handle if report is not None else None,
                        asked.address, handle)
    finally:
        library.setup_free(handle)
    try:
        return (text(library.kickstart_text(made)) or "",
                tuple(note_of(note) for note in listed(library.kickstart_note, made)))
    finally:
        library.kickstart_free(made)


def oemdrv(kickstart_text: Union[str, bytes], when: Optional[float] = None) -> bytes:
    """The ISO 9660 image labelled OEMDRV on which EL7's installer looks for its kickstart.

    when is the date of everything on it, in seconds since 1970; now where it is not given.
    """
    data = kickstart_text.encode() if isinstance(kickstart_text, str) else bytes(kickstart_text)
    image, size, error = c_void_p(), c_size_t(), int(time.time() if when is None else when)
    call(library.oemdrv, data, len(data), error, byref(image), byref(size))
    try:
        return ctypes.string_at(image, size.value)
    finally:
        library.free(image)
