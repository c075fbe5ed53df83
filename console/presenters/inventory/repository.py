"""Repositories of a forge."""

from __future__ import annotations

from console.domain.forge.repository import Repository
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago, size
from console.presenters.inventory_kind import INVENTORIES, InventoryColumn, InventoryKind


def _columns() -> tuple[InventoryColumn, ...]:
    return (
        InventoryColumn("repository", t("Repository"), lambda row, _now_s: row.ref.name, width=260),
        InventoryColumn("branch", t("Default branch"), lambda row, _now_s: row.default_branch or UNKNOWN),
        InventoryColumn("visibility", t("Visibility"), lambda row, _now_s: row.visibility or UNKNOWN),
        InventoryColumn("language", t("Language"), lambda row, _now_s: row.language or UNKNOWN),
        InventoryColumn("size", t("Size"), _size, lambda row: row.size_kb, numeric=True),
        InventoryColumn("pushed", t("Last push"), _pushed, lambda row: row.pushed_at_s),
        InventoryColumn("rights", t("Rights"), _rights, lambda row: list(row.rights)),
        InventoryColumn("note", t("Note"), _note, lambda row: row.trouble or row.description, width=320),
    )


def _size(row: Repository, _now_s: float) -> str:
    return UNKNOWN if row.size_kb is None else size(row.size_kb * 1024.0)


def _pushed(row: Repository, now_s: float) -> str:
    return UNKNOWN if row.pushed_at_s is None else ago(row.pushed_at_s, now_s)


def _rights(row: Repository, _now_s: float) -> str:
    words = {"read": t("read"), "write": t("write"), "admin": t("administer")}
    return ", ".join(words[one] for one in row.rights if one in words) or UNKNOWN


def _note(row: Repository, _now_s: float) -> str:
    return row.trouble or (t("archived") if row.archived else row.description)


INVENTORIES.add(
    InventoryKind(
        key="Repository",
        topic="repositories",
        row=Repository,
        title=lambda: t("Repositories"),
        columns=_columns,
        order=lambda row: (not row.trouble, row.ref.name.lower()),
    )
)
