"""Rate limits as a table."""

from console.domain.edge.rate_limit import RateLimit
from console.kernel.i18n import t
from console.presenters.format import duration, number, significant
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind
from console.presenters.yes_no_column import yes_no_column


def _limit(row: RateLimit) -> str:
    return t("{requests} in {period}", requests=number(row.requests), period=duration(row.period_s))


def _mitigation(row: RateLimit) -> str:
    return t("the excess only") if row.mitigation_s == 0 else duration(row.mitigation_s)


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("zone", t("Zone"), lambda row, _: row.ref.namespace, width=160),
        InventoryColumn("rule", t("Rule"), lambda row, _: row.ref.name, width=120),
        InventoryColumn(
            "rps",
            t("Requests/s"),
            lambda row, _: significant(row.requests / row.period_s),
            lambda row: row.requests / row.period_s,
            numeric=True,
            width=100,
        ),
        InventoryColumn("limit", t("Limit"), lambda row, _: _limit(row), lambda row: row.requests, width=150),
        InventoryColumn("action", t("Action"), lambda row, _: row.action, width=90),
        InventoryColumn("mitigation", t("Blocked for"), lambda row, _: _mitigation(row), lambda row: row.mitigation_s),
        yes_no_column("enabled", t("Enabled"), lambda row: row.enabled),
        InventoryColumn("expression", t("Requests that count"), lambda row, _: row.expression, width=320),
        InventoryColumn(
            "counted_by", t("Counted by"), lambda row, _: ", ".join(row.counted_by), lambda row: list(row.counted_by)
        ),
        InventoryColumn("description", t("Description"), lambda row, _: row.description, width=220),
        InventoryColumn(
            "version", t("Version"), lambda row, _: row.version, lambda row: f"{row.ruleset}/{row.version}", width=80
        ),
        InventoryColumn("id", t("Id"), lambda row, _: row.rule_id, width=260),
    )


INVENTORIES.add(
    InventoryKind(
        key="RateLimit",
        topic="rate-limits",
        row=RateLimit,
        title=lambda: t("Rate limits"),
        columns=_columns,
        order=lambda row: (row.ref.namespace, row.ref.name),
    )
)
