"""Columns of an inventory that say yes or no."""

from collections.abc import Callable
from typing import Any

from console.kernel.i18n import t
from console.presenters.inventory_kind import InventoryColumn


def yes_no_column(key: str, title: str, value: Callable[[Any], bool]) -> InventoryColumn:
    """Return a column that says whether ``value`` holds of a row."""
    return InventoryColumn(key, title, lambda row, _: t("yes") if value(row) else t("no"), value, width=80)
