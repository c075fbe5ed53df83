"""The live feed as a table: what runs, what waits, what has ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from console.kernel.i18n import t
from console.presenters.audits.live_row import LiveRow
from views.widgets.table.column import Column
from views.widgets.table.column_room import leave_out
from views.widgets.table.data_table import DataTable
from views.widgets.table.picture_delegate import PictureDelegate

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

    from views.page import PageContext


_LEAST_FIRST = ("priority", "who", "id", "where")


class LiveTable(DataTable[LiveRow]):
    """Enter shows the project."""

    def __init__(self, context: PageContext) -> None:
        columns = _columns()
        super().__init__(context.theme, columns, lambda row: row.id, name="audit-live", memory=context.memory)
        self.setAccessibleName(t("Running audits"))
        self.say_when_empty(t("No audit was asked for since the estate was opened. Press A to begin one."))
        place = next(place for place, one in enumerate(columns) if one.key == "share")
        self._bars = PictureDelegate(context.theme, self._paint_share)
        self.setItemDelegateForColumn(place, self._bars)

    def _stretch(self, room: int) -> None:
        leave_out(self, room, self._widths, _LEAST_FIRST)
        super()._stretch(room)

    def _paint_share(self, painter: QPainter, area: QRectF, row: LiveRow) -> None:
        height = self._theme.space(0.75)
        whole = QRectF(area.left(), area.center().y() - height / 2, area.width(), height)
        painter.fillRect(whole, self._theme.colour("sunken"))
        if row.share > 0:
            hue = "muted" if row.is_over else "accent"
            part = QRectF(whole.left(), whole.top(), whole.width() * row.share, height)
            painter.fillRect(part, self._theme.colour(hue))


def _columns() -> tuple[Column[LiveRow], ...]:
    return (
        Column("project", t("Project"), lambda row: row.project, width=130, stretch=True),
        Column("state", t("State"), lambda row: row.state, health=lambda row: row.mark, width=92),
        Column("share", t("Progress"), lambda row: f"{round(100 * row.share)} %", sort=lambda row: row.share, width=92),
        Column("left", t("Remaining"), lambda row: row.left, sort=lambda row: row.left_s, width=80),
        Column("what", t("What"), lambda row: row.what, tooltip=lambda row: row.what, width=140, stretch=True),
        Column("who", t("Who"), lambda row: row.who, width=100),
        Column("where", t("Where"), lambda row: row.where, tooltip=lambda row: row.where, width=110),
        Column("since", t("Since"), lambda row: row.since, sort=lambda row: row.since_s, width=86),
        Column("priority", t("Priority"), lambda row: row.priority, sort=lambda row: row.urgency, width=70),
        Column("id", t("Task id"), lambda row: row.id, tooltip=lambda row: f"{row.id}\n{row.tasks}".strip(),
               mono=True, width=112),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=140, stretch=True),
    )  # fmt: skip
