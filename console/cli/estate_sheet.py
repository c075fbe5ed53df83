"""An estate as a table: one row per entry of each section."""

from collections.abc import Iterator
from typing import Any

from console.cli.emit import Sheet
from console.estate.schema.cell import Cell
from console.estate.schema.connection import Connection
from console.estate.schema.estate import CONNECTION_SECTIONS, Estate
from console.kernel.i18n import t
from console.presenters.money_text import money

_KEYED = ("templates", "cells", "routers", "budgets", "models", "projects", "teams", "calendars")
_LISTED = ("slos", "policies", "runbooks")


def estate_sheet(estate: Estate) -> Sheet:
    """Return the rows of an estate: section, key, title and the most telling detail."""
    rows = list(_rows(estate))
    names = ("section", "key", "title", "detail")
    titles = (t("SECTION"), t("KEY"), t("TITLE"), t("DETAIL"))
    return Sheet(titles, rows, [dict(zip(names, row, strict=True)) for row in rows], names=names)


def _rows(estate: Estate) -> Iterator[tuple[str, str, str, str]]:
    yield "estate", estate.name, estate.title, estate.environment
    for section in (*CONNECTION_SECTIONS, *_KEYED):
        for entry in getattr(estate, section):
            yield section, entry.key, entry.title, _detail(entry)
    for section in _LISTED:
        for text in getattr(estate, section):
            yield section, text, "", ""
    for signal, threshold in estate.thresholds.items():
        yield "thresholds", signal, "", f"{threshold.warning} / {threshold.critical}"


def _detail(entry: Any) -> str:
    if isinstance(entry, Cell):
        parts = [entry.kind, f"cluster {entry.cluster}", entry.region, entry.zone]
        return ", ".join(part for part in parts if part)
    where = getattr(entry, "url", None) or getattr(entry, "context", "") or getattr(entry, "kind", "")
    if isinstance(entry, Connection):
        return ", ".join(part for part in (str(where or ""), entry.environment.value) if part)
    limit = getattr(entry, "limit", None)
    if limit is not None:
        return f"{money(limit.amount, limit.currency)} / {entry.period}"
    return str(where or "")
