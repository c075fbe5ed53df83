"""An action of the user, and the registry of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.kernel.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.actions.desk import Desk


@dataclass(frozen=True, slots=True)
class Action:
    """``title`` and ``group`` are English keys of ``t``; ``shortcuts`` are Qt's portable texts (``Ctrl+K``).

    The user remaps by ``key``. An action that is not ``listed`` stays out of the palette.
    """

    key: str
    title: str
    group: str
    run: Callable[[Desk], object]
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    listed: bool = True


ACTIONS: Registry[Action] = Registry("action")
