"""The keys of every table: which ask for something of the row under the cursor, and which move the cursor."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from console.kernel.i18n import t

SIGNALS = {
    Qt.Key.Key_Enter: "opened",
    Qt.Key.Key_Return: "opened",
    Qt.Key.Key_Y: "yaml_asked",
    Qt.Key.Key_E: "edit_asked",
    Qt.Key.Key_L: "logs_asked",
}
"""Which signal of the table carries the row when a key is pressed."""

FIRST, LAST = Qt.Key.Key_Home, Qt.Key.Key_End


class RowKey(NamedTuple):
    """What keys do in a table, translated. ``signal`` is the table's; without one they move the cursor."""

    title: str
    keys: tuple[str, ...]
    signal: str = ""


def row_keys() -> tuple[RowKey, ...]:
    """Return what can be done by keys in a table."""
    titles = {
        "opened": t("Open the row"),
        "yaml_asked": t("Show the row's YAML or evidence"),
        "edit_asked": t("Edit the row"),
        "logs_asked": t("Show the row's logs"),
    }
    return (
        *(RowKey(title, _keys_of(signal), signal) for signal, title in titles.items()),
        RowKey(t("Go to the first row"), (_text(FIRST),)),
        RowKey(t("Go to the last row"), (_text(LAST),)),
    )


def _keys_of(signal: str) -> tuple[str, ...]:
    return tuple(_text(key) for key, named in SIGNALS.items() if named == signal)


def _text(key: Qt.Key) -> str:
    return QKeySequence(key).toString()
