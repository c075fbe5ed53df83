"""Which queue a ScaledObject answers to, and how many messages wait in it."""

from collections.abc import Mapping, Sequence

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.quantity import quantity_number

_KAFKA = frozenset({"kafka", "apache-kafka"})
_NO_QUEUE = frozenset({"cron", "cpu", "memory"})


def queue_trigger(scaler: Autoscaler) -> ScalingMetric | None:
    """Return the trigger that reads a queue, one of Kafka's first; ``None`` where clock or load alone decide."""
    found = [one for one in scaler.metrics if one.source not in _NO_QUEUE]
    return min(found, key=lambda one: one.source not in _KAFKA, default=None)


def reads_queue(scaler: Autoscaler) -> bool:
    """Return whether an autoscaler is KEDA's and may answer to a queue; one whose triggers are not known may."""
    return scaler.ref.kind == "ScaledObject" and (not scaler.metrics or queue_trigger(scaler) is not None)


def target_of(scaler: Autoscaler) -> float | None:
    """Return the messages for each replica."""
    trigger = queue_trigger(scaler)
    return quantity_number(trigger.target) if trigger is not None else None


def activation_of(scaler: Autoscaler) -> float:
    """Return the messages above which the trigger acts at all."""
    trigger = queue_trigger(scaler)
    return (quantity_number(trigger.activation) if trigger is not None else None) or 0.0


def queue_of(scaler: Autoscaler, others: Sequence[Autoscaler], waiting: Mapping[str, float]) -> Mapping[str, float]:
    """Return the messages that wait for an autoscaler, of those of its cell by consumer group; empty: nobody can tell.

    The group that its trigger names counts. Where that is not measured, or none is named, all that wait are its own
    only while no other autoscaler of the cell (``others``, with or without itself) reads a queue.
    """
    trigger = queue_trigger(scaler)
    group = trigger.group if trigger is not None else ""
    if group and group in waiting:
        return {group: waiting[group]}
    is_alone = all(one.ref == scaler.ref for one in others if reads_queue(one))
    return waiting if is_alone else {}
