"""One objective in detail: budget, burn rates, what happened, facts and query; asks for its course on demand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget

from console.domain.event import ObjectsListed
from console.kernel.i18n import t
from console.ports.metric import MetricReader
from console.presenters.slo_detail import TOPIC, burn_rows, course_in, courses_with, slo_facts
from console.presenters.slo_marks import slo_marks
from console.presenters.slo_queries import slo_queries
from console.services.slo_history import slo_history
from views.slo.burn_down import BurnDown
from views.slo.burn_table import BurnTable
from views.slo.mark_table import MarkTable
from views.widgets.evidence_panel import EvidencePanel
from views.widgets.later import Later

if TYPE_CHECKING:
    from console.domain.resource import ResourceRef
    from console.domain.slo.slo_course import SloCourse
    from console.domain.slo.slo_status import SloStatus
    from console.kernel.errors import ConsoleError
    from console.store.state import State
    from views.page import PageContext

_AGAIN_S = 300.0


class SloDetail(QTabWidget):
    """Tabs of the chosen objective; its course goes through the store, so that it is there offline too."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._scope = context.session.runtime.scope("objective")
        self._asked: dict[ResourceRef, float] = {}
        self._troubles: dict[ResourceRef, str] = {}
        self._status: SloStatus | None = None
        self._budget, self._burns = BurnDown(context), Later(lambda: BurnTable(context))
        self._marks, self._behind = (
            Later(lambda: MarkTable(context)),
            Later(lambda: EvidencePanel(context.theme, columns=2)),
        )
        self.setDocumentMode(True)
        for widget, title in (
            (self._budget, t("Error budget")),
            (self._burns, t("Burn rates")),
            (self._marks, t("Alerts and changes")),
            (self._behind, t("Facts and query")),
        ):
            self.addTab(widget, title)

    def show_objective(self, state: State, status: SloStatus | None) -> None:
        """Show an objective; ``None``: there is none."""
        self._status = status
        self.setVisible(status is not None)
        if status is None:
            return
        now_s = self._context.clock.now().timestamp()
        self._ask(status, now_s)
        self._budget.show_objective(state, status, self._troubles.get(status.ref, ""))
        self._burns.tell("rows", lambda table: table.set_rows(burn_rows(status)))
        marks = slo_marks(state, status, now_s - status.observed_s, now_s)
        self._marks.tell("rows", lambda table: table.set_rows(marks))
        self.setTabText(2, t("Alerts and changes ({count})", count=len(marks)) if marks else t("Alerts and changes"))
        table = state.table(status.ref.connection, "slos")
        read_at_s = table.at_s if table is not None else now_s
        self._behind.tell(
            "objective", lambda behind: behind.show_evidence(slo_facts(status), slo_queries(status, read_at_s))
        )

    def _ask(self, status: SloStatus, now_s: float) -> None:
        """Ask for the course anew when it is not known or old."""
        known = course_in(self._context.session.store.state, status)
        last_s = max(self._asked.get(status.ref, 0.0), known.at_s if known is not None else 0.0)
        if now_s - last_s < _AGAIN_S or not status.ratio_query:
            return
        self._asked[status.ref] = now_s
        session, ref = self._context.session, status.ref

        def answered(course: SloCourse) -> None:
            self._troubles.pop(ref, None)
            session.store.dispatch(
                ObjectsListed(ref.connection, TOPIC, courses_with(session.store.state, course), now_s)
            )

        def failed(error: ConsoleError) -> None:
            self._troubles[ref] = error.message
            if self._status is not None and self._status.ref == ref:
                self._budget.show_objective(session.store.state, self._status, error.message)

        asked = self._scope.start(self._course(status, now_s))
        self._context.bridge.when_done(asked, answered, failed, owner=self)

    async def _course(self, status: SloStatus, now_s: float) -> SloCourse:
        reader = self._context.session.required(status.ref.connection, MetricReader)
        return await slo_history(reader, status, now_s)

    def close_scope(self) -> None:
        """Drop questions that are still open."""
        self._scope.cancel()
