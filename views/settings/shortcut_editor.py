"""The shortcut editor: every action with its keys, remapped by pressing others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QKeySequenceEdit, QPushButton

from console.kernel.errors import UserError
from console.kernel.i18n import t
from views.settings.key_clash import KeyHolder, key_clash
from views.shell.key_map import bindings
from views.widgets.label import Label
from views.widgets.table.row_key import row_keys

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from views.page import PageContext, Shortcut
    from views.shell.key_map import Binding


class ShortcutEditor(QObject):
    """One row per action: its name, a field that takes keys, and the way back to the default."""

    def __init__(self, context: PageContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._fields: dict[str, QKeySequenceEdit] = {}
        self._warning = Label(role="error", wrap=True)
        self._ahead: Iterator[tuple[str, Shortcut]] = iter(())
        self._turns = QTimer(self)
        self._turns.timeout.connect(self._turn)

    def layout_of(self) -> QGridLayout:
        """Return the rows."""
        theme = self._context.theme
        grid = QGridLayout()
        space = theme.space(2)
        grid.setContentsMargins(space, space, space, space)
        grid.setHorizontalSpacing(space)
        grid.setVerticalSpacing(theme.space(1))
        grid.setColumnMinimumWidth(0, theme.space(28))
        grid.addWidget(Label(t("Shortcuts"), "section"), 0, 0)
        grid.addWidget(self._warning, 0, 1, 1, 2)
        for line, one in enumerate(bindings(self._context.preferences.settings.shortcuts.keys), 1):
            field = QKeySequenceEdit(QKeySequence(one.keys[0] if one.keys else ""))
            field.setClearButtonEnabled(True)
            field.setAccessibleName(t("Keys of {action}", action=one.title))
            field.setFixedWidth(theme.space(34))
            field.keySequenceChanged.connect(self._prepare)
            field.editingFinished.connect(lambda action=one.action: self._keep(action))
            default = QPushButton(t("Default"))
            default.setProperty("role", "flat")
            default.setAccessibleName(t("Default keys of {action}", action=one.title))
            default.clicked.connect(lambda _on, action=one.action: self._reset(action))
            grid.addWidget(Label(_name(one)), line, 0)
            grid.addWidget(field, line, 1)
            grid.addWidget(default, line, 2)
            self._fields[one.action] = field
        grid.setColumnStretch(3, 1)
        return grid

    def _prepare(self) -> None:
        """Ask for the pages' keys one by one while more keys are awaited: to build all pages at once takes 1.7 s."""
        if not self._turns.isActive():
            self._ahead = iter(self._context.commands())
            self._turns.start()

    def _turn(self) -> None:
        if next(self._ahead, None) is None:
            self._turns.stop()

    def _keep(self, action: str) -> None:
        own = dict(self._context.preferences.settings.shortcuts.keys)
        wanted = self._fields[action].keySequence().toString()
        if wanted in {key for one in bindings(own) if one.action == action for key in one.keys[:1]}:
            self._warning.setText("")
            return
        clash = key_clash(wanted, self._holders(action, own))
        self._warning.setText(clash)
        if not clash:
            self._save({**own, action: wanted})

    def _holders(self, action: str, own: Mapping[str, str]) -> Iterator[KeyHolder]:
        """Yield what has keys beside an action; pages come last, because most of them are built for this."""
        for one in bindings(own):
            if one.action != action:
                yield from (KeyHolder(_name(one), keys) for keys in one.keys)
        for row in row_keys():
            yield from (KeyHolder(row.title, keys) for keys in row.keys)
        for page, command in self._context.commands():
            yield KeyHolder(f"{page}: {command.title}", command.keys)

    def _reset(self, action: str) -> None:
        own = dict(self._context.preferences.settings.shortcuts.keys)
        own.pop(action, None)
        self._save(own)
        keys = next((one.keys for one in bindings(own) if one.action == action), ())
        self._fields[action].setKeySequence(QKeySequence(keys[0] if keys else ""))
        self._warning.setText("")

    def _save(self, keys: dict[str, str]) -> None:
        try:
            self._context.preferences.change("shortcuts", keys=keys)
        except UserError as error:
            self._context.dialogs.error(error, t("The settings were not saved"))


def _name(binding: Binding) -> str:
    return f"{binding.group}: {binding.title}" if binding.action.startswith("go-") else binding.title
