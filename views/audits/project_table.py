"""The project grid: hundreds of projects, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.audits.grid_row import GridRow
from console.presenters.format import number
from views.widgets.mark import HEALTH_MARKS, health_word, paint_mark
from views.widgets.sparkline import paint_sparkline
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable
from views.widgets.table.picture_delegate import PictureDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from views.page import PageContext


class ProjectTable(DataTable[GridRow]):
    """Enter shows the findings of a project, ``e`` asks for an audit of it."""

    def __init__(self, context: PageContext) -> None:
        columns = _columns()
        super().__init__(context.theme, columns, lambda row: row.key, name="audit-projects", memory=context.memory)
        self.setAccessibleName(t("Projects"))
        places = {column.key: place for place, column in enumerate(columns)}
        self._statuses = PictureDelegate(context.theme, self._paint_statuses)
        self._trend = PictureDelegate(context.theme, self._paint_trend)
        self.setItemDelegateForColumn(places["audits"], self._statuses)
        self.setItemDelegateForColumn(places["trend"], self._trend)

    def _paint_statuses(self, painter: QPainter, area: QRectF, row: GridRow) -> None:
        size = self._theme.space(1.25)
        step = size + self._theme.space(0.5)
        for place, (_name, health, _word) in enumerate(row.statuses):
            mark = HEALTH_MARKS[health]
            spot = QRectF(area.left() + place * step, area.center().y() - size / 2, size, size)
            paint_mark(painter, spot, mark.shape, self._theme.health(health))

    def _paint_trend(self, painter: QPainter, area: QRectF, row: GridRow) -> None:
        paint_sparkline(painter, area, *row.course, self._theme.colour("accent"))


def _columns() -> tuple[Column[GridRow], ...]:
    return (
        Column("project", t("Project"), lambda row: row.key, health=lambda row: row.state, tooltip=_tip, width=124),
        Column(
            "health", t("Health"), lambda row: row.health_text, sort=lambda row: row.health, numeric=True, width=58,
            tooltip=lambda _row: t("0 to 100; a star: an audit or a rule is missing."),
        ),
        Column("audits", t("Audits"), lambda row: row.status_text, width=132),
        Column("findings", t("Findings"), lambda row: number(row.findings), sort=lambda row: row.findings,
               numeric=True, width=66),
        Column("note", t("Now"), lambda row: row.note, tooltip=lambda row: row.note, width=300, stretch=True),
        Column("trend", t("Trend"), lambda row: "", width=70,
               tooltip=lambda row: t("Health of the last {count} runs", count=len(row.course[0]))),
        Column("when", t("Last run"), lambda row: row.when,
               health=lambda row: Health.WARNING if row.is_old else None,
               sort=lambda row: -row.record.at_s if row.record is not None else None, width=90),
        Column("team", t("Team"), lambda row: row.team, width=76),
        Column("state", t("State"), lambda row: health_word(row.state), sort=lambda row: -row.state, width=70),
    )  # fmt: skip


def _tip(row: GridRow) -> str:
    return "\n".join(one for one in (row.title, row.profile, row.branch, row.project.url, row.trouble) if one)
