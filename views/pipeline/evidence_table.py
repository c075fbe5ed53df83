"""The evidence of the stages: what asks for most first, each fact with its owner and its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.pipeline.stage_rows import EvidenceRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class EvidenceTable(DataTable[EvidenceRow]):
    """Enter goes to the page where the fact is."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="pipeline", memory=context.memory)
        self.setAccessibleName(t("Evidence of the stages"))


def _columns() -> tuple[Column[EvidenceRow], ...]:
    return (
        Column("stage", t("Stage"), lambda row: row.stage, width=120),
        Column("state", t("State"), lambda row: row.state, health=lambda row: row.health, width=190),
        Column("text", t("What"), lambda row: row.text, tooltip=lambda row: row.text, width=420, stretch=True),
        Column("owner", t("Owner"), lambda row: row.owner, width=120),
        Column("when", t("Since when"), lambda row: row.when, sort=lambda row: row.evidence.at_s, width=110),
    )  # fmt: skip
