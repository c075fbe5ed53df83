"""A report of what was read is a self-assessment of the week (proves L7.3)."""

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from console.kernel.paths import Paths
from console.services.maturity_book import MaturityBook
from console.services.maturity_week import note_week
from console.store.state import State
from tests.fakes.capacity_estate import NOW_S, estate, state


def session(folder: Path, known: State) -> Any:
    clock = SimpleNamespace(now=lambda: datetime.fromtimestamp(NOW_S, UTC))
    return SimpleNamespace(store=SimpleNamespace(state=known), clock=clock, paths=Paths.under(folder))


def test_the_week_is_assessed_from_what_was_read_and_not_from_nothing(tmp_path: Path) -> None:
    book = MaturityBook(Paths.under(tmp_path), "shop")
    note_week(session(tmp_path, State(estate=estate())))
    assert book.records() == ()
    note_week(session(tmp_path, state()))
    assert {(one.cell, one.week) for one in book.records()} == {("tokyo", "2026-W47"), ("osaka", "2026-W47")}
