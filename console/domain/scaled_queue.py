"""Which queue a ScaledObject answers to, and how many messages wait in it."""

from collections.abc import Mapping, Sequence

from console.domain.autoscaler import Autoscaler, ScalingMetric
from console.domain.quantity import quantity_number

_KAFKA = frozenset({"kafka", "apache-kafka"})
_NO_QUEUE = frozenset({"cron", "cpu", "memory", "formula"})


def queue_triggers(scaler: Autoscaler) -> tuple[ScalingMetric, ...]:
    """Return the triggers that read a queue: Kafka's, else the first other; none where clock or load alone decide."""
    found = tuple(one for one in scaler.metrics if one.source not in _NO_QUEUE)
    return tuple(one for one in found if one.source in _KAFKA) or found[:1]


def reads_queue(scaler: Autoscaler) -> bool:
    """Return whether an autoscaler is KEDA's and may answer to a queue; one whose triggers are not known may."""
    return scaler.ref.kind == "ScaledObject" and (not scaler.metrics or bool(queue_triggers(scaler)))


def target_of(scaler: Autoscaler) -> float | None:
    """Return the messages for each replica; of several triggers together.

    The HPA follows the trigger that asks for most, so all messages over all targets is the least that it asks for.
    """
    targets = [quantity_number(one.target) for one in queue_triggers(scaler)]
    known = [one for one in targets if one is not None]
    return sum(known) if known and len(known) == len(targets) else None


def activation_of(scaler: Autoscaler) -> float:
    """Return the messages above which a trigger surely acts at all; of several triggers together."""
    return sum(quantity_number(one.activation) or 0.0 for one in queue_triggers(scaler))


def queue_of(scaler: Autoscaler, others: Sequence[Autoscaler], waiting: Mapping[str, float]) -> Mapping[str, float]:
    """Return the messages that wait for an autoscaler, of those of its cell by consumer group; empty: nobody can tell.

    The groups that its triggers name count, unless another autoscaler of the cell (``others``, with or without itself)
    reads them, too. Where one is not measured, or none is named, all that wait are its own only while no other
    autoscaler of the cell reads a queue.
    """
    groups, rivals = _groups(scaler), [one for one in others if one.ref != scaler.ref and reads_queue(one)]
    if groups and all(group in waiting for group in groups):
        is_own = all(groups.isdisjoint(_groups(one)) for one in rivals)
        return {group: waiting[group] for group in sorted(groups)} if is_own else {}
    return {} if rivals else waiting


def _groups(scaler: Autoscaler) -> set[str]:
    """Return the consumer groups of all its triggers; empty where one of them names none."""
    groups = {one.group for one in queue_triggers(scaler)}
    return set() if "" in groups else groups
