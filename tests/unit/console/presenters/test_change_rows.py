"""Changes as rows and sheets: running ones first, honest words, and the lock of the header."""

from dataclasses import replace

from console.domain.change import Approval, Change, ChangeState
from console.domain.change_step import applied, applying, confirmed, moved, previewed
from console.domain.health import Health
from console.domain.operation import Risk, Target
from console.domain.operation_form import UnknownOperation
from console.domain.policy_verdict import PolicyFinding, PolicyNeed, PolicyVerdict
from console.domain.unlock import Unlock
from console.kernel.i18n import set_language
from console.presenters.change_lock import lock_lines, lock_row
from console.presenters.change_rows import change_rows
from console.presenters.change_sheet import change_sheet
from console.store.state import State
from tests.fakes.sample_estate import sample_estate
from tests.fakes.two_operators import planned_change
from tests.unit.console.domain.test_change_step import PREVIEW, planned

NOW_S = 1_767_600_000.0


def at(state: ChangeState, **more: object) -> Change:
    change = planned(**more)
    steps = {
        ChangeState.PREVIEWED: lambda one: previewed(one, PREVIEW, NOW_S),
        ChangeState.CONFIRMED: lambda one: confirmed(one, NOW_S, "me"),
        ChangeState.APPLYING: lambda one: applying(one, NOW_S),
        ChangeState.APPLIED: lambda one: applied(one, NOW_S, None),
        ChangeState.VERIFIED: lambda one: moved(one, ChangeState.VERIFIED, NOW_S, "reached"),
    }
    for name, step in steps.items():
        change = step(change)
        if name is state:
            break
    return replace(change, id=str(state))


def test_running_changes_come_first_and_what_can_be_done_follows_from_the_state() -> None:
    rows = change_rows((at(ChangeState.VERIFIED), at(ChangeState.PREVIEWED), at(ChangeState.CONFIRMED)), NOW_S)
    assert [one.id for one in rows] == ["confirmed", "previewed", "verified"]
    assert [(one.can_undo, one.can_cancel, one.can_apply) for one in rows] == [
        (False, True, False),
        (False, False, True),
        (True, False, False),
    ]


def test_a_change_that_waits_for_its_undoing_says_when() -> None:
    kept = at(ChangeState.VERIFIED, revert_after_s=600.0)
    assert change_rows((kept,), NOW_S)[0].reverts == "Undone in 10 min unless kept"
    assert change_rows((kept,), NOW_S + 700)[0].reverts == "To be undone now, unless kept"
    assert change_rows((kept,), NOW_S)[0].is_running


def test_what_failed_after_it_was_applied_is_told_apart_from_what_was_not_done() -> None:
    refused = moved(at(ChangeState.APPLYING), ChangeState.FAILED, NOW_S, "no")
    missed = moved(at(ChangeState.APPLIED), ChangeState.FAILED, NOW_S, "late")
    words = [(one.word, one.health) for one in change_rows((refused, replace(missed, id="z")), NOW_S)]
    assert words == [("Not done", Health.CRITICAL), ("Not reached", Health.CRITICAL)]


def test_a_sheet_tells_what_it_does_how_it_is_undone_and_how_it_was_checked() -> None:
    sheet = change_sheet(at(ChangeState.VERIFIED))
    facts = dict(sheet.facts)
    assert facts["To undo it"] == "Set replicas to 0."
    assert facts["Environment"] == "production"
    assert "no dry run" in sheet.check
    assert [one[1] for one in sheet.history][-2:] == ["Applied", "Verified"]
    unknown = UnknownOperation("tomorrow", Risk.DISRUPTIVE, Target("asia", "x", "y"), "Do something new.", {})
    assert change_sheet(planned(operation=unknown)).summary == "Do something new."


def test_what_a_preview_warned_of_is_read_in_the_readers_language() -> None:
    """The journal keeps the sentence that was said; its change is also shown by a console in Japanese. (proves C1)"""
    warned = replace(
        PREVIEW, warnings=("HorizontalPodAutoscaler web will set the number back.", "denied by the webhook")
    )
    change = previewed(planned(), warned, NOW_S)
    assert change_sheet(change).warnings == warned.warnings
    set_language("ja")
    try:
        assert change_sheet(change).warnings == (
            "HorizontalPodAutoscaler web が数を元に戻します。",
            "denied by the webhook",
        )
    finally:
        set_language("en")


def test_the_lock_names_what_is_unlocked_and_until_when_the_first_of_them() -> None:
    unlocks = {
        "asia": Unlock("shop", "asia", NOW_S + 60, "ann", "load test"),
        "europe": Unlock("shop", "europe", NOW_S, "ann"),
    }
    state = State(estate=sample_estate(), unlocks=unlocks)
    row = lock_row(state, NOW_S, read_only=False)
    assert row.is_open
    assert row.tip.startswith("Can be changed: asia\nasia until ")
    assert row.tip.endswith(", by ann: load test")
    assert row.word.startswith("unlocked until ")
    assert not lock_row(state, NOW_S, read_only=True).is_open
    assert lock_row(state, NOW_S + 60, read_only=False).word == "read-only"
    lines = lock_lines(state, ("europe", "asia"), NOW_S)
    assert [(one.connection, bool(one.until), one.is_production) for one in lines] == [
        ("asia", True, True),
        ("europe", False, True),
    ]


def test_what_waits_for_another_operator_says_so_until_it_is_signed() -> None:
    verdict = PolicyVerdict(8, (PolicyFinding("second-signature", "Not signed.", need=PolicyNeed.SIGNATURE),))
    waiting = replace(planned_change(), policy=verdict)
    row = change_rows([waiting], NOW_S)[0]
    assert (row.word, row.can_sign, row.health) == ("Waits for a signature", True, Health.WARNING)
    signed = replace(waiting, approvals=(Approval("Bob (bob)", NOW_S, "digest", "{}"),))
    assert change_rows([signed], NOW_S)[0].word == "Previewed"
