"""What replaced a secret has no way back: the journal masks it, and a mask must never be written. Proves C3."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest

from console.domain.change import Change, ChangeState
from console.domain.change_form import change_form, read_change
from console.domain.change_preview import FieldChange, Preview, Truth, Verification
from console.domain.change_step import applied, applying, confirmed
from console.domain.confirmation import Confirmation, preview_digest
from console.domain.operation import OPERATIONS, Operation, OperationKind, Risk, Target
from console.kernel.errors import ChangeRefused
from console.kernel.redact import MASK, register_secret
from console.presenters.change_sheet import change_sheet
from tests.fakes.change_engine import Engine
from tests.fakes.number_target import BurnNumber
from tests.fakes.waiting import wait_until

OLD, NEW = '{"token":"abcdef123456","most":5}', '{"most":6}'
LOST = "It cannot be undone: the present value holds a secret, and no journal keeps it."
REFUSED = "cannot be undone: what it replaced holds a secret"


@dataclass(frozen=True, slots=True)
class SetText:
    """Set the only text of the target."""

    key: ClassVar[str] = "test-set-text"
    risk: ClassVar[Risk] = Risk.REVERSIBLE

    connection: str
    value: str

    @property
    def target(self) -> Target:
        return Target(self.connection, "text", "only")

    def summary(self) -> str:
        return "Set the text."


if SetText.key not in OPERATIONS:
    OPERATIONS.add(OperationKind(SetText.key, SetText, "Set a text"))


class TextTarget:
    """Implements ``ChangeExecutor`` over one text; ``writes`` are what was written to it."""

    def __init__(self) -> None:
        self.value, self.writes = OLD, list[str]()

    def supports(self, operation: Operation) -> bool:
        return isinstance(operation, SetText)

    async def preview(self, operation: Any) -> Preview:
        differences = (FieldChange("text", self.value, operation.value),)
        inverse = SetText(operation.connection, self.value)
        return Preview("base", differences, inverse, satisfied=self.value == operation.value)

    async def apply(self, operation: Any, _base: str) -> Operation | None:
        self.value = operation.value
        self.writes.append(operation.value)
        return None

    async def verify(self, operation: Any) -> Verification:
        return Verification(Truth.REACHED if self.value == operation.value else Truth.DIFFERENT, "Looked.")


@pytest.fixture
def text() -> TextTarget:
    return TextTarget()


@pytest.fixture
def start(tmp_path: Path, text: TextTarget) -> Iterator[Callable[[], Engine]]:
    """Start consoles of one profile, with asia unlocked."""
    made: list[Engine] = []

    def make() -> Engine:
        one = Engine(tmp_path, text)  # type: ignore[arg-type]  # the engine takes any executor
        made.append(one)
        one.unlock()
        return one

    yield make
    for one in made:
        one.close()


def draft(engine: Engine, value: str = NEW, **more: Any) -> Change:
    return engine.runtime.run(engine.service.draft(SetText("asia", value), "why", **more), 10)


def do(engine: Engine, change: Change) -> Change:
    return engine.settle(engine.confirm(change))


def left_by_an_older_console(engine: Engine, text: TextTarget, **more: Any) -> Change:
    """Journal an applied change as versions did that kept every inverse, and end."""
    made, run, now_s = replace(draft(engine), **more), engine.runtime.run, engine.book.now_s()
    inverse = SetText("asia", OLD)
    assert made.preview is not None
    made = replace(made, inverse=inverse, preview=replace(made.preview, inverse=inverse, inverse_lost=False))
    run(engine.book.add(confirmed(made, now_s, engine.journal.owner)))
    run(engine.book.move(made.id, lambda one: applying(one, now_s)))
    text.value = NEW
    run(engine.book.move(made.id, lambda one: applied(one, now_s, None)))
    engine.die()
    return made


def test_a_change_that_replaces_a_secret_has_no_inverse_and_the_preview_says_so(start: Callable[[], Engine]) -> None:
    made = draft(start())
    assert made.inverse is None
    assert made.preview is not None
    assert (made.preview.inverse, made.preview.inverse_lost) == (None, True)
    sheet = change_sheet(made)
    assert sheet.warnings == (LOST,)
    assert ("To undo it", "It cannot be undone by the console.") in sheet.facts
    assert read_change(change_form(made)) == made


def test_a_change_of_plain_texts_keeps_its_inverse(start: Callable[[], Engine], text: TextTarget) -> None:
    engine, text.value = start(), '{"most":5}'
    made = draft(engine, revert_after_s=60.0)
    assert made.inverse == SetText("asia", '{"most":5}')
    assert made.preview is not None
    assert (made.preview.inverse_lost, made.preview.warnings) == (False, ())


@pytest.mark.parametrize(
    "value",
    [
        "Pods fail with ExpiredTokenException: The security token included in the request is expired.",
        "The deployment sets DB_PASSWORD=${PW}; pin it.",
        "Clone with https://contoso365@dev.azure.com/contoso365/p/_git/r",
        "secretArn: arn:aws:secretsmanager:eu-west-1:1234:secret:db",
        'Mesh answers "authorization: denied by policy".',
    ],
)
def test_a_text_that_only_speaks_of_secrets_is_kept_whole(
    start: Callable[[], Engine], text: TextTarget, value: str
) -> None:
    engine, text.value = start(), value
    assert draft(engine).inverse == SetText("asia", value)


def test_undoing_it_is_refused_here_and_after_a_restart(start: Callable[[], Engine], text: TextTarget) -> None:
    engine = start()
    done = do(engine, draft(engine))
    assert done.state is ChangeState.VERIFIED
    assert done.has_lost_inverse
    engine.close()
    for console in (engine := start(), start()):
        with pytest.raises(ChangeRefused, match=REFUSED):
            console.runtime.run(console.service.undo(done.id), 10)
    assert engine.book.find(done.id).state is ChangeState.VERIFIED
    assert text.writes == [NEW]


def test_undoing_it_by_itself_is_refused_when_drafted_and_when_asked_for_later(
    start: Callable[[], Engine], text: TextTarget
) -> None:
    engine = start()
    with pytest.raises(ChangeRefused, match=LOST):
        draft(engine, revert_after_s=60.0)
    saved = engine.runtime.run(engine.service.save(draft(engine)), 10)
    with pytest.raises(ChangeRefused, match=LOST):
        engine.confirm(replace(saved, revert_after_s=60.0))
    assert text.writes == []


def test_what_is_as_wanted_already_is_not_refused_for_its_way_back(
    start: Callable[[], Engine], text: TextTarget
) -> None:
    engine, text.value = start(), NEW
    assert do(engine, draft(engine, revert_after_s=60.0)).state is ChangeState.VERIFIED
    assert text.writes == []


def test_what_cannot_be_undone_at_all_is_not_promised_to_be_undone_by_itself(engine: Engine) -> None:
    with pytest.raises(ChangeRefused, match=r"^It cannot be undone\."):
        engine.draft(5, kind=BurnNumber, revert_after_s=60.0)


def test_a_masked_inverse_of_an_older_journal_is_never_written(start: Callable[[], Engine], text: TextTarget) -> None:
    change = left_by_an_older_console(start(), text)
    engine = start()
    kept = engine.book.find(change.id).inverse
    assert isinstance(kept, SetText)
    assert MASK in kept.value
    with pytest.raises(ChangeRefused, match=REFUSED):
        engine.runtime.run(engine.service.undo(change.id), 10)
    assert text.writes == []


def test_an_overdue_undoing_of_an_older_journal_is_given_up_with_the_reason(
    start: Callable[[], Engine], text: TextTarget
) -> None:
    change = left_by_an_older_console(start(), text, revert_after_s=60.0)
    engine = start()
    engine.clock.advance(3600.0)
    engine.runtime.run(engine.recovery.take_over(), 10)
    wait_until(lambda: not engine.book.find(change.id).awaits_revert)
    given_up = engine.book.find(change.id)
    assert given_up.state is ChangeState.VERIFIED
    assert "Not undone by itself:" in given_up.note
    assert REFUSED in given_up.note
    assert (text.value, text.writes) == (NEW, [])


def test_a_saved_undoing_of_an_older_journal_that_writes_the_mask_is_refused(
    start: Callable[[], Engine], text: TextTarget
) -> None:
    engine = start()
    made = replace(draft(engine), operation=SetText("asia", '{"token":"' + MASK + '"}'))
    saved = engine.runtime.run(engine.service.save(made), 10)
    with pytest.raises(ChangeRefused, match="would carry a secret"):
        engine.runtime.run(engine.service.confirm(saved, Confirmation(preview_digest(saved))), 10)
    assert text.writes == []


def test_a_value_that_is_known_as_a_secret_only_later_is_not_undone_either(
    start: Callable[[], Engine], text: TextTarget
) -> None:
    engine, text.value = start(), "later-known-staple"
    done = do(engine, draft(engine))
    assert done.is_undoable
    register_secret("later-known-staple")
    with pytest.raises(ChangeRefused, match=REFUSED):
        engine.runtime.run(engine.service.undo(done.id), 10)


def test_taking_back_what_another_console_confirmed_ends_without_a_fault(
    engine: Engine, make_engine: Callable[..., Engine], monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = asyncio.Event()

    async def wait(_seconds: float) -> None:
        await gate.wait()

    monkeypatch.setattr(engine.service._runner, "_sleep", wait)
    change = engine.confirm(engine.draft(5), grace_s=5.0)
    other = make_engine()
    back = other.runtime.run(other.service.cancel(change.id), 10)
    assert (back.state, back.note) == (ChangeState.PREVIEWED, "Taken back before anything was written.")
    engine.runtime.loop.call_soon_threadsafe(gate.set)
    with pytest.raises(ChangeRefused, match="cannot take this step"):
        engine.settle(change)
    assert engine.target.applies == 0
