"""Silences of an Alertmanager."""

from __future__ import annotations

from console.domain.silence import Silence, SilenceState
from console.kernel.i18n import t
from console.presenters.alert_words import silence_state_word
from console.presenters.format import UNKNOWN, ago, coarse
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind

_ORDER = {SilenceState.ACTIVE: 0, SilenceState.PENDING: 1, SilenceState.EXPIRED: 2}


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("silence", t("Silence"), lambda row, _now_s: row.ref.name, width=280),
        InventoryColumn(
            "state", t("State"), lambda row, _now_s: silence_state_word(row.state), lambda row: row.state.value
        ),
        InventoryColumn("matchers", t("Conditions"), lambda row, _now_s: row.condition or UNKNOWN, width=320),
        InventoryColumn("ends", t("Ends"), _ends, lambda row: row.ends_s),
        InventoryColumn("author", t("By"), lambda row, _now_s: row.created_by or UNKNOWN),
        InventoryColumn("comment", t("Comment"), lambda row, _now_s: row.comment or UNKNOWN, width=260),
    )


def _ends(row: Silence, now_s: float) -> str:
    left_s = row.ends_s - now_s
    return t("in {time}", time=coarse(left_s)) if left_s > 0 else ago(row.ends_s, now_s)


INVENTORIES.add(
    InventoryKind(
        key="Silence",
        topic="silences",
        row=Silence,
        title=lambda: t("Silences"),
        columns=_columns,
        order=lambda row: (_ORDER[row.state], row.ends_s),
    )
)
