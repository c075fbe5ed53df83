"""Objects that protect services (L5.4), and of the chosen one every setting."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.traffic_policy import PolicySetting, TrafficPolicy
from console.kernel.i18n import t
from console.presenters.data_state import data_state, unread
from console.presenters.inventory.traffic_policy import TRAFFIC_POLICIES, mechanism_titles
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.store.state import State
    from views.page import PageContext


class ProtectionTable(DataTable[TrafficPolicy]):
    """Every object that protects something; those that state nothing are left out."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.ref, name="protections", memory=context.memory)
        self.setAccessibleName(t("Protection of services"))

    def show_state(self, state: State, now_s: float) -> None:
        """Show the objects of all clusters."""
        clusters = state.estate.clusters if state.estate is not None else ()
        known = data_state(state, (one.key for one in clusters), (TRAFFIC_POLICIES.topic,), now_s)
        self.say_when_empty(unread(known, t("No object of the cluster protects a service.")))
        found = [
            row
            for one in clusters
            for row in state.rows(one.key, TRAFFIC_POLICIES.topic, TrafficPolicy)
            if row.settings
        ]
        self.set_rows(sorted(found, key=TRAFFIC_POLICIES.order))


class SettingTable(DataTable[PolicySetting]):
    """What one of them sets, by its names in the object."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _details(), lambda row: row, name="protection-settings", memory=context.memory)
        self.setAccessibleName(t("What is set"))
        self.say_when_empty(t("Choose an object above."))

    def show_policy(self, found: TrafficPolicy | None) -> None:
        """Show the settings of an object, each mechanism's together."""
        order = list(mechanism_titles())
        settings = found.settings if found is not None else ()
        self.set_rows(sorted(settings, key=lambda one: order.index(one.mechanism)))


def _columns() -> tuple[Column[TrafficPolicy], ...]:
    return (
        Column("name", t("Object"), lambda row: f"{row.ref.namespace}/{row.ref.name}", width=240),
        Column("kind", t("Kind"), lambda row: row.ref.kind, width=130),
        Column("target", t("Protects"), lambda row: row.target, tooltip=lambda row: row.target, width=270),
        Column("set", t("What is set"), _mechanisms, tooltip=_mechanisms, width=200, stretch=True),
    )


def _mechanisms(row: TrafficPolicy) -> str:
    used = {one.mechanism for one in row.settings}
    return ", ".join(title for mechanism, title in mechanism_titles().items() if mechanism in used)


def _details() -> tuple[Column[PolicySetting], ...]:
    return (
        Column("mechanism", t("Mechanism"), lambda row: mechanism_titles()[row.mechanism], width=160),
        Column("name", t("Setting"), lambda row: row.name, tooltip=lambda row: row.name, width=430),
        Column("value", t("Value"), lambda row: row.value, tooltip=lambda row: row.value, width=120),
        Column("scope", t("Holds for"), lambda row: row.scope or t("all"), width=200, stretch=True),
    )
