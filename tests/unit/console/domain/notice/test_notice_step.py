"""When a notice may go, what follows a failure, who is told instead. Proves G1.10."""

from datetime import time

from console.domain.notice.notice import Notice, NoticeState
from console.domain.notice.notice_policy import NoticePolicy
from console.domain.notice.notice_step import (
    PAUSES_S,
    arrived,
    left_over,
    missed,
    sending,
    stand_ins,
    timed,
    wants_stand_in,
)
from console.domain.notice.quiet_hours import QuietHours
from console.domain.notification import Act, Receipt
from console.domain.severity import Severity

NOW = 1_767_603_600.0  # 2026-01-05 09:00 UTC
POLICY = NoticePolicy(
    {"chat": frozenset(), "mail": frozenset(), "pager": frozenset()},
    quiet=(QuietHours(time(8), time(12)),),
    fallback=("mail", "chat", "gone"),
    most_per_hour=3,
)
LOUD = NoticePolicy(POLICY.severities, fallback=("mail",), most_per_hour=3)


def notice(severity: Severity = Severity.WARNING, name: str = "n", **more: object) -> Notice:
    fields: dict[str, object] = {"made_s": NOW, "due_s": NOW, **more}
    return Notice(name, "shop", "chat", "opened", "m", severity, Act.TRIGGER, "T", "X", source="s", **fields)  # type: ignore[arg-type]


def test_quiet_hours_hold_back_what_is_not_critical() -> None:
    held = timed(notice(), POLICY, (), NOW)
    assert (held.state, held.due_s, held.why) == (NoticeState.HELD, NOW + 3 * 3600, "quiet-hours")
    assert timed(notice(Severity.CRITICAL), POLICY, (), NOW).state is NoticeState.WAITING


def test_a_crowd_waits_its_turn_and_what_is_critical_does_not() -> None:
    others = [notice(name=str(place), due_s=NOW - 600 + place) for place in range(3)]
    held = timed(notice(), LOUD, others, NOW)
    assert (held.state, held.due_s, held.why) == (NoticeState.HELD, NOW - 600 + 3600, "crowd")
    assert timed(notice(), LOUD, others[:2], NOW).state is NoticeState.WAITING
    assert timed(notice(Severity.CRITICAL), LOUD, others, NOW).due_s == NOW


def test_each_failure_waits_longer_and_at_last_it_is_given_up() -> None:
    one, pauses = notice(Severity.CRITICAL), []
    for _ in PAUSES_S:
        one = missed(sending(one), "down", NOW, is_lost=False)
        pauses.append(one.due_s - NOW)
    assert tuple(pauses) == PAUSES_S
    assert missed(sending(one), "down", NOW, is_lost=False).state is NoticeState.FAILED


def test_a_server_that_asks_to_wait_longer_is_heard() -> None:
    assert missed(notice(), "slow down", NOW, is_lost=False, retry_after_s=900).due_s == NOW + 900


def test_what_may_have_arrived_is_repeated_only_when_it_is_critical() -> None:
    assert missed(notice(), "no answer", NOW, is_lost=True).state is NoticeState.UNKNOWN
    assert missed(notice(Severity.CRITICAL), "no answer", NOW, is_lost=True).state is NoticeState.WAITING
    assert left_over(sending(notice()), NOW, "ended").state is NoticeState.UNKNOWN


def test_another_channel_is_told_after_the_second_failure_of_a_warning_and_the_first_of_what_is_critical() -> None:
    once = missed(notice(), "down", NOW, is_lost=False)
    assert not wants_stand_in(once)
    assert wants_stand_in(missed(once, "down", NOW, is_lost=False))
    assert wants_stand_in(missed(notice(Severity.CRITICAL), "down", NOW, is_lost=False))
    assert not wants_stand_in(arrived(once, Receipt("ok"), NOW))


def test_stand_ins_are_the_same_however_often_they_are_asked_for_and_leave_out_who_is_told_anyway() -> None:
    failed = missed(notice(Severity.CRITICAL), "down", NOW, is_lost=False)
    (one,) = stand_ins(failed, POLICY, frozenset({"chat"}), NOW + 1)
    assert (one.channel, one.instead_of, one.tries, one.state) == ("mail", "chat", (), NoticeState.WAITING)
    assert [each.id for each in stand_ins(failed, POLICY, frozenset(), NOW + 99)] == [one.id]
    assert stand_ins(failed, POLICY, frozenset({"mail"}), NOW) == ()
    assert not wants_stand_in(missed(one, "down too", NOW, is_lost=False))


def test_every_attempt_carries_the_same_identity_so_that_receivers_can_tell() -> None:
    one = notice(Severity.CRITICAL)
    assert missed(sending(one), "down", NOW, is_lost=False).message.id == one.message.id
