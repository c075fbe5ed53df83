"""Argo Rollouts and Workers: what failed or is on its way first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.release_rows import ReleaseRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class ReleaseTable(DataTable[ReleaseRow]):
    """One line per gradual release."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.ref, name="releases", memory=context.memory)
        self.setAccessibleName(t("Releases in clusters and at the edge"))


def _columns() -> tuple[Column[ReleaseRow], ...]:
    return (
        Column("name", t("Name"), lambda row: row.name, health=lambda row: row.health, width=160),
        Column("kind", t("Kind"), lambda row: row.kind, width=110),
        Column("place", t("Place"), lambda row: row.place, width=130),
        Column("phase", t("Phase"), lambda row: row.phase, sort=lambda row: -row.health, width=110),
        Column("share", t("New share"), lambda row: row.share, sort=lambda row: row.percent, numeric=True, width=100),
        Column("step", t("Step"), lambda row: row.step, numeric=True, width=70),
        Column("version", t("Version"), lambda row: row.version, tooltip=lambda row: row.version, width=190),
        Column("note", t("Note"), lambda row: row.note, tooltip=lambda row: row.note, width=260, stretch=True),
    )
