# SPDX-License-Identifier: GPL-3.0-or-later
"""What there is to remark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Optional

from ._library import keywords, library, offset_of, spelled, text


class Severity(Enum):
    """How much a note weighs."""

    INFO = 0  #: worth knowing
    WARNING = 1  #: doubtful: the result may not be what the user wants
    ERROR = 2  #: something on the medium could not be used


@dataclass(frozen=True)
class Note:
    """One finding about a medium, or about what is derived from it. Unknown fields are None."""

    severity: Severity
    code: str  #: a stable word, as "truncated"
    text: str
    option: Optional[str] = None  #: the keyword that it is about
    file: Optional[str] = None  #: inside the image
    line: Optional[int] = None
    column: Optional[int] = None
    offset: Optional[int] = None

    def __str__(self) -> str:
        place = "".join(f"{part}:" for part in (self.file, self.line, self.column) if part)
        return f"{place} {self.text}" if place else self.text


def note_of(handle: Any) -> Note:
    return Note(Severity(library.note_severity(handle)), text(library.note_code(handle)) or "",
                spelled(library.note_text(handle)) or "", keywords.get(library.note_option(handle)),
                text(library.note_file(handle)), library.note_line(handle) or None,
                library.note_column(handle) or None, offset_of(library.note_offset, handle))
