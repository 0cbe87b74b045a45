# SPDX-License-Identifier: GPL-3.0-or-later
"""Objects of the library as objects of Python: freed once, used by one thread at a time."""

from __future__ import annotations

import threading
import weakref
from typing import Any, Callable, Optional


class Handle:
    """An object of the library, freed by close(), by "with" or with this object."""

    def __init__(self, address: int, free: Callable[[Any], Any]) -> None:
        self._address: Optional[int] = address
        self._lock = threading.RLock()
        self._free = weakref.finalize(self, free, address)

    @property
    def _handle(self) -> int:
        if self._address is None:
            raise ValueError(f"this {type(self).__name__} is closed")
        return self._address

    def close(self) -> None:
        """Frees what the library holds; what was taken from it before stays valid."""
        with self._lock:
            self._address = None
            self._free()

    @property
    def closed(self) -> bool:
        """Was it closed?"""
        return self._address is None

    def __enter__(self) -> Any:
        self._handle  # pylint: disable=pointless-statement # raises where it is closed
        return self

    def __exit__(self, *_: Any) -> None:
        self.close()
