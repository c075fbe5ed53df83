"""One runbook: what it is for, what it needs, and its whole text as it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.presenters.runbooks.runbook_rows import RunbookRow, symptom_texts
from console.runbooks.front_matter import split_front_matter
from views.widgets.badge import Badge
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import column, row
from views.widgets.markdown_view import MarkdownView

if TYPE_CHECKING:
    from views.page import PageContext


class RunbookDetail(QWidget):
    """``start_asked`` and ``edit_asked`` are about the runbook that is shown; ``new_asked`` is about another one."""

    start_asked = Signal()
    edit_asked = Signal()
    new_asked = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._badge, self._title = Badge(context.theme), Label(role="section", wrap=True)
        self._holds, self._lacks = Label(role="strong", wrap=True), Label(role="error", wrap=True)
        self._facts = KeyValue(columns=1)
        self._text = MarkdownView(context.theme, t("Text of the runbook"))
        self._start, self._edit = QPushButton(t("Start …")), QPushButton(t("Edit a copy …"))
        self._start.setProperty("role", "primary")
        self._start.clicked.connect(self.start_asked)
        self._edit.clicked.connect(self.edit_asked)
        new = QPushButton(t("New …"))
        new.clicked.connect(self.new_asked)
        space = context.theme.space(1)
        head = row(self._badge, spacing=space)
        head.addWidget(self._title, 1)
        head.addWidget(self._start)
        head.addWidget(self._edit)
        head.addWidget(new)
        parts = (head, self._holds, self._lacks, self._facts)
        layout = column(*parts, spacing=space, margins=(space, 0, 0, 0))
        layout.addWidget(self._text, 1)
        self.setLayout(layout)

    def show_row(self, found: RunbookRow | None) -> None:
        """Show a runbook; ``None``: none is chosen."""
        self.setVisible(found is not None)
        if found is None:
            return
        runbook = found.runbook
        self._badge.show_health(found.health, found.severity)
        self._title.setText(found.title)
        self._holds.setText(t("Holds now: {symptoms}", symptoms=found.now))
        self._holds.setVisible(bool(found.holds))
        self._lacks.setText(t("The estate has no connection of: {kinds}.", kinds=", ".join(found.lacks)))
        self._lacks.setVisible(bool(found.lacks))
        pairs = [
            (t("Fits when"), "\n".join(symptom_texts(runbook))),
            (t("Takes"), t("{time}, {steps} steps", time=found.time, steps=found.steps)),
            (t("Connections needed"), ", ".join(runbook.requires)),
            (t("Whose"), f"{found.origin} · {found.id}"),
        ]
        self._facts.show_pairs([pair for pair in pairs if pair[1]])
        self._edit.setText(t("Edit …") if runbook.origin in {"user", "estate"} else t("Edit a copy …"))
        self._text.show_text(split_front_matter(runbook.text)[1])
