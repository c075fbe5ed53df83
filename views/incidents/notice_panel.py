"""What was told to whom, the whole text of the chosen message, and a test for each channel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.format import local_time
from console.presenters.notice_rows import notice_rows
from views.incidents.notice_table import NoticeTable
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.split_panel import SplitPanel

if TYPE_CHECKING:
    from console.presenters.notice_rows import NoticeRow
    from console.store.state import State
    from views.page import PageContext


class NoticePanel(QWidget):
    """``test_asked`` carries the key of a channel."""

    test_asked = Signal(str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._is_trying = False
        self.table = NoticeTable(context)
        self.table.current_changed.connect(self._show)
        self._text = Label(wrap=True, selectable=True)
        self._facts = KeyValue()
        self._channel = QComboBox()
        self._channel.setAccessibleName(t("Channel to try"))
        self._test = QPushButton(t("Send a test message"))
        self._test.clicked.connect(self._try)
        space = context.theme.space(1)
        top = row(Label(t("Channel"), "muted"), self._channel, self._test, None, spacing=space)
        self._detail = QWidget()
        self._detail.setLayout(column(self._text, self._facts, None, spacing=space, margins=(0, space, 0, 0)))
        split = SplitPanel(context.memory, "notices", self.table, self._detail, shares=(3, 2), vertical=True)
        layout = column(spacing=space, margins=(0, space, 0, 0))
        layout.addLayout(top)
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def show_state(self, state: State) -> None:
        """Show the messages of a state, and the channels of its estate."""
        keys = [one.key for one in state.estate.notifications] if state.estate is not None else []
        if keys != [self._channel.itemText(place) for place in range(self._channel.count())]:
            self._channel.clear()
            self._channel.addItems(keys)
        self._offer_test()
        rows = notice_rows(state.notices.values())
        self.table.set_rows(rows)
        self._show(self.table.current_row() or next(iter(rows), None))

    def test_done(self) -> None:
        """The test message has been answered for."""
        self._is_trying = False
        self._offer_test()

    def _offer_test(self) -> None:
        self._test.setEnabled(self._channel.count() > 0 and not self._is_trying)

    def _try(self) -> None:
        self._is_trying = True
        self._offer_test()
        self.test_asked.emit(self._channel.currentText())

    def _show(self, found: NoticeRow | None) -> None:
        self._detail.setVisible(found is not None)
        if found is None:
            return
        notice = found.notice
        self._text.setText(f"{notice.title}\n\n{notice.text}".strip())
        tries = "\n".join(f"{local_time(one.at_s)}  {one.error or t('sent')}" for one in notice.tries)
        facts = (
            *notice.facts,
            (t("Attempts"), tries),
            (t("Next attempt"), local_time(notice.due_s) if notice.is_open and notice.due_s > notice.made_s else ""),
            (t("Instead of"), notice.instead_of),
            (t("Reference"), notice.reference),
        )
        self._facts.show_pairs([(name, value) for name, value in facts if value])
