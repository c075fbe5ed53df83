"""What a step of a run tells: its output while it comes, what it was to do, what is sent, and every attempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTabWidget

from console.domain.runbooks.step_run import StepState
from console.kernel.i18n import t
from console.presenters.format import number
from console.presenters.retold import retold
from console.presenters.runbooks.run_rows import attempt_rows
from views.runbooks.step_table import AttemptTable
from views.widgets.code_view import CodeView
from views.widgets.log_view import LogView
from views.widgets.markdown_view import MarkdownView

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from console.domain.runbooks.step_run import StepRun
    from console.presenters.runbooks.run_rows import StepRow
    from console.services.runbooks.step_output import Lines
    from views.page import PageContext

OUR_WORDS = frozenset({"change", "decide"})  # kinds of steps whose output is written by this console alone
LOOK_MS = 60
PER_LOOK = 250  # lines; each costs the window 30 µs, and nobody reads more than 4,000 lines a second


class OutputSource(Protocol):
    """Where the lines of a step come from."""

    def since(self, sequence: int) -> Lines:
        """Return the lines from number ``sequence`` on. Any thread, never blocks."""


class StepOutputView(QTabWidget):
    """Follows one source at a time, at a bounded pace: the window stays fluid whatever a step writes.

    Of a flood the oldest lines are left out, with their number in their place; the newest that the source keeps are
    always shown in the end.
    """

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._source: OutputSource | None = None
        self._sequence = 0
        self._log = LogView(context.theme, t("Output of the step"))
        self._prose = MarkdownView(context.theme, t("What the runbook says of the step"))
        self._input = CodeView(context.theme, t("What is sent"), yaml=False)
        self._attempts = AttemptTable(context)
        self.setDocumentMode(True)
        for widget, title in (
            (self._prose, t("What to do")),
            (self._log, t("Output")),
            (self._input, t("What is sent")),
            (self._attempts, t("Attempts")),
        ):
            self.addTab(widget, title)
        self._is_ours = False
        self._look = QTimer(self)
        self._look.setObjectName("step output")
        self._look.setInterval(LOOK_MS)
        self._look.timeout.connect(self.fetch)

    def show_step(self, found: StepRow | None) -> None:
        """Show what is known of a step."""
        planned = found.planned if found is not None else None
        self._is_ours = planned is not None and planned.kind in OUR_WORDS
        said = (planned.prose or f"`{retold(planned.sentence)}`") if planned is not None else ""
        self._prose.show_text(said)
        self._input.show_text(planned.input if planned is not None else "")
        self._attempts.set_rows(attempt_rows(found.step) if found is not None else ())

    def follow(self, source: OutputSource | None) -> None:
        """Show the lines of another source from its beginning; ``None``: there is no output."""
        if source is self._source:
            return
        self._source, self._sequence = source, 0
        self._log.clear()
        self.fetch()

    def fetch(self) -> None:
        """Take the lines that have come since the last time."""
        if self._source is None:
            return
        found = self._source.since(self._sequence)
        lines = found.lines[:PER_LOOK]
        self._sequence += found.dropped + len(lines)
        if found.dropped:
            self._log.feed((t("… {count} lines are not shown …", count=number(found.dropped)),))
        self._log.feed([retold(line) for line in lines] if self._is_ours else lines)

    def show_best(self, step: StepRun) -> None:
        """Bring to the front what says most of a step: its output where there is some, else what is to be done."""
        last = step.last
        has_output = step.state is StepState.RUNNING or (last is not None and last.lines > 0)
        if self.currentWidget() in {self._log, self._prose}:
            self.setCurrentWidget(self._log if has_output else self._prose)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._look.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._look.stop()
        super().hideEvent(event)
