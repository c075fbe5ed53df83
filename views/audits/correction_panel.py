"""The correction of a rule as a difference: first what it would be, then what another audit has proven."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from console.kernel.i18n import t
from console.kernel.visible_text import visible_line
from views.widgets.code_view import CodeView
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.audits.corrections.correction_run import Correction
    from console.presenters.audits.finding_line import FindingLine
    from views.page import PageContext


class CorrectionPanel(QWidget):
    """``prove_asked`` carries a rule; the others a proven ``Correction``."""

    prove_asked = Signal(str)
    save_asked = Signal(object)
    branch_asked = Signal(object)
    proposal_asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.rule = ""
        self._is_asked = False
        self._correction: Correction | None = None
        self._told = Label(wrap=True)
        self._view = CodeView(context.theme, t("Correction as a difference"), yaml=False)
        self._prove = QPushButton(t("Prepare and prove"))
        self._save, self._branch = QPushButton(t("Save as patch file …")), QPushButton(t("Put on a new branch …"))
        self._propose = QPushButton(t("Open a pull request …"))
        self._prove.setProperty("role", "primary")
        self._prove.clicked.connect(self.prove)
        self._save.clicked.connect(lambda: self.save_asked.emit(self._correction))
        self._branch.clicked.connect(lambda: self.branch_asked.emit(self._correction))
        self._propose.clicked.connect(lambda: self.proposal_asked.emit(self._correction))
        space = context.theme.space(1)
        bar = row(self._prove, self._save, self._branch, self._propose, None, spacing=space)
        layout = column(self._told, bar, spacing=space, margins=(0, space, 0, 0))
        layout.addWidget(self._view, 1)
        self.setLayout(layout)
        self._offer()

    def show_line(self, found: FindingLine) -> None:
        """Show the correction of one finding, not yet proven; another rule's proof goes away."""
        if self._is_asked and self.rule == found.finding.rule:
            return
        self.rule, self._correction, self._is_asked = found.finding.rule, None, False
        self._told.setText(
            t(
                "This is what would change for this finding. Prepared is every finding of {rule}, in a copy; another"
                " audit of the copy must find them gone and nothing new. Your files are never touched.",
                rule=found.finding.rule,
            )
            if found.has_patch
            else t("There is no safe correction of this finding. {mend}", mend=found.mend)
        )
        self._view.show_text(found.finding.patch if found.has_patch else "")
        self._offer(can_prove=found.has_patch)

    def forget(self) -> None:
        """Let go of what was proven: other results are going to be shown."""
        self.rule, self._correction, self._is_asked = "", None, False
        self._offer()

    def show_working(self) -> None:
        """Say that it is being proven."""
        self._correction, self._is_asked = None, True
        self._told.setText(t("Correcting in a copy and auditing the copy again …"))
        self._offer()

    def show_correction(self, correction: Correction) -> None:
        """Show what is proven, and why the rest is not."""
        told = []
        for one in correction.rules:
            if one.refused:
                told.append(t("{rule} is left as it is: {why}.", rule=one.rule, why=visible_line(one.refused)))
            else:
                told.append(
                    t("{rule}: findings corrected: {count}, lines changed: {lines}.", rule=one.rule,
                      count=len(one.findings), lines=one.lines)
                )  # fmt: skip
        if correction.patch:
            told.append(t("Another audit of the copy found nothing new. Nothing has been applied."))
        else:
            told.append(t("Nothing can be corrected safely."))
        self._correction = correction if correction.patch else None
        self._told.setText(" ".join(told))
        self._view.show_text(correction.patch)
        self._offer()

    def prove(self) -> None:
        """Ask for a proof, where there is something to prove."""
        if self._prove.isEnabled():
            self.prove_asked.emit(self.rule)

    def tell(self, text: str) -> None:
        """Say what became of what was asked for."""
        self._told.setText(text)

    def show_trouble(self, text: str) -> None:
        """Say why it could not be proven."""
        self._told.setText(text)
        self._offer(can_prove=True)

    def _offer(self, *, can_prove: bool = False) -> None:
        self._prove.setEnabled(can_prove)
        for button in (self._save, self._branch, self._propose):
            button.setEnabled(self._correction is not None)
