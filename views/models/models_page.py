"""Models: which edge model is in trouble, and what does it need next?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from console.domain.health import Health
from console.domain.judge.numerics import load_numerics
from console.estate.models.model_documents import ModelDocuments
from console.estate.models.model_library import ModelLibrary
from console.kernel.i18n import t
from console.presenters.data_state import DataKind, DataState
from console.presenters.model_section import MODEL_TOPICS
from console.presenters.model_state import model_state
from console.presenters.model_summary import document_notes, model_summary
from views.models.section_view import SectionView
from views.models.summary_table import SummaryTable
from views.page import Page, Shortcut, mending
from views.widgets.label import Label
from views.widgets.layout import column
from views.widgets.split_panel import SplitPanel
from views.widgets.state_banner import StateBanner

if TYPE_CHECKING:
    from pathlib import Path

    from console.estate.schema.estate import Estate
    from console.presenters.model_summary import SummaryRow
    from console.store.change_summary import ChangeSummary
    from console.store.state import State
    from views.page import PageContext

_AGAIN_MS = 30_000


class ModelsPage(Page):
    """Every section of every model at the left, the worst first; the chosen one beside it."""

    topics = MODEL_TOPICS
    slices = ("estate", "connections", "objects")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._wanted: dict[str, str] = {}
        self._documents = ModelDocuments(complete=False)
        self._library: ModelLibrary | None = None
        self._folder: Path | None = None
        self._own: SummaryRow | None = None
        self._computes = False
        self._scope = context.session.runtime.scope("model documents")
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._read_documents)
        self._banner = StateBanner(context.theme)
        self._banner.asked.connect(mending(context))
        self._faults = Label(role="error", wrap=True)
        self._summary, self._section = SummaryTable(context), SectionView(context)
        self._summary.current_changed.connect(self._section.show_section)
        self._summary.opened.connect(lambda _row: self._section.show_table(0))
        self._summary.yaml_asked.connect(lambda _row: self._section.show_evidence())
        split = SplitPanel(context.memory, "models", self._summary, self._section, shares=(13, 22))
        layout = column(self._banner, self._faults, spacing=context.theme.space(1))
        layout.addWidget(split, 1)
        self.setLayout(layout)

    def arguments(self, arguments: dict[str, str]) -> None:
        """Take ``section`` and ``model`` to put the cursor on."""
        self._wanted = {key: arguments[key] for key in ("section", "model") if key in arguments}

    def shown(self) -> None:
        """Read the documents, and again from time to time."""
        if not self._computes:
            self.context.bridge.when_done(self._scope.start(self._load()), self._begin, owner=self)
        self._read_documents()
        self._again.start()

    def hidden(self) -> None:
        """Stop reading documents."""
        self._again.stop()

    async def _load(self) -> None:
        await self.context.session.runtime.in_thread(load_numerics)

    def _begin(self, _loaded: None) -> None:
        self._computes = True
        self.render(self.context.session.store.state, None)

    def _read_documents(self) -> None:
        opened = self.context.session.open
        if opened is None:
            return
        folder = opened.file.parent
        if self._library is None or folder != self._folder:
            self._library, self._folder = ModelLibrary(folder), folder
        asked = self._scope.start(self._documents_of(self._library, opened.estate))
        self.context.bridge.when_done(asked, self._take_documents, owner=self)

    async def _documents_of(self, library: ModelLibrary, estate: Estate) -> ModelDocuments:
        return await self.context.session.runtime.in_thread(library.read, estate)

    def _take_documents(self, documents: ModelDocuments) -> None:
        if documents != self._documents:
            self._documents = documents
            self.render(self.context.session.store.state, None)

    def render(self, state: State, summary: ChangeSummary | None) -> None:  # type: ignore[override]
        """Show the state."""
        if summary is None and self._folder is not None and self._opened_another():
            self._documents = ModelDocuments(complete=False)
            self._read_documents()
        now_s = self.context.clock.now().timestamp()
        found = model_state(state, now_s)
        self._banner.show_state(found)
        faults = document_notes(self._documents)
        self._faults.setText("\n".join(faults))
        self._faults.setVisible(bool(faults))
        rows = model_summary(state, self._documents, now_s) if self._computes else ()
        self._summary.say_when_empty(_nothing(found) if self._computes else t("Reading the documents …"))
        self._summary.show_summary(rows)
        self._select(rows)
        self._section.show_section(self._summary.current_row())

    def _opened_another(self) -> bool:
        opened = self.context.session.open
        return opened is not None and opened.file.parent != self._folder

    def _select(self, rows: tuple[SummaryRow, ...]) -> None:
        wanted = self._wanted
        if wanted and rows:
            self._wanted = {}
            found = (row for row in rows if all(getattr(row, key) == value for key, value in wanted.items()))
            row = next(found, None)
            if row is not None:
                self._summary.select_key((row.model, row.section))
        now, shown = self._summary.current_row(), self._summary.shown_rows()
        if shown and (now is None or (self._is_own(now) and shown[0].health >= max(now.health, Health.WARNING))):
            self._summary.select_key((shown[0].model, shown[0].section))
            self._own = self._summary.current_row()

    def _is_own(self, now: SummaryRow) -> bool:
        """Return whether nobody moved the cursor since it was put on the worst: it goes on to what is worse."""
        return self._own is not None and (self._own.model, self._own.section) == (now.model, now.section)

    def filter_text(self, text: str) -> None:
        """Filter the sections by their title, model or answer."""
        self._summary.set_filter(text)

    def lines_shown(self) -> int:
        """Return how many sections are shown."""
        return self._summary.shown_count

    def closing(self) -> None:
        """Drop what is being read."""
        self._scope.cancel()

    def focus_main(self) -> None:
        """Put the focus on the sections."""
        self._summary.setFocus()

    def shortcuts(self) -> tuple[Shortcut, ...]:
        """Return the keys of this page."""
        return (
            Shortcut("1", t("Show the first table"), lambda: self._section.show_table(0), "models-first"),
            Shortcut("2", t("Show the second table"), lambda: self._section.show_table(1), "models-second"),
            Shortcut("3", t("Show the evidence"), self._section.show_evidence, "models-evidence"),
        )


def _nothing(found: DataState) -> str:
    return "" if found.kind is DataKind.LOADING else t("The estate names no models.")
