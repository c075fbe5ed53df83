"""Chaos experiments: what was broken on purpose, and whether the expected alert fired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.chaos_experiment import EXPECTED_ALERT, TOPIC
from console.kernel.i18n import t
from console.presenters.chaos_rows import ChaosRow, chaos_rows
from console.presenters.data_state import data_state, unread
from views.widgets.table.column import Column
from views.widgets.table.data_table import DataTable

if TYPE_CHECKING:
    from console.store.state import State
    from views.page import PageContext


class ChaosTable(DataTable[ChaosRow]):
    """Those that say something is wrong first."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context.theme, _columns(), lambda row: row.experiment.ref, name="chaos", memory=context.memory)
        self.setAccessibleName(t("Chaos experiments"))
        self._nothing = self._trouble = ""

    def show_state(self, state: State, now_s: float) -> None:
        """Show the experiments of all clusters."""
        clusters = state.estate.clusters if state.estate is not None else ()
        known = data_state(state, (one.key for one in clusters), (TOPIC,), now_s)
        self._nothing = unread(known, t("No experiment of Chaos Mesh or Litmus is in the clusters."))
        self.say_when_empty(self._trouble or self._nothing)
        self.set_rows(chaos_rows(state, now_s))

    def show_trouble(self, why: str) -> None:
        """Say why a cluster did not answer; empty: all did."""
        self._trouble = why
        self.say_when_empty(why or self._nothing)


def _columns() -> tuple[Column[ChaosRow], ...]:
    return (
        Column("name", t("Experiment"), lambda row: row.name, health=lambda row: row.health, width=200, stretch=True),
        Column("kind", t("Kind"), lambda row: row.kind, width=120),
        Column("tool", t("Tool"), lambda row: row.tool, width=96),
        Column("target", t("Aimed at"), lambda row: row.target, width=150),
        Column("outcome", t("Outcome"), lambda row: row.outcome, tooltip=lambda row: row.experiment.verdict, width=100),
        Column("when", t("Began"), lambda row: row.when, sort=lambda row: row.experiment.began_s, width=100),
        Column("took", t("Took"), lambda row: row.took, sort=lambda row: row.took_s, width=84),
        Column("alert", t("Expected alert"), lambda row: row.alert, width=170, stretch=True,
               tooltip=lambda _row: t("Named by the annotation {name}", name=EXPECTED_ALERT)),
        Column("fired", t("Alert"), lambda row: row.fired, tooltip=lambda row: row.experiment.query, width=120),
    )  # fmt: skip
