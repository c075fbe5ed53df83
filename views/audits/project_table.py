"""The project grid: hundreds of projects, the worst first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from console.domain.health import Health
from console.kernel.i18n import t
from console.presenters.audits.grid_row import GridRow
from console.presenters.format import number
from views.widgets.mark import HEALTH_MARKS, health_word, paint_mark
from views.widgets.sparkline import paint_sparkline
from views.widgets.table.column import Column
from views.widgets.table.column_room import leave_out
from views.widgets.table.data_table import DataTable
from views.widgets.table.picture_delegate import PictureDelegate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from views.page import PageContext

    Course = tuple[tuple[float, ...], tuple[float, ...]]

_LEAST_FIRST = ("state", "team", "trend", "findings", "when")


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
        self._marks: dict[tuple[Health, float], QPixmap] = {}
        self._courses: dict[str, tuple[Course, QSize, float, QPixmap]] = {}
        context.theme.changed.connect(self._forget_pictures)

    def _forget_pictures(self) -> None:
        self._marks.clear()
        self._courses.clear()

    def set_rows(self, rows: Sequence[GridRow]) -> None:
        """Show projects; nothing is done for rows that are as they were."""
        if rows != self._arrangement.rows:
            super().set_rows(rows)

    def _repaint(self, before: Sequence[GridRow]) -> None:
        """Paint only the projects that changed: a row has all that is shown of it."""
        area = self.viewport().rect()
        last = self.rowAt(area.bottom())
        for line in range(max(0, self.rowAt(0)), (last if last >= 0 else self.shown_count - 1) + 1):
            index = self._model.order[line]
            if self._model.rows[index] != before[index]:
                self.viewport().update(0, self.rowViewportPosition(line), area.width(), self.rowHeight(line))

    def _stretch(self, room: int) -> None:
        leave_out(self, room, self._widths, _LEAST_FIRST)
        super()._stretch(room)

    def _paint_statuses(self, painter: QPainter, area: QRectF, row: GridRow) -> None:
        size, ratio = round(self._theme.space(1.25)), painter.device().devicePixelRatioF()
        step, top = size + self._theme.space(0.5), area.center().y() - size / 2
        for place, (_name, health, _word) in enumerate(row.statuses):
            painter.drawPixmap(QPointF(area.left() + place * step, top), self._mark(health, size, ratio))

    def _mark(self, health: Health, size: int, ratio: float) -> QPixmap:
        """Return the picture of a mark: thousands of them are painted while somebody scrolls."""
        if (known := self._marks.get((health, ratio))) is not None:
            return known
        made = _blank(QSize(size, size), ratio)
        painter = QPainter(made)
        paint_mark(painter, QRectF(0, 0, size, size), HEALTH_MARKS[health].shape, self._theme.health(health))
        painter.end()
        return self._marks.setdefault((health, ratio), made)

    def _paint_trend(self, painter: QPainter, area: QRectF, row: GridRow) -> None:
        """Paint the course from a picture of it: a smooth line is the dearest part of a row."""
        size, ratio = area.size().toSize(), painter.device().devicePixelRatioF()
        known = self._courses.get(row.key)
        if known is None or known[:3] != (row.course, size, ratio):
            made = _blank(size, ratio)
            pen = QPainter(made)
            paint_sparkline(pen, QRectF(QPointF(0, 0), size), *row.course, self._theme.colour("accent"))
            pen.end()
            known = self._courses[row.key] = row.course, size, ratio, made
        painter.drawPixmap(area.topLeft(), known[3])


def _columns() -> tuple[Column[GridRow], ...]:
    return (
        Column("project", t("Project"), lambda row: row.key, health=lambda row: row.state, tooltip=_tip, width=130),
        Column(
            "health", t("Health"), lambda row: row.health_text, sort=lambda row: row.health, numeric=True, width=72,
            tooltip=lambda _row: t("0 to 100; a star: an audit or a rule is missing."),
        ),
        Column("audits", t("Audits"), lambda row: row.status_text, width=132),
        Column("findings", t("Findings"), lambda row: number(row.findings), sort=lambda row: row.findings,
               numeric=True, width=66),
        Column("note", t("Now"), lambda row: row.note, tooltip=lambda row: row.note, width=110, stretch=True),
        Column("trend", t("Trend"), lambda row: "", width=70,
               tooltip=lambda row: t("Health of the last {count} runs", count=len(row.course[0]))),
        Column("when", t("Last run"), lambda row: row.when,
               health=lambda row: Health.WARNING if row.is_old else None,
               sort=lambda row: -row.record.at_s if row.record is not None else None, width=90),
        Column("team", t("Team"), lambda row: row.team, width=76),
        Column("state", t("State"), lambda row: health_word(row.state), sort=lambda row: -row.state, width=84),
    )  # fmt: skip


def _blank(size: QSize, ratio: float) -> QPixmap:
    made = QPixmap(size * ratio)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def _tip(row: GridRow) -> str:
    return "\n".join(one for one in (row.title, row.profile, row.branch, row.project.url, row.trouble) if one)
