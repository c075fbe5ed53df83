"""What review is to be written, how far it is, and where it went."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QProgressBar, QPushButton, QWidget

from console.kernel.i18n import language, t
from views.widgets.label import Label, set_role
from views.widgets.layout import column, grow_to_fit, row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from console.domain.report.report_span import ReportSpan
    from console.services.reviews.review_desk import Written

_WHOLE = 1000


class ReviewDialog(QDialog):
    """``wanted`` asks for the file of what is chosen; ``given_up`` comes when the work is to be cancelled."""

    wanted = Signal()
    given_up = Signal()

    def __init__(
        self, parent: QWidget | None, spans: Iterable[tuple[str, ReportSpan]], formats: Iterable[tuple[str, str]]
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(t("Export review"))
        self._file: Path | None = None
        self._spans, self._formats, self._languages = QComboBox(), QComboBox(), QComboBox()
        for text, span in spans:
            self._spans.addItem(text, span)
        for key, title in formats:
            self._formats.addItem(title, key)
        for code, name in (("en", "English"), ("ja", "日本語")):
            self._languages.addItem(name, code)
        self._languages.setCurrentIndex(self._languages.findData(language()))
        self._offline = QCheckBox(t("Ask nobody: only what is known already"))
        self._bar, self._told = QProgressBar(), Label(wrap=True, selectable=True)
        self._bar.setRange(0, _WHOLE)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(t("Progress"))
        self._go, self._stop, self._open = (
            QPushButton(t("Choose the file and write …")),
            QPushButton(),
            QPushButton(t("Open the file")),
        )
        self._lay_out()
        self.show_idle()

    def _lay_out(self) -> None:
        self._choice = QWidget()
        form = QFormLayout(self._choice)
        form.setContentsMargins(0, 0, 0, 0)
        for title, field in (
            (t("Period"), self._spans), (t("Format"), self._formats), (t("Language"), self._languages),
            ("", self._offline),
        ):  # fmt: skip
            form.addRow(title, field)
            if title:
                field.setAccessibleName(title)
        self._go.setProperty("role", "primary")
        self._go.setDefault(True)
        self._go.clicked.connect(self.wanted.emit)
        self._stop.clicked.connect(self._stopped)
        self._open.clicked.connect(self._open_file)
        told = t("The review says what the pages say. A signed statement is put beside it when there is a key.")
        self.setLayout(
            column(
                Label(t("Export review"), "title"),
                Label(told, wrap=True),
                self._choice,
                self._bar,
                self._told,
                row(None, self._stop, self._open, self._go),
                spacing=12,
                margins=(24, 24, 24, 24),
            )
        )
        self.setMinimumWidth(480)

    # --- what is chosen ---------------------------------------------------------------------------------------------

    @property
    def span(self) -> ReportSpan:
        """Return the period."""
        found: ReportSpan = self._spans.currentData()
        return found

    @property
    def format(self) -> str:
        """Return the key of the format."""
        return str(self._formats.currentData())

    @property
    def language(self) -> str:
        """Return the language of the document."""
        return str(self._languages.currentData())

    @property
    def is_offline(self) -> bool:
        """Return whether nobody is to be asked."""
        return self._offline.isChecked()

    # --- how far it is ----------------------------------------------------------------------------------------------

    def show_idle(self, told: str = "") -> None:
        """Wait for the user; ``told`` says why nothing was written."""
        self._show(choosing=True, told=told, role="error" if told else "")
        self._stop.setText(t("Close"))

    def show_progress(self, share: float, what: str) -> None:
        """Show how far it is."""
        self._show(choosing=False, told=what)
        self._bar.setValue(round(share * _WHOLE))
        self._stop.setText(t("Cancel"))

    def show_written(self, written: Written) -> None:
        """Say where it is."""
        self._file = written.file
        lines = [t("Wrote {file} ({size} kB).", file=written.file, size=round(written.size / 1000))]
        if written.statement is not None:
            lines.append(t("Signed statement: {file}", file=written.statement.name))
        self._show(choosing=False, told="\n".join((*lines, *written.notes)), busy=False)
        self._stop.setText(t("Close"))
        self._open.setFocus()

    def _show(self, *, choosing: bool, told: str, role: str = "", busy: bool = True) -> None:
        self._choice.setVisible(choosing)
        self._go.setVisible(choosing)
        self._bar.setVisible(not choosing and busy)
        self._open.setVisible(not choosing and not busy)
        self._told.setVisible(bool(told))
        self._told.setText(told)
        set_role(self._told, role)
        grow_to_fit(self)
        self._busy = not choosing and busy

    def _stopped(self) -> None:
        if self._busy:
            self.given_up.emit()
        else:
            self.reject()

    def _open_file(self) -> None:
        if self._file is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))
