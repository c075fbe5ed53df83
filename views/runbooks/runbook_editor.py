"""Editing a runbook: its text, a live preview beside it, and what is wrong with it by line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor
from PySide6.QtWidgets import QPushButton, QWidget

from console.domain.health import Health
from console.kernel.i18n import t
from console.runbooks.front_matter import split_front_matter
from views.widgets.label import ElidedLabel, Label
from views.widgets.layout import column, row
from views.widgets.markdown_view import MarkdownView
from views.widgets.numbered_text import NumberedText
from views.widgets.split_panel import SplitPanel
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from pathlib import Path

    from console.runbooks.document_fault import DocumentFault
    from views.page import PageContext

PREVIEW_MS = 250


class Edited(NamedTuple):
    """``held`` is what the file held when it was opened; ``None``: there was none."""

    file: Path
    text: str
    held: str | None


class RunbookEditor(QWidget):
    """``saved`` and ``checked`` carry an ``Edited``: to be written, to be linted. ``left``: nothing is edited."""

    saved = Signal(object)
    checked = Signal(object)
    left = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._opened: Edited | None = None
        self._file, self._state, self._said = (
            ElidedLabel(role="muted"),
            Label(role="strong"),
            Label(role="error", wrap=True),
        )
        self._text = NumberedText(context.theme)  # to be read only until something is opened: it could not be saved
        self._text.setPlaceholderText(
            t("Nothing is being edited. Edit a runbook of the library, or make a new one there.")
        )
        self._text.setAccessibleName(t("Text of the runbook"))
        self._preview = MarkdownView(context.theme, t("Preview"))
        self._faults: DataTable[DocumentFault] = DataTable(context.theme, _columns(), lambda one: (one.line, one.text))
        self._faults.setAccessibleName(t("Problems"))
        self._faults.opened.connect(lambda fault: self._go_to(fault.line))
        self._save, self._leave = QPushButton(t("Save")), QPushButton(t("Close"))
        self._save.setProperty("role", "primary")
        self._save.clicked.connect(self.save)
        self._leave.clicked.connect(self.left)
        space = context.theme.space(1)
        self._problems = Label(role="muted")
        head = row(self._state, self._problems, self._file, self._save, self._leave, spacing=space)
        head.setStretch(2, 1)
        right = SplitPanel(context.memory, "runbook-preview", self._preview, self._faults, shares=(3, 1), vertical=True)
        both = SplitPanel(context.memory, "runbook-editor", self._text, right, shares=(1, 1))
        layout = column(head, self._said, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(both, 1)
        self.setLayout(layout)
        self._said.hide()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(PREVIEW_MS)
        self._later.timeout.connect(self._check)
        self._text.textChanged.connect(self._changed)
        self._text.cursorPositionChanged.connect(self._follow)
        key = QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.activated.connect(self.save)
        self._save.setEnabled(False)

    @property
    def is_changed(self) -> bool:
        """Return whether something was written that is not saved."""
        return self._opened is not None and self.text() != self._opened.text

    def text(self) -> str:
        """Return what is written."""
        return self._text.toPlainText()

    def opened_text(self) -> str:
        """Return the text as it was opened."""
        return "" if self._opened is None else self._opened.text

    def edited(self) -> Edited | None:
        """Return what is edited now, as it is written; ``None`` when nothing is."""
        return None if self._opened is None else self._opened._replace(text=self.text())

    def open(self, file: Path, text: str, held: str | None, draft: str | None = None) -> None:
        """Edit a text that is to be saved in ``file``, which holds ``held`` now; ``draft`` was written before."""
        self._opened = Edited(file, text, held)
        self._text.setReadOnly(False)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextEditorInteraction)
        self._text.setTabChangesFocus(False)
        self._text.setPlaceholderText("")
        self._text.setPlainText(text if draft is None else draft)
        self._text.moveCursor(QTextCursor.MoveOperation.Start)
        self._file.setText(str(file))
        self._said.setVisible(draft is not None)
        self._said.setText(t("This is what you wrote and did not save before the window was closed."))
        self._check()

    def save(self) -> None:
        """Ask for it to be written."""
        if (edited := self.edited()) is not None:
            self.saved.emit(edited)

    def show_saved(self, edited: Edited) -> None:
        """Say that it was written."""
        self._opened = Edited(edited.file, edited.text, edited.text)
        self._said.hide()
        self._tell()

    def show_faults(self, edited: Edited, faults: tuple[DocumentFault, ...]) -> None:
        """Show what is wrong with the text, unless it is another one by now."""
        if edited.text == self.text():
            self._faults.say_when_empty(t("Nothing is wrong with it."))
            self._faults.set_rows(faults)
            self._problems.setText(t("problems: {count}", count=len(faults)) if faults else t("no problems"))

    def show_error(self, sentence: str) -> None:
        """Say why it could not be written."""
        self._said.setText(sentence)
        self._said.show()

    def focus_text(self) -> None:
        """Put the cursor into the text."""
        self._text.setFocus()

    def _changed(self) -> None:
        self._tell()
        self._later.start()

    def _tell(self) -> None:
        is_new = self._opened is not None and self._opened.held is None
        word = t("Not saved") if self.is_changed or is_new else t("Saved")
        self._state.setText(word)
        self._save.setEnabled(self._opened is not None and (self.is_changed or is_new))

    def _check(self) -> None:
        self._preview.show_text(split_front_matter(self.text())[1])
        self._tell()
        if (edited := self.edited()) is not None:
            self.checked.emit(edited)

    def _follow(self) -> None:
        self._preview.show_line(self._text.textCursor().blockNumber() + 1)

    def _go_to(self, line: int) -> None:
        block = self._text.document().findBlockByNumber(max(0, line - 1))
        self._text.setTextCursor(QTextCursor(block))
        self._text.centerCursor()
        self._text.setFocus()


def _columns() -> tuple[Column[DocumentFault], ...]:
    return (
        Column("line", t("Line"), lambda one: str(one.line), sort=lambda one: one.line, numeric=True, width=60),
        Column(
            "text",
            t("Problem"),
            lambda one: one.text,
            health=lambda one: Health.CRITICAL if one.is_error else Health.WARNING,
            tooltip=lambda one: one.text,
            width=300,
            stretch=True,
        ),
    )
