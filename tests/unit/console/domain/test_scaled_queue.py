"""Which queue a ScaledObject answers to, where it has several triggers and neighbours."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.resource import ResourceRef
from console.domain.scaled_queue import queue_of, queue_triggers, reads_queue, target_of

_WAITING = {"orders": 500.0, "mails": 40.0}


def _scaled(name: str, groups: str, targets: str = "100") -> Autoscaler:
    """Return one with a trigger of Kafka for each of some consumer groups."""
    metrics = tuple(
        ScalingMetric(f"s{place}-kafka", None, target or None, "kafka", group=group)
        for place, (group, target) in enumerate(zip(groups.split(","), targets.split(","), strict=True))
    )
    ref = ResourceRef("lab", "ScaledObject", "shop", name)
    return Autoscaler(ref, "Deployment", name, 0, 9, 1, 1, metrics, (), None)


@pytest.mark.parametrize(("targets", "together"), [("100,50", 150.0), ("100,", None), (",", None), ("100,none", None)])
def test_targets_of_several_triggers_count_together_and_not_where_one_is_unknown(
    targets: str, together: float | None
) -> None:
    assert target_of(_scaled("mover", "orders,mails", targets)) == together


@pytest.mark.parametrize(
    ("own", "other", "waits"),
    [
        ("orders", "mails", {"orders": 500.0}),
        ("orders", "orders", {}),
        ("orders", "", {"orders": 500.0}),
        ("", "mails", {}),
        ("gone", "mails", {}),
    ],
)
def test_what_waits_for_one_beside_another(own: str, other: str, waits: Mapping[str, float]) -> None:
    scaler, rival = _scaled("mover", own), _scaled("mailer", other)
    assert queue_of(scaler, (scaler, rival), _WAITING) == waits


@pytest.mark.parametrize("own", ["gone", "", "orders,gone"])
def test_one_that_is_alone_has_all_that_waits_where_a_group_of_its_is_not_measured(own: str) -> None:
    scaler = _scaled("mover", own, ",".join("1" for _ in own.split(",")))
    assert queue_of(scaler, (scaler,), _WAITING) == _WAITING


def test_one_of_two_groups_that_is_not_measured_leaves_nothing_to_tell_beside_another() -> None:
    scaler, rival = _scaled("mover", "orders,gone", "1,1"), _scaled("mailer", "mails")
    assert queue_of(scaler, (rival,), _WAITING) == {}


@pytest.mark.parametrize(("source", "found"), [("rabbitmq", ["rabbitmq"]), ("cpu", []), ("cron", [])])
def test_the_formula_over_several_triggers_is_no_queue_itself(source: str, found: list[str]) -> None:
    formula = ScalingMetric("a + b", None, "20", "formula")
    scaler = replace(_scaled("mover", "orders"), metrics=(ScalingMetric("a", None, None, source), formula))
    assert [one.source for one in queue_triggers(scaler)] == found
    assert reads_queue(scaler) == bool(found)
