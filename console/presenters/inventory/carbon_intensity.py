"""Carbon intensity as a table."""

from console.domain.carbon.carbon_intensity import CarbonIntensity
from console.kernel.i18n import t
from console.presenters.carbon_rows import attribution_text, grams_text, kind_word
from console.presenters.format import UNKNOWN, ago, local_minute
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("zone", t("Zone"), lambda row, _: row.zone, width=110),
        InventoryColumn(
            "from", t("Begins"), lambda row, _: local_minute(row.from_s), lambda row: row.from_s, width=150
        ),
        InventoryColumn("to", t("Ends"), lambda row, _: local_minute(row.to_s), lambda row: row.to_s, width=150),
        InventoryColumn(
            "g_per_kwh",
            t("gCO2/kWh"),
            lambda row, _: grams_text(row.g_per_kwh),
            lambda row: row.g_per_kwh,
            numeric=True,
            width=90,
        ),
        InventoryColumn(
            "kind", t("Kind"), lambda row, _: kind_word(row.kind, row.signal), lambda row: row.kind.value, width=140
        ),
        InventoryColumn(
            "issued_at",
            t("Issued"),
            lambda row, now_s: UNKNOWN if row.issued_at_s is None else ago(row.issued_at_s, now_s),
            lambda row: row.issued_at_s,
            width=110,
        ),
        InventoryColumn("provider", t("Provider"), lambda row, _: row.provider),
        InventoryColumn(
            "attribution",
            t("Attribution"),
            lambda row, _: attribution_text(row.attribution) or UNKNOWN,
            lambda row: row.attribution,
            width=320,
        ),
    )


INVENTORIES.add(
    InventoryKind(
        key="CarbonIntensity",
        topic="carbon",
        row=CarbonIntensity,
        title=lambda: t("Carbon intensity"),
        columns=_columns,
        order=lambda row: (row.zone, row.from_s),
    )
)
