"""The review of an incident says what it could not read. (proves E8.1)"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from console.domain.incident.incident_level import begin_by
from console.domain.incident.incident_step import opened
from console.kernel.errors import UserError
from console.kernel.paths import Paths
from console.kernel.runtime import Runtime
from console.reports.render import render
from console.services.incident_review import review_document
from console.services.session import Session
from console.services.trail_reading import TrailReading
from console.store.history.history import History
from tests.fakes.alarms import alarm
from tests.fakes.manual_clock import ManualClock
from tests.fakes.spending import NOW, NOW_S, estate
from tests.fakes.trail_profile import TrailProfile


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    made = Session(
        runtime=Runtime(),
        clock=ManualClock(NOW),
        paths=Paths.under(tmp_path / "profile"),
        history=History(tmp_path / "history.sqlite"),
        connect=lambda _estate, _folder: {},
        trail=lambda: TrailProfile(tmp_path / "profile").book,
    )
    made.open_estate(estate(), tmp_path / "estate.yaml")
    made.wait_connected()
    made.store.drain()
    yield made
    made.close()


def review(session: Session) -> str:
    incident = opened("inc-1", "shop", (("cell", "tokyo"),), (alarm(),), NOW_S, begin_by, "")
    return render(session.runtime.run(review_document(session, incident)), "md").decode()


def test_a_trail_that_cannot_be_read_is_told_beside_the_timeline(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "The trail could not be read" not in review(session)

    def refuse(*_: object) -> None:
        raise UserError("The folder trail cannot be read.")

    monkeypatch.setattr(TrailReading, "records", refuse)
    text = review(session)
    assert "what was done may be missing here: The folder trail cannot be read." in text
    assert "Opened: " in text
