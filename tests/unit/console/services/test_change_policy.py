"""Changes and their policies: judged when previewed and when confirmed, refused by name. Proves L7.4 and C3."""

from dataclasses import replace

import pytest

from console.domain.change import Approval, Change, ChangeState
from console.domain.confirmation import Confirmation, preview_digest
from console.domain.policy_verdict import PolicyFinding, PolicyVerdict
from console.kernel.errors import ChangeRefused
from console.services.policy.signature_keeping import keep_signature
from tests.fakes.change_engine import Engine

FREEZE = PolicyVerdict(8, (PolicyFinding("freeze-windows", "The freeze is on.", "Wait until it ends."),))
AGREED = PolicyVerdict(8)


class Judge:
    """Says what it is told to, and remembers about what it was asked."""

    def __init__(self, verdict: PolicyVerdict = AGREED) -> None:
        self.verdict = verdict
        self.asked: list[Change] = []

    async def __call__(self, change: Change) -> Change:
        self.asked.append(change)
        return replace(change, policy=self.verdict)


def test_the_draft_shows_what_the_policies_say(engine: Engine) -> None:
    engine.service.judge = Judge(FREEZE)
    draft = engine.draft(7)
    assert draft.policy == FREEZE
    assert draft.state is ChangeState.PREVIEWED


def test_a_refused_change_writes_nothing_and_names_rule_and_way_out(engine: Engine) -> None:
    engine.service.judge = Judge()
    draft = engine.draft(7)
    engine.service.judge = Judge(FREEZE)  # the freeze has begun since
    with pytest.raises(ChangeRefused, match="freeze-windows") as caught:
        engine.confirm(draft)
    assert caught.value.hint == "Wait until it ends."
    assert engine.target.writes() == []
    assert engine.book.changes == ()


def test_what_the_policies_allow_is_applied_and_keeps_what_they_said(engine: Engine) -> None:
    engine.service.judge = Judge(AGREED)
    done = engine.do(7)
    assert (done.state, done.policy) == (ChangeState.VERIFIED, AGREED)


def test_a_timed_undoing_was_judged_with_its_change_and_is_not_held_up(engine: Engine) -> None:
    judge = engine.service.judge = Judge()
    draft = engine.draft(7, revert_after_s=60.0)
    done = engine.settle(engine.confirm(draft))
    judge.verdict = FREEZE
    engine.runtime.run(engine.service.decided(done.id), 10)
    assert engine.book.find(done.id).state is ChangeState.UNDONE


def test_signatures_that_were_taken_in_are_told_to_the_policies(engine: Engine) -> None:
    judge = engine.service.judge = Judge()
    saved = engine.runtime.run(engine.service.save(engine.draft(7)), 10)
    approval = Approval("Bob", 1.0, "plan", "{}")
    signed = engine.runtime.run(keep_signature(engine.book, saved.id, approval), 10)
    assert (signed.approvals, signed.note) == ((approval,), "Signed by Bob.")
    again = engine.runtime.run(keep_signature(engine.book, saved.id, approval), 10)
    assert again.step == signed.step
    # The window confirms what it holds, which may be older than the signature.
    stale = replace(saved, reason="load test")
    engine.settle(engine.runtime.run(engine.service.confirm(stale, Confirmation(preview_digest(stale))), 10))
    assert judge.asked[-1].approvals == (approval,)


def test_an_applied_change_takes_no_signature(engine: Engine) -> None:
    engine.service.judge = Judge()
    saved = engine.runtime.run(engine.service.save(engine.draft(7)), 10)
    engine.settle(engine.confirm(engine.book.find(saved.id)))
    with pytest.raises(ChangeRefused):
        engine.runtime.run(keep_signature(engine.book, saved.id, Approval("Bob", 1.0, "plan", "{}")), 10)
