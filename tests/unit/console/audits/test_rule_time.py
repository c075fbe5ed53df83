"""A task's time: a rule that is late is interrupted, what was done stands, and nothing is interrupted afterwards."""

import threading
import time

import pytest

from console.audits.rule_time import RuleTime
from console.kernel.errors import ConnectorError, ErrorKind


def _busy(until_s: float) -> None:
    while time.monotonic() < until_s:
        sum(range(1000))


def test_a_rule_that_is_late_is_interrupted_and_the_next_gets_a_moment() -> None:
    limit, done = RuleTime(), []
    with limit.within(0.05):
        with pytest.raises(ConnectorError) as caught, limit.rule():
            _busy(time.monotonic() + 30)
        with limit.rule():
            done.append("a quick one")
    assert caught.value.kind is ErrorKind.TIMEOUT
    assert done == ["a quick one"]


def test_outside_of_a_task_nothing_is_interrupted() -> None:
    limit, done = RuleTime(), []
    with limit.rule():
        _busy(time.monotonic() + 0.02)
        done.append("without a limit")
    with limit.within(0.02), limit.rule():
        done.append("within it")
    _busy(time.monotonic() + 0.1)
    done.append("after it")
    assert done == ["without a limit", "within it", "after it"]


def test_other_threads_have_no_alarm_and_no_limit() -> None:
    limit, ended = RuleTime(), []

    def work() -> None:
        with limit.within(0.0), limit.rule():
            ended.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert ended == [True]
