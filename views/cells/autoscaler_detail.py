"""The conditions and recommendations of one autoscaler, in the controllers' own words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.health import Health
from console.kernel.i18n import t
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.autoscaler_rows import AutoscalerRow
    from views.page import PageContext

Condition = tuple[str, str, str, str]
_OF_VPA = ("NoPodsMatched", "LowConfidence", "ConfigDeprecated", "ConfigUnsupported")
_GOOD_WHEN_FALSE = frozenset({"ScalingLimited", "Fallback", "Paused", *_OF_VPA})


class AutoscalerDetail(DataTable[Condition]):
    """One line per condition, then one per recommendation of a VPA and per bound of one."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(
            context.theme, _columns(), lambda row: row[0], name="autoscaler-conditions", memory=context.memory
        )
        self.setAccessibleName(t("Conditions"))
        self.say_when_empty(t("Select an autoscaler to see its conditions."))

    def show_row(self, row: AutoscalerRow | None) -> None:
        """Show an autoscaler; ``None``: none is selected."""
        if row is None:
            self.set_rows(())
            return
        advice = tuple((t("Recommended"), "", name, value) for name, value in row.recommendations)
        bounds = tuple((t("Min … max"), "", name, value) for name, value in row.sizes)
        self.set_rows((*row.conditions, *advice, *bounds))


def _columns() -> tuple[Column[Condition], ...]:
    return (
        Column("type", t("Type"), lambda row: row[0], health=_health, width=180),
        Column("status", t("Status"), lambda row: row[1], width=90),
        Column("reason", t("Reason"), lambda row: row[2], width=220),
        Column("message", t("Message"), lambda row: row[3], width=400, stretch=True),
    )


def _health(row: Condition) -> Health | None:
    if row[1] not in {"True", "False"}:
        return Health.UNKNOWN if row[1] else None
    good = (row[1] == "False") == (row[0] in _GOOD_WHEN_FALSE)
    return Health.OK if good else Health.WARNING
