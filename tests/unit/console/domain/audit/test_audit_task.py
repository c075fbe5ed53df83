"""Ids, fairness and progress of tasks. Proves G1.4, G1.5."""

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import OPEN_SOURCE
from console.domain.audit.audit_task import AuditTask, audit_groups, estimated_s, next_task, task_id
from console.domain.audit.fleet_progress import FleetMeter

DAY_S = 86400.0
CODE, PAST = (AuditName.INTEGRITY, AuditName.STRICT), (AuditName.GIT,)


def _task(name: str, owner: str = "a", estimate_s: float = 1.0, priority: int = 0) -> AuditTask:
    return AuditTask(name, owner, "src", "clone", "c", CODE, OPEN_SOURCE, "", estimate_s, priority)


def test_every_audit_is_in_exactly_one_group() -> None:
    assert sorted(one for group in audit_groups(tuple(AuditName)) for one in group) == sorted(AuditName)
    assert list(audit_groups([AuditName.STRICT])) == [(AuditName.STRICT,)]


def test_the_same_work_has_the_same_id_and_other_work_another() -> None:
    first = task_id("s", "c", CODE, "k", now_s=0.0)
    assert first == task_id("s", "c", CODE, "k", now_s=9 * DAY_S)
    others = {
        task_id("t", "c", CODE, "k", now_s=0.0),
        task_id("s", "d", CODE, "k", now_s=0.0),
        task_id("s", "c", PAST, "k", now_s=0.0),
        task_id("s", "c", CODE, "l", now_s=0.0),
        task_id("s", "c", CODE, "k", now_s=0.0, extra="x"),
    }
    assert len(others | {first}) == 6
    assert len(first) == 20


def test_audits_that_count_days_are_done_anew_on_another_day() -> None:
    assert task_id("s", "c", PAST, "k", now_s=1.0) == task_id("s", "c", PAST, "k", now_s=2.0)
    assert task_id("s", "c", PAST, "k", now_s=1.0) != task_id("s", "c", PAST, "k", now_s=1.0 + DAY_S)


def test_priority_goes_first_then_who_has_least_then_the_longest() -> None:
    small, large, urgent = _task("1"), _task("2", estimate_s=9.0), _task("3", priority=1)
    other = _task("4", owner="b")
    assert next_task([small, large, urgent, other], []) is urgent
    assert next_task([small, large, other], []) is large
    assert next_task([small, large, other], [_task("5")]) is other
    with pytest.raises(ValueError, match="empty"):
        next_task([], [])


def test_the_estimate_grows_with_the_code_as_measured() -> None:
    assert estimated_s(12_000 * 35) == pytest.approx(2.0, rel=0.1)
    assert estimated_s(633_000 * 35) == pytest.approx(10.2, rel=0.1)


def test_progress_never_goes_back_and_ends_at_one() -> None:
    meter = FleetMeter(3, 2, guess_s=1.0)
    shares = [meter.progress(()).share]
    for spent_s in (8.0, 0.0, 3.0):
        meter.plan((2.0, 30.0))
        shares.append(meter.progress(()).share)
        meter.finish(2.0, spent_s)
        shares.append(meter.progress(()).share)
    for _ in range(3):
        meter.finish(30.0, 60.0)
        shares.append(meter.progress(()).share)
    assert shares == sorted(shares)
    assert shares[0] == 0.0
    assert shares[-1] == 1.0
    last = meter.progress(())
    assert (last.done, last.total, last.left_s) == (6, 6, 0.0)


def test_tenths_of_seconds_add_up_to_all_of_it() -> None:
    meter = FleetMeter(1, 2)
    meter.plan((0.1,) * 3 + (0.7, 1.9))
    for estimate_s in (1.9, 0.1, 0.7, 0.1, 0.1):
        meter.finish(estimate_s, 0.0)
    assert meter.progress(()).share == 1.0


def test_what_is_left_follows_the_pace_that_was_seen() -> None:
    meter = FleetMeter(1, 2)
    meter.plan((10.0, 10.0, 10.0))
    assert meter.progress(()).left_s == 15.0
    meter.finish(10.0, 20.0)
    assert meter.progress(()).left_s == 20.0
