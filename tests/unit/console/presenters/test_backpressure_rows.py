"""The backpressure path of each queue, with several in one cell. Proves L2.2."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from console.domain.autoscaler import ScalingMetric
from console.domain.health import Health
from console.domain.resource import Condition
from console.domain.signal_key import SignalKey
from console.presenters.backpressure_rows import chain_rows
from tests.fakes.cell_objects import scaler, with_rows
from tests.fakes.small_estate import state, workload

if TYPE_CHECKING:
    from console.domain.autoscaler import Autoscaler
    from console.presenters.backpressure_rows import ChainRow

CPU = ScalingMetric("cpu", None, "60", "cpu")


def _queue(name: str, group: str, target: str = "100") -> Autoscaler:
    kafka = ScalingMetric("kafka", None, target, "kafka", None, group)
    active = Condition("Active", "True")
    return replace(scaler(name, active, kind="ScaledObject"), metrics=(CPU, kafka), current=None, desired=None)


def _hpa(name: str, desired: int) -> Autoscaler:
    return replace(scaler(f"keda-hpa-{name}", owner=f"ScaledObject/{name}"), desired=desired)


def _chains(*scalers: Autoscaler) -> dict[str, ChainRow]:
    readings = {
        SignalKey("queue_length", "tokyo", target="mail"): 600.0,
        SignalKey("queue_length", "tokyo", target="digest"): 200.0,
        SignalKey("keda_metric", "tokyo", target="mail"): 600.0,
        SignalKey("keda_metric", "tokyo", target="digest"): 200.0,
    }
    running = (workload("tokyo", "mail", desired=6), workload("tokyo", "digest"))
    return {row.name: row for row in chain_rows(with_rows(state(readings, running), "autoscalers", *scalers))}


def test_each_autoscaler_is_measured_by_the_queue_of_its_own_group() -> None:
    named = replace(_hpa("digest", 2), ref=replace(_hpa("digest", 2).ref, name="named-by-hand"))
    found = _chains(_queue("mail", "mail"), _hpa("mail", 6), _queue("digest", "digest"), named)
    assert {name: row.links[0].value for name, row in found.items()} == {
        "mail": "600 messages",
        "digest": "200 messages",
    }
    assert {row.health for row in found.values()} == {Health.OK}
    assert found["mail"].links[2].expected == "expected 6"  # by the messages of the queue, not by the share of CPU


def test_of_several_autoscalers_that_name_no_group_nobody_can_tell() -> None:
    found = _chains(_queue("mail", ""), _queue("digest", ""))
    assert {row.health for row in found.values()} == {Health.UNKNOWN}


def test_the_only_one_answers_for_all_that_waits_whatever_group_it_looks_at() -> None:
    assert _chains(_queue("mail", "elsewhere"))["mail"].links[0].value == "800 messages"


def test_an_autoscaler_that_goes_by_the_clock_or_by_load_has_no_path() -> None:
    clock = replace(_queue("digest", ""), metrics=(CPU, ScalingMetric("cron", None, "3", "cron")))
    assert list(_chains(_queue("mail", ""), clock)) == ["mail"]


def _both(lags: tuple[float, float], groups: tuple[str, str], desired: int) -> ChainRow:
    """Return the path of one autoscaler that answers to two topics, 100 messages each for a replica."""
    triggers = tuple(ScalingMetric("kafka", None, "100", "kafka", None, group) for group in groups)
    both = replace(_queue("both", ""), metrics=(CPU, *triggers))
    waiting = dict.fromkeys(groups, 0.0)
    for group, lag in zip(groups, lags, strict=True):
        waiting[group] += lag
    readings = {SignalKey("queue_length", "tokyo", target=group): lag for group, lag in waiting.items()}
    readings |= {SignalKey("keda_metric", "tokyo", target="both"): sum(lags)}
    running = (workload("tokyo", "both", desired=desired),)
    (row,) = chain_rows(with_rows(state(readings, running), "autoscalers", both, _hpa("both", desired)))
    return row


@pytest.mark.parametrize("groups", [("mail", "digest"), ("workers", "workers")])
def test_of_two_topics_the_hpa_follows_the_longer_one_and_is_not_blamed_for_their_sum(groups: tuple[str, str]) -> None:
    row = _both((600.0, 400.0), groups, desired=6)
    assert (row.health, row.links[0].value) == (Health.OK, "1,000 messages")
    assert row.links[2].expected == "expected 5"  # at least: all messages over both targets
    assert _both((600.0, 400.0), groups, desired=3).health is Health.CRITICAL


def test_of_two_autoscalers_whose_workers_share_a_group_nobody_can_tell() -> None:
    assert {row.health for row in _chains(_queue("mail", "mail"), _queue("digest", "mail")).values()} == {
        Health.UNKNOWN
    }


def test_keda_that_is_paused_or_falls_back_says_so_where_the_signal_stops() -> None:
    paused = replace(_queue("mail", "mail"), paused=True, conditions=(Condition("Active", "Unknown"),))
    readings = {SignalKey("queue_length", "tokyo", target="mail"): 600.0}
    found = state(readings, (workload("tokyo", "mail", desired=2),))
    (row,) = chain_rows(with_rows(found, "autoscalers", paused))
    assert (row.health, row.summary) == (Health.CRITICAL, "The signal stops at KEDA: it is paused.")
    said = "At least one trigger is falling back"
    falls = replace(paused, paused=False, conditions=(Condition("Fallback", "True", "FallbackExists", said),))
    (row,) = chain_rows(
        with_rows(state(readings | {SignalKey("keda_metric", "tokyo", target="mail"): 0.0}), "autoscalers", falls)
    )
    assert row.summary.endswith(f"it sees no messages although there is a lag. {said}")
