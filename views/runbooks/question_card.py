"""What a run asks a person: to confirm with a note and a picture, to decide, to consent, or what became of a step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QWidget

from console.domain.runbooks.question import Asks
from console.kernel.i18n import t
from views.widgets.label import Label, unmarked
from views.widgets.layout import column, row
from views.widgets.tab_order import put_after

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable
    from pathlib import Path

    from console.domain.runbooks.question import Question
    from views.page import PageContext

_MOST_PICTURE_BYTES = 16 << 20
_PREVIEW = 18


class Answer(NamedTuple):
    """``choice`` is the place of what was chosen; ``picture`` is a file or empty, ``actor`` who consents."""

    choice: int
    note: str
    picture: str
    actor: str


class QuestionCard(QFrame):
    """``answered`` carries an ``Answer``; ``asked`` carries ``retry``, ``defer`` or ``skip`` and the note.

    Where the estate names operators, consent is a signature: ``asked`` carries ``ask`` (for it) and ``take`` (it in).
    """

    answered = Signal(object)
    asked = Signal(str, str)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._question: Question | None = None
        self._picture: Path | None = None
        self._asked: Hashable = None
        self.setProperty("tone", "warning")
        self._text, self._missing = Label(role="strong", wrap=True, selectable=True), Label(role="error", wrap=True)
        self._note, self._actor = QLineEdit(), QLineEdit()
        self._note.setAccessibleName(t("Note"))
        self._actor.setAccessibleName(t("By"))
        self._attach, self._preview = QPushButton(t("Attach a picture …")), QLabel()
        self._attach.clicked.connect(self._choose_picture)
        self._preview.setAccessibleName(t("Attached picture"))
        self._choices = row(spacing=context.theme.space(1))
        space = context.theme.space(1)
        fields = row(self._actor, self._note, self._attach, self._preview, spacing=space)
        layout = column(self._text, fields, self._choices, self._missing, spacing=space, margins=(12, 8, 12, 8))
        self.setLayout(layout)
        self._missing.hide()

    def show_question(self, question: Question | None, asked_by: Hashable = None) -> None:
        """Ask; ``None``: nothing is asked. What the same step asks already keeps what was typed."""
        self.setVisible(question is not None)
        before, self._asked = self._asked, (asked_by, question)
        if question is None or self._asked == before:
            self._question = question
            return
        self._question, self._picture = question, None
        self._text.setText(question.text)
        self._note.clear()
        self._actor.clear()
        self._preview.clear()
        self._missing.hide()
        needs = t("Note (needed)") if question.needs_note else t("Note")
        self._note.setPlaceholderText(needs)
        self._note.setAccessibleName(needs)
        who = t("Operator who consents")
        self._actor.setPlaceholderText(who)
        self._actor.setAccessibleName(who)
        is_signed = question.asks is Asks.APPROVE and self._is_signed()
        self._actor.setVisible(question.asks is Asks.APPROVE and not is_signed)
        self._note.setVisible(not is_signed)
        self._attach.setVisible(question.asks is Asks.CONFIRM)
        self._attach.setText(t("Attach a picture (needed) …") if question.needs_picture else t("Attach a picture …"))
        self._offer(question)

    def focus_first(self) -> None:
        """Put the focus on the first answer."""
        first = self._choices.itemAt(0)
        button = first.widget() if first is not None else None
        if button is not None:
            button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _offer(self, question: Question) -> None:
        while (item := self._choices.takeAt(0)) is not None:
            old: QWidget | None = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for number, (title, act) in enumerate(self._answers(question)):
            button = QPushButton(unmarked(title))
            button.setProperty("role", "primary" if not number else "")
            button.clicked.connect(act)
            self._choices.addWidget(button)
        self._choices.addStretch(1)
        put_after(self, self)

    def _answers(self, question: Question) -> list[tuple[str, Callable[..., None]]]:
        match question.asks:
            case Asks.CONFIRM:
                return [(t("Yes, it is so"), lambda: self._answer(0)), (t("No: skip it"), lambda: self._say("skip"))]
            case Asks.APPROVE if self._is_signed():
                return self._ways(("ask", t("Ask for a signature …")), ("take", t("Take in a signature …")))
            case Asks.APPROVE:
                return [(t("I consent"), lambda: self._answer(0))]
            case Asks.OFFLINE:
                return self._ways(("retry", t("Try again")), ("defer", t("Put off")), ("skip", t("Skip it")))
            case _:
                return [(one.label, lambda _on=False, label=one.label: self._answer(label)) for one in question.choices]

    def _ways(self, *ways: tuple[str, str]) -> list[tuple[str, Callable[..., None]]]:
        return [(title, lambda _on=False, way=way: self._say(way)) for way, title in ways]

    def _is_signed(self) -> bool:
        opened = self._context.session.open
        return opened is not None and bool(opened.estate.operators)

    def _answer(self, choice: int) -> None:
        question = self._question
        if question is None or not self._is_complete(question):
            return
        picture = str(self._picture) if self._picture is not None else ""
        self.answered.emit(Answer(choice, self._note.text().strip(), picture, self._actor.text().strip()))

    def _is_complete(self, question: Question) -> bool:
        lacks = ""
        if question.needs_note and question.asks is not Asks.OFFLINE and not self._note.text().strip():
            lacks = t("A note is needed: what did you see?")
        elif question.needs_picture and self._picture is None:
            lacks = t("A picture is needed: attach a file.")
        elif question.asks is Asks.APPROVE and not self._actor.text().strip():
            lacks = t("Say who consents.")
        self._lack(lacks)
        return not lacks

    def _say(self, way: str) -> None:
        note = self._note.text().strip()
        if way == "skip" and not note:
            self._lack(t("Say in the note why it is skipped."))
            self._note.setFocus()
            return
        self.asked.emit(way, note)

    def _lack(self, sentence: str) -> None:
        self._missing.setText(sentence)
        self._missing.setVisible(bool(sentence))

    def _choose_picture(self) -> None:
        pattern = t("Pictures ({patterns})", patterns="*.png *.jpg *.jpeg *.webp")
        asked = self._asked
        self._context.dialogs.choose_file(
            t("Attach a picture"), pattern, lambda file: self._take_picture(file) if asked == self._asked else None
        )

    def _take_picture(self, file: Path) -> None:
        try:
            size = file.stat().st_size
            content = file.read_bytes() if size <= _MOST_PICTURE_BYTES else b""
        except OSError:
            content = b""
        picture = QPixmap()
        if not content or not picture.loadFromData(content):
            self._lack(t("{file} is no picture that can be read (PNG, JPEG or WebP, at most 16 MiB).", file=file.name))
            return
        self._picture = file
        room = self._context.theme.space(_PREVIEW)
        self._preview.setPixmap(
            picture.scaled(
                room, room // 2, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
        )
        self._attach.setText(file.name)
        self._lack("")
