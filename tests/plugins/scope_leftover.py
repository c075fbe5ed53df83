"""Runtime scopes that nobody has cancelled."""

import functools
import weakref
from typing import Any

from console.kernel.runtime import Runtime

_runtimes: "weakref.WeakSet[Runtime]" = weakref.WeakSet()


def running() -> dict[object, str]:
    """Return the open scopes of every living runtime."""
    return {("scope", id(one), name): f"open scope {name!r}" for one in list(_runtimes) for name in one.open_scopes}


def _note_every_new_runtime() -> None:
    original = Runtime.__init__

    @functools.wraps(original)
    def noting(self: Runtime, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        _runtimes.add(self)

    Runtime.__init__ = noting  # type: ignore[method-assign]


_note_every_new_runtime()
