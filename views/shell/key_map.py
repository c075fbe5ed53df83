"""The key map: which keys do what in a window, from the registries and the user's settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

from console.actions.action import ACTIONS
from console.kernel.i18n import t
from views.registry import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from console.actions.desk import Desk


@dataclass(frozen=True, slots=True)
class Binding:
    """Keys of one thing that can be done. ``title`` and ``group`` are translated."""

    action: str
    title: str
    group: str
    keys: tuple[str, ...]
    run: Callable[[Desk], object]


def bindings(own: Mapping[str, str]) -> tuple[Binding, ...]:
    """Return what can be done by keys; ``own`` are the user's keys by action, an empty text takes them away."""
    found = [
        Binding(one.key, t(one.title), t(one.group), _keys(one.key, one.shortcuts, own), one.run) for one in ACTIONS
    ]
    for page in sorted(PAGES, key=lambda one: one.order):
        default = (f"G, {page.letter.upper()}",) if page.letter else ()
        name = f"go-{page.key}"
        found.append(Binding(name, t(page.title), t("Pages"), _keys(name, default, own), _go(page.key)))
    return tuple(found)


def _go(page: str) -> Callable[[Desk], object]:
    return lambda desk: desk.go(page)


def _keys(action: str, default: tuple[str, ...], own: Mapping[str, str]) -> tuple[str, ...]:
    if action not in own:
        return default
    return (own[action],) if own[action] else ()


def shown_keys(keys: tuple[str, ...]) -> str:
    """Return keys as the platform writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return "   ".join(QKeySequence(one).toString(native).replace(", ", " ") for one in keys)


class KeyMap:
    """Binds keys to a window and binds them anew when the user remaps them."""

    def __init__(self, window: QWidget, desk: Desk) -> None:
        self._window, self._desk = window, desk
        self._bound: list[QShortcut] = []

    def bind(self, own: Mapping[str, str]) -> None:
        """Bind all actions and pages."""
        for shortcut in self._bound:
            shortcut.setEnabled(False)
            shortcut.deleteLater()
        self._bound = [self._one(keys, one) for one in bindings(own) for keys in one.keys]

    def _one(self, keys: str, binding: Binding) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(lambda: binding.run(self._desk))
        return shortcut
