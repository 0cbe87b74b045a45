# SPDX-License-Identifier: GPL-3.0-or-later
r"""What must be handed to the hypervisor so that an installation medium's own installer starts.

    import isoargs

    with isoargs.open("CentOS-7-x86_64-DVD.iso") as medium:
        report = medium.inspect()
        args = report.args(ip="192.0.2.10/24", gateway="192.0.2.1", nameserver="192.0.2.53")
        print(report.osinfo_id, args)
        for finding in medium.check(report, args=args).findings:
            print(finding.verdict.name, finding)
        with medium.file(report, args.entry.kernel_location) as kernel:
            print(kernel.kernel().modes, len(kernel.read()))

Texts that come from a medium may hold anything: control characters, and surrogates for bytes that
are no UTF-8. Calls that fail raise isoargs.Error, which says what was found where; what a medium
lacks is None. Objects may be used by several threads; one that is in use makes the others wait.
"""

from __future__ import annotations

from typing import Optional

from ._args import Args, Boots, Installer, Origin, Word
from ._entry import Entry
from ._kickstart import kickstart, oemdrv
from ._library import Error, bytes_of as _bytes_of, library as _lib, new_text as _new_text, \
    text as _text
from ._medium import Checks, File, Finding, Kernel, Medium, Source, Verdict
from ._note import Note, Severity
from ._report import Report

__all__ = ["Args", "Boots", "Checks", "Entry", "Error", "File", "Finding", "Installer", "Kernel",
           "Medium", "Note", "Origin", "Report", "Severity", "Verdict", "Word", "kickstart",
           "label_encode", "oemdrv", "open", "version"]


def open(source: Source, name: Optional[str] = None, *,  # pylint: disable=redefined-builtin
         remote: bool = False) -> Medium:
    """A medium: a path (of an image, a device or a folder), a descriptor, bytes, or an object with
    read() and seek().

    name is what errors call it. remote says of an object that each read takes long: few are made
    then, of large windows.

    Raises Error: ENOENT, EACCES … of the path, ENODATA it is empty; TypeError anything else.
    """
    return Medium(source, name, remote=remote)


def version() -> str:
    """Of libisoargs, as "0.2.0"."""
    return _text(_lib.version()) or ""


def label_encode(label: str) -> str:
    r"""A volume label as udev names its by-label link: blanks are \x20."""
    return _new_text(_lib.label_encode, _bytes_of(label, "label"))
