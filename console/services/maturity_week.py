"""Keeping this week's maturity where everything was read anyway: a scheduled report is a weekly self-assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.presenters.capacity.capacity_view import CapacityView, capacity_state
from console.presenters.data_state import DataKind
from console.presenters.maturity.maturity_rows import assessments
from console.services.load_tests.load_test_shelf import LoadTestShelf
from console.services.maturity_book import MaturityBook

if TYPE_CHECKING:
    from console.services.session import Session


def note_week(session: Session) -> None:
    """Assess the cells from what the store holds and keep it; raise ``UserError`` when the disk refuses. Blocks."""
    state, now_s = session.store.state, session.clock.now().timestamp()
    if state.estate is not None and capacity_state(state, now_s).kind is DataKind.FRESH:  # as on the page Pipeline
        tests = LoadTestShelf(session.paths, state.estate.name).tests()
        found = assessments(CapacityView(state, now_s, tests=tests), tests)
        MaturityBook(session.paths, state.estate.name).note(found, now_s)
