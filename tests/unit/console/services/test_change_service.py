"""The change service: plan, preview, confirm by risk, apply with its base, verify, undo."""

import asyncio
from collections.abc import Callable
from itertools import pairwise

import pytest

from console.domain.change import Change, ChangeState
from console.domain.change_preview import FieldChange
from console.domain.confirmation import Confirmation, preview_digest
from console.domain.operation import Risk, Target
from console.domain.operation_form import UnknownOperation
from console.kernel.errors import ChangeRefused, ConnectorError, ErrorKind, UserError
from console.kernel.redact import register_secret
from tests.fakes.change_engine import Engine
from tests.fakes.executor_suite import check_executor
from tests.fakes.number_target import BurnNumber, NumberTarget, SetNumber, ShakeNumber
from tests.fakes.waiting import wait_until

# proves C3


def states(change: Change) -> list[str]:
    return [str(one.state) for one in change.moments]


def test_a_change_goes_through_every_state_and_is_in_the_store(engine: Engine) -> None:
    done = engine.do(5)
    assert states(done) == ["planned", "previewed", "confirmed", "applying", "applied", "verified"]
    assert done.note == "replicas is 5."
    assert (done.actor, done.reason, done.environment) == ("ann@desk", "load", "production")
    assert engine.target.writes() == ["replicas=5 console"]
    assert engine.state().changes[done.id] == done


def test_a_draft_writes_nothing_anywhere(engine: Engine) -> None:
    draft = engine.draft(5)
    assert draft.preview is not None
    assert draft.preview.differences == (FieldChange("replicas", "0", "5"),)
    assert draft.inverse == SetNumber("asia", "replicas", 0)
    assert engine.target.writes() == []
    assert engine.book.changes == ()


