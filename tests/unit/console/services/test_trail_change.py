"""Every step of a change, every refusal and every unlock is in the trail, also after a crash. Proves L7.5 and C3."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from console.domain.change import ChangeState
from console.domain.change_form import change_form
from console.domain.trail_event import TrailEvent
from console.kernel.errors import ChangeRefused, UserError
from console.ports.journal import JournalRecord
from console.services.trail_change import journaled_event
from console.services.trail_desk import TrailDesk
from console.services.trail_reading import TrailReading
from resources.trail.verify_trail import check_envelope
from tests.fakes.change_engine import Engine
from tests.fakes.trail_profile import TrailProfile


@pytest.fixture
def profile(tmp_path: Path) -> TrailProfile:
    return TrailProfile(tmp_path / "profile")


@pytest.fixture
def trailed(make_engine: Callable[..., Engine], profile: TrailProfile) -> Engine:
    engine = make_engine()
    follow(engine, profile)
    engine.unlock()
    return engine


def follow(engine: Engine, profile: TrailProfile) -> None:
    engine.book.trail = TrailDesk(engine.runtime, engine.clock, engine.store, profile.console)


def records(engine: Engine, profile: TrailProfile) -> list[dict[str, object]]:
    assert engine.book.trail is not None
    engine.runtime.run(engine.book.trail.flush(), 10)
    return [json.loads(line) for line in profile.lines()[1:]]


def test_every_step_of_a_change_is_noted_with_who_why_and_what(trailed: Engine, profile: TrailProfile) -> None:
    done = trailed.do(5)
    assert done.state is ChangeState.VERIFIED
    found = records(trailed, profile)
    kinds = ["previewed", "confirmed", "applying", "applied", "verified"]
    unlocked = [f"change.{one}" for one in kinds if one != "previewed"]
    assert [one["kind"] for one in found] == ["connection_lock.unlocked", *unlocked]
    assert {one["actor"] for one in found} == {"ann@desk"}
    last = found[-1]
    assert (last["subject"], last["reason"], last["trace_id"]) == (done.id, "load", done.trace_id)
    assert last["body"]["operation"]["summary"] == done.operation.summary()  # type: ignore[index]
    assert profile.verify().trail.findings == ()


def test_a_refusal_is_noted_with_its_reason(trailed: Engine, profile: TrailProfile) -> None:
    draft = trailed.draft(5)
    trailed.runtime.run(trailed.access.lock("asia"), 10)
    with pytest.raises(ChangeRefused):
        trailed.confirm(draft)
    found = records(trailed, profile)
    assert [one["kind"] for one in found[-2:]] == ["connection_lock.locked", "change.refused"]
    assert "locked" in found[-1]["body"]["why"]  # type: ignore[index]


def test_nothing_is_changed_while_nothing_can_be_noted(trailed: Engine, profile: TrailProfile) -> None:
    draft = trailed.draft(5)
    records(trailed, profile)
    profile.file.rename(profile.file.with_suffix(".away"))
    profile.file.mkdir()
    assert trailed.book.trail is not None
    trailed.book.trail.note(TrailEvent("audit.run", "x"))
    with pytest.raises(UserError, match="trail"):
        trailed.confirm(draft)
    assert trailed.target.writes() == []


def test_steps_that_a_crash_kept_from_the_trail_are_noted_at_the_next_start_and_only_once(
    make_engine: Callable[..., Engine], profile: TrailProfile
) -> None:
    killed = make_engine()
    killed.unlock()
    done = killed.do(5)
    killed.die()
    for _ in range(2):
        later = make_engine()
        follow(later, profile)
        later.book._first = True
        later.journal._read_to, later.journal._steps = (0, 0), {}
        later.runtime.run(later.book.refresh(), 10)
        found = records(later, profile)
        later.close()
        assert [one["kind"] for one in found].count("change.verified") == 1
        assert len(found) == 5
    assert found[-1]["subject"] == done.id


def test_a_change_is_attested_so_that_others_can_check_it(trailed: Engine, profile: TrailProfile) -> None:
    done = trailed.do(5)
    records(trailed, profile)
    reading = TrailReading(profile.book)
    envelope = reading.attest_change(change_form(done))
    said = json.loads(check_envelope(envelope, profile.book.key.trusted()))
    assert said["_type"] == "https://in-toto.io/Statement/v1"
    assert said["subject"][0]["name"] == done.id
    assert said["predicate"] == json.loads(json.dumps(change_form(done)))
    forged = {**envelope, "payload": envelope["payload"][:-8] + "AAAAAAA="}
    with pytest.raises(ValueError, match="trusted"):
        check_envelope(forged, profile.book.key.trusted())
    with pytest.raises(ValueError, match="trusted"):
        check_envelope(envelope, ())


@pytest.mark.parametrize("body", [{}, {"moments": []}, {"moments": [{}], "operation": {}}, {"until_s": "soon"}])
@pytest.mark.parametrize("kind", ["change", "unlock", "note"])
def test_a_journal_record_that_cannot_be_read_stops_nothing(kind: str, body: dict[str, object]) -> None:
    assert journaled_event(JournalRecord(kind, "x", 1, 1.0, body)) is None
