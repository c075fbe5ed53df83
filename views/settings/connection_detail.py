"""The detail of one connection: facts, what is wrong, what helps, and the user's rights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from console.domain.connection_state import ConnectionState
from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN
from views.widgets.badge import Badge
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from console.presenters.connections import ConnectionRow
    from views.theme.theme import Theme

Right = tuple[str, Health, str]


class ConnectionDetail(QScrollArea):
    """Empty until a connection is chosen."""

    def __init__(self, theme: Theme, *buttons: QWidget) -> None:
        super().__init__()
        self._theme = theme
        self._rights_of: dict[str, Sequence[Right]] = {}
        self._said_of: dict[str, str] = {}
        self._title, self._badge = Label(role="section", selectable=True), Badge(theme)
        self._error, self._hint = Label(wrap=True, selectable=True), Label(role="muted", wrap=True, selectable=True)
        self._trouble = QFrame()
        self._trouble.setProperty("tone", "critical")
        self._trouble.setLayout(column(self._error, self._hint, spacing=4, margins=(12, 8, 12, 8)))
        self._said = Label(role="strong", wrap=True, selectable=True)
        self._said.hide()
        self._facts = KeyValue(columns=2)
        self._rights = column(spacing=4)
        self._rights_head = Label(t("Your rights"), "section")
        space = theme.space(2)
        body = column(
            row(self._title, self._badge, None, *buttons, spacing=theme.space(1.5)),
            self._trouble,
            self._said,
            self._facts,
            self._rights_head,
            self._rights,
            None,
            spacing=theme.space(1.5),
            margins=(space, space, space, space),
        )
        self._inner = inner = QFrame()
        inner.setProperty("role", "card")
        inner.setLayout(body)
        self.setWidgetResizable(True)
        self.setAccessibleName(t("Details"))
        self.setWidget(inner)
        self.setMinimumHeight(theme.space(22))

    def keep_rights(self, key: str, rights: Sequence[Right]) -> None:
        """Remember the rights that a check found: (subject, health, sentence)."""
        self._rights_of[key] = rights

    def say(self, key: str, sentence: str) -> None:
        """Remember what came of something that was done with a connection; it is said where that one is shown."""
        self._said_of[key] = sentence

    def forget(self) -> None:
        """Let go of all that was remembered: another estate is shown."""
        self._rights_of.clear()
        self._said_of.clear()

    def show_row(self, one: ConnectionRow | None, answer_time: str) -> None:
        """Show a connection."""
        self._inner.setVisible(one is not None)  # not itself: a tab decides about that
        if one is None:
            return
        said = self._said_of.get(one.key, "")
        self._said.setText(said)
        self._said.setVisible(bool(said))
        self._title.setText(one.title)
        self._badge.show_connection(one.state)
        self._trouble.setVisible(one.state is ConnectionState.FAILED)
        self._error.setText(one.error)
        self._hint.setText(one.hint)
        self._facts.show_pairs(
            (
                (t("Kind"), one.kind),
                (t("In this state since"), one.since),
                (t("Address"), one.address or UNKNOWN),
                (t("Last data"), _last_data(one)),
                (t("Version"), one.detail or UNKNOWN),
                (t("Answer time"), answer_time or UNKNOWN),
                (t("Environment"), one.environment or UNKNOWN),
                (t("Key in the estate"), one.key),
                *(((t("Webhooks"), one.webhooks),) if one.webhooks else ()),
            )
        )
        self._show_rights(self._rights_of.get(one.key, ()))

    def _show_rights(self, rights: Sequence[Right]) -> None:
        while (item := self._rights.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.deleteLater()
        self._rights_head.setVisible(bool(rights))
        for subject, health, sentence in rights:
            badge = Badge(self._theme)
            badge.show_health(health)
            line = QWidget()
            line.setLayout(row(badge, Label(subject), Label(sentence, "muted"), None))
            self._rights.addWidget(line)


def _last_data(one: ConnectionRow) -> str:
    return one.last_data if one.last_data_at == UNKNOWN else f"{one.last_data} ({one.last_data_at})"
