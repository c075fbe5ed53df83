"""One finding: where it is, why it matters, how to mend it, its source and its correction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QScrollArea, QTabWidget, QWidget

from console.kernel.i18n import t
from console.presenters.retold import retold
from views.audits.correction_panel import CorrectionPanel
from views.widgets.badge import Badge
from views.widgets.code_view import CodeView
from views.widgets.key_value import KeyValue
from views.widgets.label import Label
from views.widgets.layout import column, row

if TYPE_CHECKING:
    from console.presenters.audits.finding_line import FindingLine
    from views.page import PageContext

_SIDE = 360


class FindingPanel(QWidget):
    """``dismiss_asked``, ``accept_asked`` and ``source_asked`` carry a line. What is shown of a repository is data."""

    dismiss_asked = Signal(object)
    accept_asked = Signal(object)
    source_asked = Signal(object)

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._line: FindingLine | None = None
        self._badge, self._title = Badge(context.theme), Label(role="section", wrap=True)
        self._facts = KeyValue()
        self._dismiss, self._accept = QPushButton(t("Dismiss …")), QPushButton(t("Accept: it will be mended"))
        self._dismiss.clicked.connect(lambda: self.dismiss_asked.emit(self._line))
        self._accept.clicked.connect(lambda: self.accept_asked.emit(self._line))
        self._source = CodeView(context.theme, t("Source code"), yaml=False)
        self.correction = CorrectionPanel(context)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self._source, t("Source code"))
        self.tabs.addTab(self.correction, t("Correction"))
        space = context.theme.space(1)
        head = row(self._badge, spacing=space)
        head.addWidget(self._title, 1)
        side = QWidget()
        side.setLayout(
            column(head, row(self._dismiss, self._accept, None, spacing=space), self._facts, None, spacing=space,
                   margins=(0, space, space, 0))
        )  # fmt: skip
        scroll = QScrollArea()
        scroll.setAccessibleName(t("Findings"))
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setWidget(side)
        scroll.setMinimumWidth(_SIDE)
        layout = row(spacing=space)
        layout.addWidget(scroll, 2)
        layout.addWidget(self.tabs, 3)
        self.setLayout(layout)

    def forget(self) -> None:
        """Let go of what was read and proven for other results: a finding there may look the same."""
        self._line = None
        self.correction.forget()

    def show_line(self, found: FindingLine | None) -> None:
        """Show a finding; ``None``: none is chosen."""
        before, self._line = self._line, found
        self.setVisible(found is not None)
        if found is None:
            return
        self._badge.show_health(found.health, found.row.severity_word)
        self._title.setText(f"{found.row.rule} · {found.title}")
        self._facts.show_pairs(_facts(found))
        self.correction.show_line(found)
        self.tabs.setTabText(1, t("Correction (ready)") if found.has_patch else t("Correction"))
        if before is None or before.key != found.key:
            self._source.show_text(t("Reading …"))
            self.source_asked.emit(found)

    def show_source(self, found: FindingLine, text: str) -> None:
        """Show the text of the file, at the line; ignored when another finding was chosen meanwhile."""
        if self._line is not None and self._line.key == found.key:
            self._source.show_text(text)
            if found.finding.line:
                self._source.show_line(found.finding.line)

    def turn(self) -> None:
        """Show the correction instead of the source, or the other way round."""
        self.tabs.setCurrentIndex(1 - self.tabs.currentIndex())

    def show_correction(self) -> None:
        """Show the correction, and have it proven where there is a safe one."""
        self.tabs.setCurrentIndex(1)
        self.correction.prove()

    def focus_source(self) -> None:
        """Put the focus on the source."""
        self.tabs.setCurrentIndex(0)
        self._source.setFocus()


def _facts(found: FindingLine) -> list[tuple[str, str]]:
    pairs = [
        (t("Where"), found.row.place),
        (t("What was seen"), retold(found.row.evidence)),
        (t("Why it matters"), found.why),
        (t("How to mend it"), found.mend),
        (t("Since the baseline"), found.row.baseline_word),
        (t("Audit"), found.audit_title),
        (t("Found by"), found.finding.tool),
    ]
    return [pair for pair in pairs if pair[1]]
