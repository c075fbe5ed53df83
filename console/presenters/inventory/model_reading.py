"""Measures of edge models as a table."""

from __future__ import annotations

from console.domain.model.measure_catalogue import MEASURES_BY_KEY
from console.domain.model.model_reading import TOPIC, ModelReading
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, quantity
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _value(row: ModelReading) -> str:
    known = MEASURES_BY_KEY.get(row.measure)
    return UNKNOWN if known is None else quantity(row.value, known.unit)


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("model", t("Model"), lambda row, _: row.ref.namespace, width=120),
        InventoryColumn("measure", t("Measure"), lambda row, _: row.ref.name, width=240),
        InventoryColumn(
            "value", t("Value"), lambda row, _: _value(row), lambda row: row.value, numeric=True, width=110
        ),
        InventoryColumn("read", t("Read"), lambda row, now_s: ago(row.at_s, now_s), lambda row: row.at_s, width=110),
        InventoryColumn("query", t("Query"), lambda row, _: row.error or row.query, width=420),
    )


INVENTORIES.add(
    InventoryKind(
        key="ModelReading",
        topic=TOPIC,
        row=ModelReading,
        title=lambda: t("Edge models"),
        columns=_columns,
        order=lambda row: (row.ref.namespace, row.ref.name),
    )
)
