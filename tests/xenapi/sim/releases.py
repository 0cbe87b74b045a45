# SPDX-License-Identifier: GPL-3.0-or-later
"""What differs between the releases that the simulator can be."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Release:
    name: str
    product: str
    api: str
    brand: str
    platform: str
    pv: bool = True          # PV guests run
    templates: bool = True   # the PV templates of EL6 are installed
    eliloader: bool = True
    fixed: bool = False      # default templates have the same uuids everywhere

    def has(self, api):
        """Is this at least that version of the API?"""
        return number(self.api) >= number(api)


def number(version):
    return tuple(int(part) for part in version.split("."))


RELEASES = {r.name: r for r in (
    Release("5.5", "5.5.0", "1.6", "XenServer", ""),
    Release("5.6", "5.6.100", "1.8", "XenServer", "1.0.99"),
    Release("6.0", "6.0.2", "1.9", "XenServer", "1.4.90"),
    Release("6.1", "6.1.0", "1.10", "XenServer", "1.6.10"),
    Release("6.2", "6.2.0", "2.0", "XenServer", "1.8.0"),
    Release("6.5", "6.5.0", "2.3", "XenServer", "1.9.0"),
    Release("7.1", "7.1.0", "2.6", "XenServer", "2.2.0", fixed=True),
    Release("7.6", "7.6.0", "2.11", "XCP-ng", "2.7.1", fixed=True),
    Release("8.0", "8.0.0", "2.12", "XCP-ng", "3.0.0", fixed=True),
    Release("8.2", "8.2.1", "2.15", "XCP-ng", "3.2.1", templates=False, fixed=True),
    Release("8.3", "8.3.0", "2.21", "XCP-ng", "3.4.0", pv=False, templates=False,
            eliloader=False, fixed=True),
)}


def of_api(version):
    """The newest one that knows no more than that version of the API."""
    known = [r for r in RELEASES.values() if number(r.api) <= version]
    return max(known, key=lambda r: number(r.api), default=RELEASES["5.5"]).name