def test_the_journal_says_applying_before_the_target_is_written(
    engine: Engine, make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[ChangeState] = []
    other = make_engine()

    def put(target: NumberTarget, name: str, value: int, _who: str = "") -> None:
        record = other.journal.read().records[-1]
        seen.append(record.body["moments"][-1]["state"])

    monkeypatch.setattr(NumberTarget, "put", put)
    engine.confirm(engine.draft(5))
    wait_until(lambda: seen)
    assert seen == ["applying"]


def test_a_locked_connection_refuses_and_tells_how_to_unlock(make_engine: Callable[..., Engine]) -> None:
    engine = make_engine()
    with pytest.raises(ChangeRefused, match=r"locked.*change unlock asia"):
        engine.do(5)
    assert engine.target.writes() == []
    engine.unlock()
    assert engine.do(5).state is ChangeState.VERIFIED


def test_an_unlock_ends_by_itself_and_by_locking(engine: Engine) -> None:
    engine.clock.advance(8 * 3600.0)
    with pytest.raises(ChangeRefused, match="locked"):
        engine.do(5)
    engine.unlock()
    engine.runtime.run(engine.access.lock("asia"), 10)
    with pytest.raises(ChangeRefused, match="locked"):
        engine.do(5)


def test_a_lock_of_one_console_holds_for_another(engine: Engine, make_engine: Callable[..., Engine]) -> None:
    other = make_engine()
    draft = engine.draft(5)
    other.runtime.run(other.access.lock("asia"), 10)
    with pytest.raises(ChangeRefused, match="locked"):
        engine.confirm(draft)
    assert engine.target.applies == 0


def test_unlocking_needs_a_reason_in_every_environment_and_has_a_bound(engine: Engine) -> None:
    for connection in ("asia", "europe"):
        with pytest.raises(UserError, match="reason"):
            engine.runtime.run(engine.access.unlock(connection, 60.0, " "), 10)
    engine.runtime.run(engine.access.unlock("europe", 60.0, "a test"), 10)
    with pytest.raises(UserError, match="at most 8 hours"):
        engine.runtime.run(engine.access.unlock("europe", 9 * 3600.0, ""), 10)
    with pytest.raises(UserError, match="no connection 'mars'"):
        engine.runtime.run(engine.access.unlock("mars", 60.0, ""), 10)


def test_a_read_only_console_refuses_even_what_is_unlocked(engine: Engine) -> None:
    engine.read_only = True
    with pytest.raises(ChangeRefused, match="--read-only"):
        engine.do(5)
    with pytest.raises(ChangeRefused, match="--read-only"):
        engine.runtime.run(engine.access.unlock("asia", 60.0, "x"), 10)


@pytest.mark.parametrize(
    ("kind", "given", "word"),
    [
        (ShakeNumber, Confirmation(), "This change is disruptive: its differences must have been looked at"),
        (ShakeNumber, Confirmation("0123456789ab"), "not what was looked at"),
        (BurnNumber, Confirmation(), "This change cannot be undone: its differences must have been looked at"),
        (BurnNumber, Confirmation("seen"), "name of its target"),
        (BurnNumber, Confirmation("seen", "Replicas"), "name of its target"),
    ],
)
def test_confirming_takes_what_the_risk_asks_for(
    engine: Engine, kind: type[SetNumber], given: Confirmation, word: str
) -> None:
    draft = engine.draft(5, kind=kind)
    if given.seen == "seen":
        given = given._replace(seen=preview_digest(draft))
    with pytest.raises(ChangeRefused, match=word):
        engine.runtime.run(engine.service.confirm(draft, given), 10)
    assert engine.target.writes() == []
    assert engine.settle(engine.confirm(draft)).state is ChangeState.VERIFIED


def test_two_consoles_changing_one_object_the_second_is_refused_with_the_difference(
    engine: Engine, make_engine: Callable[..., Engine]
) -> None:
    other = make_engine()
    mine, theirs = engine.draft(5), other.draft(7)
    assert other.settle(other.confirm(theirs)).state is ChangeState.VERIFIED
    refused = engine.settle(engine.confirm(mine))
    assert refused.state is ChangeState.FAILED
    assert refused.note == "replicas is 7 now, not 0. Look again."
    assert engine.target.writes() == ["replicas=7 console"]


def test_two_consoles_confirming_one_saved_change_apply_it_once(
    engine: Engine, make_engine: Callable[..., Engine]
) -> None:
    saved = engine.runtime.run(engine.service.save(engine.draft(5)), 10)
    other = make_engine()
    assert other.settle(other.confirm(other.book.find(saved.id))).state is ChangeState.VERIFIED
    with pytest.raises(ChangeRefused, match=r"cannot take this step|Another console"):
        engine.confirm(saved)
    assert engine.target.writes() == ["replicas=5 console"]


def test_a_satisfied_operation_writes_nothing(engine: Engine) -> None:
    engine.target.put("replicas", 5)
    done = engine.do(5)
    assert done.state is ChangeState.VERIFIED
    assert engine.target.applies == 0
    assert not done.is_undoable


def test_the_grace_period_can_be_used_to_take_it_back(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = asyncio.Event()

    async def wait(_seconds: float) -> None:
        await gate.wait()

    monkeypatch.setattr(engine.service._runner, "_sleep", wait)
    change = engine.confirm(engine.draft(5), grace_s=5.0)
    assert change.state is ChangeState.CONFIRMED
    back = engine.runtime.run(engine.service.cancel(change.id), 10)
    assert (back.state, back.note) == (ChangeState.PREVIEWED, "Taken back before anything was written.")
    assert engine.target.applies == 0


def test_a_lock_holds_for_what_was_confirmed_before_and_still_waits(
    engine: Engine, make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make_engine()

    async def locked(_seconds: float) -> None:
        await asyncio.wrap_future(other.runtime.submit(other.access.lock("asia")))

    monkeypatch.setattr(engine.service._runner, "_sleep", locked)
    done = engine.settle(engine.confirm(engine.draft(5), grace_s=5.0))
    assert (done.state, engine.target.writes()) == (ChangeState.PREVIEWED, [])
    assert "asia is locked" in done.note


def test_what_has_been_written_cannot_be_taken_back(engine: Engine) -> None:
    with pytest.raises(ChangeRefused, match="cannot take this step; its state: Verified"):
        engine.runtime.run(engine.service.cancel(engine.do(6).id), 10)


def test_verify_is_patient_and_its_pauses_grow(engine: Engine) -> None:
    engine.target.lag = 4
    assert engine.do(5).state is ChangeState.VERIFIED
    pauses = engine.slept[-4:]
    assert all(later > sooner for sooner, later in pairwise(pauses))


def test_what_is_never_reached_fails_at_the_deadline_and_can_be_undone(engine: Engine) -> None:
    engine.target.lag = 10_000
    failed = engine.do(5)
    assert failed.state is ChangeState.FAILED
    assert "Not reached within 120 s: replicas is on its way." in failed.note
    assert failed.is_undoable


@pytest.mark.parametrize("kind", [ErrorKind.TIMEOUT, ErrorKind.UNREACHABLE, ErrorKind.PROTOCOL, ErrorKind.THROTTLED])
@pytest.mark.parametrize("written", [True, False])
def test_a_lost_answer_is_verified_and_nothing_is_sent_again(engine: Engine, kind: ErrorKind, written: bool) -> None:
    lost = ConnectorError(kind, "No answer came.")
    engine.target.fail_after, engine.target.fail_before = (lost, None) if written else (None, lost)
    done = engine.do(5)
    assert "unknown" in states(done)
    assert done.state is (ChangeState.VERIFIED if written else ChangeState.FAILED)
    assert engine.target.applies == 1


@pytest.mark.parametrize("kind", [ErrorKind.AUTH, ErrorKind.FORBIDDEN, ErrorKind.NOT_FOUND])
def test_what_was_surely_not_done_fails_at_once(engine: Engine, kind: ErrorKind) -> None:
    engine.target.fail_before = ConnectorError(kind, "You may not.")
    failed = engine.do(5)
    assert (failed.state, failed.note) == (ChangeState.FAILED, "You may not.")
    assert engine.target.reads == 0


def test_what_cannot_be_read_back_is_unknown(engine: Engine) -> None:
    engine.target.fail_verify = ConnectorError(ErrorKind.UNREACHABLE, "The network is gone.")
    unknown = engine.do(5)
    assert unknown.state is ChangeState.UNKNOWN
    assert "could not be read back: The network is gone." in unknown.note


def test_undo_is_a_change_of_its_own_and_marks_the_original(engine: Engine) -> None:
    done = engine.do(5)
    draft = engine.runtime.run(engine.service.undo(done.id, "wrong"), 10)
    undone = engine.settle(engine.confirm(draft))
    assert undone.undo_of == done.id
    assert undone.state is ChangeState.VERIFIED
    assert engine.book.find(done.id).state is ChangeState.UNDONE
    assert undone.id in engine.book.find(done.id).note
    assert engine.target.numbers() == {"replicas": 0}


def test_undo_is_refused_after_a_foreign_edit(engine: Engine) -> None:
    done = engine.do(5)
    engine.target.put("replicas", 9)
    with pytest.raises(ChangeRefused, match=r"has changed since, so it is not undone: replicas is 9\."):
        engine.runtime.run(engine.service.undo(done.id), 10)
    assert engine.target.numbers() == {"replicas": 9}


def test_undo_is_skipped_when_the_target_is_as_it_was(engine: Engine) -> None:
    done = engine.do(5)
    engine.target.put("replicas", 0)
    skipped = engine.runtime.run(engine.service.undo(done.id), 10)
    assert skipped.state is ChangeState.VERIFIED
    assert engine.book.find(done.id).state is ChangeState.UNDONE
    assert engine.target.applies == 1


def test_what_has_no_inverse_or_was_never_applied_cannot_be_undone(engine: Engine) -> None:
    burnt = engine.settle(engine.confirm(engine.draft(5, kind=BurnNumber)))
    with pytest.raises(ChangeRefused, match="cannot be undone"):
        engine.runtime.run(engine.service.undo(burnt.id), 10)
    saved = engine.runtime.run(engine.service.save(engine.draft(8)), 10)
    with pytest.raises(ChangeRefused, match="cannot be undone"):
        engine.runtime.run(engine.service.undo(saved.id), 10)


def test_changes_of_one_target_go_one_after_the_other_and_of_two_side_by_side(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    running: list[str] = []
    together: list[tuple[str, ...]] = []
    gates = {"a": asyncio.Event(), "b": asyncio.Event()}

    async def apply(_target: NumberTarget, operation: SetNumber, _base: str) -> None:
        running.append(operation.name)
        together.append(tuple(running))
        await gates[operation.name].wait()
        engine.target.put(operation.name, operation.value)
        running.remove(operation.name)

    monkeypatch.setattr(NumberTarget, "apply", apply)
    changes = [engine.confirm(engine.draft(value, name)) for name, value in (("a", 1), ("a", 2), ("b", 3))]
    wait_until(lambda: set(running) == {"a", "b"})
    for gate in gates.values():
        engine.runtime.loop.call_soon_threadsafe(gate.set)
    for change in changes:
        engine.settle(change)
    assert ("a", "a") not in together
    assert ("a", "b") in together


def test_a_change_nobody_keeps_is_undone_when_its_time_is_up_even_on_a_locked_connection(engine: Engine) -> None:
    change = engine.confirm(engine.draft(5, revert_after_s=60.0))
    engine.settle(change)
    engine.runtime.run(engine.access.lock("asia"), 10)
    decided = engine.runtime.run(engine.service.decided(change.id), 20)
    assert decided.state is ChangeState.UNDONE
    assert engine.target.numbers() == {"replicas": 0}
    undoing = engine.book.changes[-1]
    assert undoing.undo_of == change.id
    assert undoing.reason == "Undone by itself: it was not kept in time."
    assert decided.revert_at_s is not None
    assert undoing.moments[0].at_s >= decided.revert_at_s


def test_a_kept_change_stays(engine: Engine, make_engine: Callable[..., Engine]) -> None:
    engine.clock.advance(0)
    other = make_engine()
    kept: list[Change] = []

    async def keep(_seconds: float) -> None:
        if not kept and engine.book.find(change.id).state is ChangeState.VERIFIED:
            kept.append(await asyncio.wrap_future(other.runtime.submit(other.service.keep(change.id))))
        await asyncio.sleep(0.001)

    assert engine.service.watch is not None
    engine.service.watch.__self__._sleep = keep  # type: ignore[attr-defined]
    change = engine.draft(5, revert_after_s=60.0)
    engine.settle(engine.confirm(change))
    decided = engine.runtime.run(engine.service.decided(change.id), 20)
    assert (decided.state, decided.note, decided.revert_at_s) == (ChangeState.VERIFIED, "Kept.", None)
    with pytest.raises(ChangeRefused, match="not going to be undone"):
        engine.runtime.run(engine.service.keep(change.id), 10)


@pytest.mark.parametrize(("call", "kept"), [("preview", True), ("apply", False)])
def test_whoever_says_keep_at_the_last_moment_is_told_what_really_happens(
    engine: Engine, monkeypatch: pytest.MonkeyPatch, call: str, kept: bool
) -> None:
    change = engine.draft(5, revert_after_s=60.0)
    inner, said = getattr(engine.target, call), list[str]()

    async def late(operation: SetNumber, *more: str) -> object:
        if operation.value == 0 and not said:
            try:
                said.append((await engine.service.keep(change.id)).note)
            except ChangeRefused as error:
                said.append(str(error))
        return await inner(operation, *more)

    monkeypatch.setattr(engine.target, call, late)
    engine.settle(engine.confirm(change))
    decided = engine.runtime.run(engine.service.decided(change.id), 20)
    assert decided.state is (ChangeState.VERIFIED if kept else ChangeState.UNDONE)
    assert engine.target.numbers() == {"replicas": 5 if kept else 0}
    assert said == ["Kept."] if kept else "is being undone by" in said[0]


def test_timed_undoing_that_its_target_refuses_is_tried_ever_more_seldom(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, inner, tries = engine.draft(5, revert_after_s=60.0), engine.target.apply, list[float]()

    async def forbidden(operation: SetNumber, base: str) -> object:
        if operation.value == 0:
            tries.append(engine.clock.now().timestamp())
            if len(tries) < 8:
                raise ConnectorError(ErrorKind.FORBIDDEN, "You may not.", "Ask for it.")
        return await inner(operation, base)

    monkeypatch.setattr(engine.target, "apply", forbidden)
    engine.settle(engine.confirm(change))
    assert engine.runtime.run(engine.service.decided(change.id), 20).state is ChangeState.UNDONE
    assert [round(after - before) for before, after in pairwise(tries)] == [60, 120, 240, 300, 300, 300, 300]


def test_who_keeps_a_change_between_two_tries_to_undo_it_is_heard_at_once(
    engine: Engine, make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    other, change, inner = make_engine(), engine.draft(5, revert_after_s=60.0), engine.target.apply
    kept_s = list[float]()
    assert engine.service.watch is not None
    watcher = engine.service.watch.__self__  # type: ignore[attr-defined]
    sleep, tries = watcher._sleep, list[float]()

    async def forbidden(operation: SetNumber, base: str) -> object:
        if operation.value == 0:
            tries.append(engine.clock.now().timestamp())
            raise ConnectorError(ErrorKind.FORBIDDEN, "You may not.", "Ask for it.")
        return await inner(operation, base)

    async def keep(seconds: float) -> None:
        if tries and not kept_s:
            kept_s.append(engine.clock.now().timestamp())
            await asyncio.wrap_future(other.runtime.submit(other.service.keep(change.id)))
        await sleep(seconds)

    monkeypatch.setattr(engine.target, "apply", forbidden)
    monkeypatch.setattr(watcher, "_sleep", keep)
    engine.settle(engine.confirm(change))
    decided = engine.runtime.run(engine.service.decided(change.id), 20)
    assert (decided.note, len(tries)) == ("Kept.", 1)
    assert engine.clock.now().timestamp() - kept_s[0] < 10


def test_timed_undoing_gives_up_with_the_reason_after_a_foreign_edit(engine: Engine) -> None:
    change = engine.confirm(engine.draft(5, revert_after_s=60.0))
    engine.settle(change)
    engine.target.put("replicas", 9)
    decided = engine.runtime.run(engine.service.decided(change.id), 20)
    assert decided.state is ChangeState.VERIFIED
    assert "Not undone by itself:" in decided.note
    assert "replicas is 9." in decided.note
    assert not decided.awaits_revert


def test_an_operation_with_a_secret_is_refused_and_secrets_never_reach_the_journal(engine: Engine) -> None:
    register_secret("hunter2-hunter2")
    with pytest.raises(ChangeRefused, match="would carry a secret"):
        engine.draft(5, name="hunter2-hunter2")
    engine.target.fail_before = ConnectorError(ErrorKind.TIMEOUT, "GET /?token=hunter2-hunter2 failed.")
    engine.do(5)
    journal = b"".join(one.read_bytes() for one in engine.folder.glob("journal/*.jsonl"))
    assert b"hunter2" not in journal
    assert "•••".encode() in journal


def test_an_unknown_operation_can_be_read_and_not_applied(engine: Engine) -> None:
    unknown = UnknownOperation("from-tomorrow", Risk.REVERSIBLE, Target("asia", "x", "y"), "Do something new.", {})
    with pytest.raises(ChangeRefused, match="does not know the operation from-tomorrow"):
        engine.runtime.run(engine.service.draft(unknown), 10)


def test_a_connection_without_executor_is_refused(engine: Engine) -> None:
    with pytest.raises(UserError, match="no connection 'mars'"):
        engine.runtime.run(engine.service.draft(SetNumber("mars", "x", 1)), 10)


def test_the_numbers_keep_to_the_rules_of_executors(engine: Engine) -> None:
    target = engine.target
    check = check_executor(
        target,
        SetNumber("asia", "x", 4),
        target.numbers,
        disturb=lambda: target.put("x", 3),
        writes=lambda: len(target.writes()),
    )
    engine.runtime.run(check, 10)
