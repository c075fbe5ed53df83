"""The head of a run: what it is, how far it is, and what it waits for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QProgressBar, QPushButton, QWidget

from console.domain.runbooks.run_command import allowed
from console.domain.runbooks.runbook_run import RunState
from console.kernel.i18n import t
from views.widgets.badge import Badge
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.presenters.runbooks.run_rows import RunRow
    from views.page import PageContext

_PARTS = 1000


class RunHead(QWidget):
    """``recover_asked``: a step has failed, and the person takes the recovery section that is offered."""

    recover_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._badge, self._title = Badge(context.theme), ElidedLabel(role="section")
        self._next, self._facts = Label(role="strong", wrap=True), ElidedLabel(role="muted")
        self._bar = QProgressBar()
        self._bar.setRange(0, _PARTS)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(context.theme.space(16))
        self._offer = QFrame()
        self._offer.setProperty("tone", "critical")
        self._failure, recover = Label(wrap=True), QPushButton(t("Begin the recovery …"))
        recover.clicked.connect(self.recover_asked)
        offer = row(spacing=context.theme.space(1), margins=(12, 8, 8, 8))
        offer.addWidget(self._failure, 1)
        offer.addWidget(recover)
        self._offer.setLayout(offer)
        space = context.theme.space(1)
        head = row(self._badge, spacing=space)
        head.addWidget(self._title, 1)
        head.addWidget(self._bar)
        self.setLayout(column(head, self._facts, self._next, self._offer, spacing=space // 2))

    def show_row(self, found: RunRow) -> None:
        """Show how a run is."""
        run = found.run
        self._badge.show_health(found.health, found.word)
        self._title.setText(" · ".join(one for one in (found.title, found.mode) if one))
        facts = (found.values, t("begun {time} by {actor}", time=found.begun, actor=found.actor), found.took, found.id)
        self._facts.setText("  ·  ".join(one for one in facts if one))
        self._bar.setValue(round(found.progress * _PARTS))
        self._bar.setAccessibleName(t("{steps} steps done", steps=found.steps))
        is_offered = run.state is RunState.FAILED and "recover" in allowed(run)
        self._offer.setVisible(is_offered)
        self._failure.setText(t("{why} The runbook says how to recover.", why=_sentence(found.next)))
        self._next.setText(found.next)
        self._next.setVisible(bool(found.next) and not is_offered and run.state is not RunState.WAITING)


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "。", "!", "?")) else f"{text}."
