"""Gradual releases of clusters and edge, with the actions of the chosen one; each opens the dialog of a change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.data_state import DataKind, data_state
from console.presenters.release_rows import RELEASE_TOPICS, ReleaseRow, release_rows
from views.rollouts.release_table import ReleaseTable
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.state_banner import StateBanner
from views.widgets.tip import tip

if TYPE_CHECKING:
    from console.presenters.release_rows import ReleaseAction
    from console.store.state import State
    from views.page import PageContext


class ReleasePanel(QWidget):
    """The table over one line of buttons: what cannot be done now says why."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._offered: tuple[tuple[str, ...], str] = ((), "")
        self.banner = StateBanner(context.theme)
        self.table = ReleaseTable(context)
        self.table.current_changed.connect(self._offer)
        self._why = Label(role="muted", wrap=True)
        self._bar = QWidget()
        self._buttons: QHBoxLayout = row(spacing=context.theme.space(1))
        self._bar.setLayout(self._buttons)
        layout = column(spacing=context.theme.space(1), margins=(0, context.theme.space(1), 0, 0))
        layout.addWidget(self.table, 1)
        layout.addWidget(self._why)
        layout.addWidget(self._bar)
        self.setLayout(layout)

    def show_state(self, state: State, now_s: float) -> None:
        """Show the releases of a state."""
        estate = state.estate
        keys = [one.key for one in (*estate.clusters, *estate.cloudflare)] if estate is not None else []
        topics = [topic for topic in RELEASE_TOPICS if any((key, topic) in state.objects for key in keys)]
        found = data_state(state, keys, topics or RELEASE_TOPICS, now_s)
        self.banner.show_state(found)
        self.table.say_when_empty(
            "" if found.kind is DataKind.LOADING else t("No Argo Rollout and no Worker has been found.")
        )
        self.table.set_rows(release_rows(state))
        self._offer(self.table.current_row())

    def _offer(self, found: ReleaseRow | None) -> None:
        why = self._context.changes.why_not(found.ref.connection) if found is not None else ""
        self._why.setText(why)
        self._why.setVisible(bool(why))
        actions = found.actions if found is not None else ()
        offered = (tuple(repr(one.operation) for one in actions), why)
        if offered == self._offered:
            return  # a button that is pressed must not vanish under the finger
        self._offered = offered
        while (item := self._buttons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        for one in actions:
            self._buttons.addWidget(self._button(one, why))
        self._buttons.addStretch(1)

    def _button(self, action: ReleaseAction, why: str) -> QPushButton:
        button = QPushButton(t("{action} …", action=action.title))
        button.setEnabled(not why)
        button.setToolTip(tip(why or action.operation.summary()))
        button.clicked.connect(lambda: self._context.changes.start(action.operation))
        return button
