"""Settings that protect services (L5.4): retries, time limits, bulkheads, outlier detection, adaptive concurrency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.traffic_policy import TrafficPolicy
from console.kernel.i18n import t
from console.presenters.inventory.traffic_policy import TRAFFIC_POLICIES
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.presenters.inventory_kind import InventoryColumn
    from console.store.state import State
    from views.page import PageContext

_WIDTH = 150


class ProtectionTable(DataTable[TrafficPolicy]):
    """Every object that protects something; those that state nothing are left out."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.ref, name="protections", memory=context.memory)
        self.setAccessibleName(t("Protection of services"))
        self.say_when_empty(t("No object of the cluster protects a service."))

    def show_state(self, state: State) -> None:
        """Show the settings of all clusters."""
        clusters = state.estate.clusters if state.estate is not None else ()
        found = [
            row
            for one in clusters
            for row in state.rows(one.key, TRAFFIC_POLICIES.topic, TrafficPolicy)
            if row.settings
        ]
        self.set_rows(sorted(found, key=TRAFFIC_POLICIES.order))


def _columns() -> tuple[Column[TrafficPolicy], ...]:
    told = [one for one in TRAFFIC_POLICIES.columns() if one.key not in {"namespace", "name"}]
    name = Column[TrafficPolicy]("name", t("Object"), lambda row: f"{row.ref.namespace}/{row.ref.name}", width=_WIDTH)
    return (name, *(_column(one) for one in told))


def _column(one: InventoryColumn) -> Column[TrafficPolicy]:
    def text(row: TrafficPolicy) -> str:
        return one.text(row, 0.0)

    return Column(one.key, one.title, text, tooltip=text, width=min(one.width, _WIDTH))
