"""Rate limits and quotas, the fullest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.kernel.i18n import t
from console.presenters.format import percent
from console.presenters.routing.limit_row import LimitKind, LimitRow
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from views.page import PageContext


class LimitTable(DataTable[LimitRow]):
    """One line per limit; that of the cursor is adjusted beside it."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.key, name="limits", memory=context.memory)
        self.setAccessibleName(t("Limits and quotas"))


def _columns() -> tuple[Column[LimitRow], ...]:
    return (
        Column("title", t("Limit of"), lambda row: row.title, health=lambda row: row.health, width=120, stretch=True,
               tooltip=lambda row: f"{_kind_word(row.kind)} {row.namespace}/{row.place}"),
        Column("limit", t("Limit"), lambda row: row.amount(row.limit), sort=lambda row: row.limit, numeric=True,
               width=80),
        Column("share", t("At most"), lambda row: percent(row.share), sort=lambda row: row.share, numeric=True,
               tooltip=lambda row: row.evidence,
               width=76),
        Column("proposal", t("Proposed"), lambda row: row.amount(row.proposal), sort=lambda row: row.proposal,
               numeric=True, width=80, tooltip=lambda row: row.reason),
    )  # fmt: skip


def _kind_word(kind: LimitKind) -> str:
    return {LimitKind.EDGE: t("Edge"), LimitKind.CELL: t("Cell"), LimitKind.NAMESPACE: t("Namespace")}[kind]
