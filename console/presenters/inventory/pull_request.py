"""Open pull requests (merge requests) of a forge."""

from __future__ import annotations

from console.domain.forge.pull_request import PullRequest
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("repository", t("Repository"), lambda row, _now_s: row.ref.namespace, width=220),
        InventoryColumn("number", t("Number"), lambda row, _now_s: row.ref.name, numeric=True, width=80),
        InventoryColumn("title", t("Title"), lambda row, _now_s: row.title, width=320),
        InventoryColumn("author", t("Author"), lambda row, _now_s: row.author or UNKNOWN),
        InventoryColumn("branches", t("Branches"), lambda row, _now_s: f"{row.source} → {row.target}", width=220),
        InventoryColumn("state", t("State"), _state, lambda row: "draft" if row.draft else row.state),
        InventoryColumn("updated", t("Updated"), _updated, lambda row: row.updated_at_s),
    )


def _state(row: PullRequest, _now_s: float) -> str:
    words = {"open": t("open"), "merged": t("merged"), "closed": t("closed")}
    return t("draft") if row.draft else words.get(row.state, row.state)


def _updated(row: PullRequest, now_s: float) -> str:
    return UNKNOWN if row.updated_at_s is None else ago(row.updated_at_s, now_s)


INVENTORIES.add(
    InventoryKind(
        key="PullRequest",
        topic="pull-requests",
        row=PullRequest,
        title=lambda: t("Open pull requests"),
        columns=_columns,
        order=lambda row: -(row.updated_at_s or 0.0),
    )
)
