"""The confirmation of a change: what it does to what, what may go wrong, and as much care as its risk asks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFrame, QLineEdit, QPushButton

from console.domain.change import RUNNING, ChangeState
from console.domain.change_word import environment_word, risk_word
from console.domain.confirmation import Confirmation, preview_digest
from console.domain.health import Health
from console.domain.operation import Risk
from console.domain.policy_verdict import PolicyNeed
from console.kernel.i18n import t
from console.presenters.change_sheet import change_sheet
from console.presenters.format import coarse
from views.dialogs.change_progress import ChangeProgress
from views.dialogs.policy_box import PolicyBox
from views.widgets.badge import Badge
from views.widgets.difference_table import DifferenceTable
from views.widgets.label import ElidedLabel, Label, set_role
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from console.domain.change import Change
    from console.kernel.errors import ConsoleError
    from views.theme.theme import Theme

_TIMES_S = (0, 300, 900, 3600)
_RISK_LOOKS = {
    Risk.REVERSIBLE: Health.UNKNOWN,
    Risk.DISRUPTIVE: Health.WARNING,
    Risk.IRREVERSIBLE: Health.CRITICAL,
}
_HUES = {"production": "critical", "staging": "warning"}


class ChangeDialog(QDialog):
    """First shows what is being found out, then the draft. ``confirmed`` carries it with its Confirmation.

    After confirming it shows the change as it goes on; ``taken_back`` asks to stop it while nothing is written.
    ``signature_asked`` and ``signature_taken`` carry the draft that needs a second person's signature.
    """

    confirmed = Signal(object, object)
    signature_asked = Signal(object)
    signature_taken = Signal(object)
    taken_back = Signal(str)

    def __init__(self, parent: QWidget | None, theme: Theme, summary: str, grace_s: float) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Change"))
        self._draft: Change | None = None
        self._is_confirmed = False
        self._summary = Label(summary, "title", wrap=True)
        self._target, self._environment, self._risk = ElidedLabel(role="mono"), Badge(theme), Badge(theme)
        self._said, self._check = Label(wrap=True, selectable=True), Label(role="muted", wrap=True)
        self._differences, self._estimate = DifferenceTable(theme), Label(wrap=True, selectable=True)
        self._warnings, self._warning_box = Label(wrap=True, selectable=True), QFrame()
        self._warning_box.setProperty("tone", "warning")
        self._warning_box.setLayout(row(self._warnings, margins=(12, 8, 12, 8)))
        self._policy = PolicyBox(theme)
        self._reason, self._typed, self._until = QLineEdit(), QLineEdit(), QComboBox()
        self._seen = QCheckBox(t("I have looked at these differences"))
        self._typed_ask = Label(role="muted", wrap=True)
        self._go, self._stay = QPushButton(t("Apply")), QPushButton(t("Cancel"))
        self._progress = ChangeProgress(theme, grace_s)
        self._progress.taken_back.connect(self.taken_back)
        self._later = QTimer(self)  # what was shown or hidden counts only once Qt has seen to it
        self._later.setSingleShot(True)
        self._later.setInterval(0)
        self._later.timeout.connect(self._fit)
        self._lay_out(theme)
        self._wire()
        self.show_text(t("Finding out what would change …"))

    def _lay_out(self, theme: Theme) -> None:
        self._reason.setPlaceholderText(t("Reason, in a few words"))
        self._reason.setAccessibleName(t("Reason"))
        self._reason.setMaxLength(500)
        self._until.setAccessibleName(t("Undo by itself"))
        for seconds in _TIMES_S:
            text = (
                t("Undo by itself after {time} unless kept", time=coarse(seconds))
                if seconds
                else t("Stays until undone")
            )
            self._until.addItem(text, seconds)
        facts = row(self._environment, self._risk, spacing=theme.space(1))
        facts.addWidget(self._target, 1)
        self._form = QFrame()
        self._form.setLayout(
            column(self._reason, self._until, self._seen, self._typed_ask, self._typed, spacing=theme.space(1))
        )
        self._go.setProperty("role", "primary")
        self._go.setAutoDefault(False)
        self._stay.setAutoDefault(False)  # Enter behind a reason is no answer; once nothing is asked, it closes
        space = theme.space(3)
        self.setLayout(
            column(
                self._summary,
                facts,
                self._said,
                self._differences,
                self._estimate,
                self._warning_box,
                self._check,
                self._policy,
                self._form,
                self._progress,
                None,
                row(None, self._stay, self._go),
                spacing=theme.space(1.5),
                margins=(space, space, space, space),
            )
        )
        self.setMinimumWidth(theme.space(96))

    def _wire(self) -> None:
        self._go.clicked.connect(self._confirm)
        self._stay.clicked.connect(self.reject)
        self._seen.toggled.connect(lambda _on: self._weigh())
        self._typed.textChanged.connect(lambda _text: self._weigh())
        self._reason.textChanged.connect(lambda _text: self._weigh())
        self._policy.asked.connect(lambda: self.signature_asked.emit(self._wanted()))
        self._policy.taken.connect(lambda: self.signature_taken.emit(self._wanted()))
        parts = (
            self._differences,
            self._warning_box,
            self._check,
            self._policy,
            self._form,
            self._progress,
            self._risk,
        )
        for widget in parts:
            widget.hide()
        self._environment.hide()
        self._go.setEnabled(False)

    # --- before ---------------------------------------------------------------------------------------------------

    def show_text(self, text: str, *, failed: bool = False) -> None:
        """Say something in place of the differences."""
        self._said.setText(text)
        self._said.setVisible(bool(text))
        set_role(self._said, "error" if failed else "muted")
        self._said.setAccessibleName(text)

    def show_estimate(self, text: str) -> None:
        """Say what it would have done to recorded traffic; empty: nobody knows."""
        self._estimate.setText(t("Estimated effect: {text}", text=text) if text else "")
        self._estimate.setVisible(bool(text))

    def show_error(self, error: ConsoleError) -> None:
        """Say why it does not go on; nothing can be confirmed then."""
        self.show_text(str(error), failed=True)
        self._go.hide()
        self._form.hide()
        self._stay.setText(t("Close"))
        self._stay.setDefault(True)

    def show_draft(self, draft: Change) -> None:
        """Show what would change and ask for as much as its risk needs."""
        self._draft = draft
        sheet, risk = change_sheet(draft), draft.risk
        self.show_text("")
        self._summary.setText(sheet.summary)
        self._target.setText(str(draft.target))
        self._environment.show_word(environment_word(draft.environment), _HUES.get(draft.environment, "accent"))
        self._risk.show_health(_RISK_LOOKS[risk], risk_word(risk))
        self._differences.show_differences(sheet.differences)
        if sheet.estimate:
            self.show_estimate(sheet.estimate)
        self._reason.setText(draft.reason or self._reason.text())
        self._choose_time(draft.revert_after_s)
        self._warnings.setText("\n".join(sheet.warnings))
        self._check.setText(sheet.check)
        self._typed_ask.setText(t("Type {name} to confirm", name=draft.target.name))
        self._typed.setAccessibleName(t("Type {name} to confirm", name=draft.target.name))
        set_role(self._go, "primary" if risk is Risk.REVERSIBLE else "danger")
        self._show_parts(draft, risk)
        self._weigh()
        self._reason.setFocus()
        self._later.start()

    def show_saved(self, draft: Change, place: str) -> None:
        """Say where the request for a signature is."""
        self._policy.show_saved(draft.id, place)
        self._stay.setText(t("Close"))
        self._later.start()

    def _choose_time(self, after_s: float | None) -> None:
        """Choose the time that was planned, also one that is not among the usual ones."""
        if after_s is not None and self._until.findData(round(after_s)) < 0:
            text = t("Undo by itself after {time} unless kept", time=coarse(after_s))
            self._until.addItem(text, round(after_s))
        if after_s is not None:
            self._until.setCurrentIndex(self._until.findData(round(after_s)))

    def _fit(self) -> None:
        """Take the height that what is shown needs at this width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), layout.totalHeightForWidth(self.width()))

    def _show_parts(self, draft: Change, risk: Risk) -> None:
        satisfied = draft.preview is not None and draft.preview.satisfied
        for widget, shown in (
            (self._environment, True),
            (self._risk, True),
            (self._differences, not satisfied),
            (self._warning_box, bool(self._warnings.text())),
            (self._check, True),
            (self._form, not satisfied),
            (self._until, draft.inverse is not None and not draft.undo_of),
            (self._seen, risk is not Risk.REVERSIBLE),
            (self._typed_ask, risk is Risk.IRREVERSIBLE),
            (self._typed, risk is Risk.IRREVERSIBLE),
            (self._go, not satisfied),
        ):
            widget.setVisible(shown)
        self._stay.setDefault(satisfied)
        if satisfied:
            self._stay.setText(t("Close"))

    def _weigh(self) -> None:
        """Let it be confirmed once everything that its risk asks for is given."""
        draft = self._draft
        if draft is None or self._form.isHidden():
            return
        seen = draft.risk is Risk.REVERSIBLE or self._seen.isChecked()
        named = draft.risk is not Risk.IRREVERSIBLE or self._typed.text() == draft.target.name
        verdict = draft.policy
        if verdict is not None and self._reason.text().strip():
            verdict = verdict.without(PolicyNeed.REASON)
        self._policy.show_verdict(verdict)
        missing = {one.need for one in verdict.refusals} if verdict is not None else set()
        self._go.setEnabled(seen and named and not missing)
        self._policy.set_ready(missing <= {PolicyNeed.SIGNATURE})

    def _wanted(self) -> Change | None:
        """Return the draft with what was chosen here."""
        if self._draft is None:
            return None
        after_s = float(self._until.currentData() or 0) if not self._until.isHidden() else 0.0
        return replace(self._draft, reason=self._reason.text().strip(), revert_after_s=after_s or None)

    def _confirm(self) -> None:
        asked = self._wanted()
        if asked is None:
            return
        self._go.setEnabled(False)
        self._is_confirmed = True
        self.confirmed.emit(asked, Confirmation(preview_digest(asked), self._typed.text()))

    # --- afterwards -----------------------------------------------------------------------------------------------

    @property
    def change_id(self) -> str:
        """Return the change that this is about; empty before there is a draft."""
        return "" if self._draft is None else self._draft.id

    def show_change(self, change: Change) -> None:
        """Show how far the confirmed change is; that it was saved or signed before that is no progress."""
        if change.state is ChangeState.PREVIEWED and not self._is_confirmed:
            return
        self._form.hide()
        self._go.hide()
        self._check.hide()
        self._policy.hide()
        self._stay.setText(t("Go on in the background") if change.state in RUNNING else t("Close"))
        self._stay.setDefault(True)
        self._progress.show_change(change)
        if self._progress.isHidden():
            self._progress.show()
            self._later.start()
