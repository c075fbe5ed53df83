"""Bounds of autoscalers that their own controllers would not take (proves L2.1, C3)."""

from typing import Any

import pytest

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.set_replica_bounds import BoundsPerformer
from console.domain.operations.set_replica_bounds import SetReplicaBounds
from console.kernel.errors import ChangeRefused


async def drafted(spec: dict[str, Any], minimum: int | None, maximum: int | None = None) -> Draft:
    content: Any = {"kind": "ScaledObject", "metadata": {"name": "mail"}, "spec": spec}
    wanted = SetReplicaBounds("main", "ScaledObject", "edge", "mail", minimum, maximum)
    return await BoundsPerformer.__new__(BoundsPerformer).draft(wanted, content)


@pytest.mark.anyio
@pytest.mark.parametrize(("idle", "minimum"), [(0, 0), (1, 1), (2, 1)])
async def test_a_minimum_that_is_not_above_the_idle_replicas_is_refused(idle: int, minimum: int) -> None:
    """KEDA takes the whole ScaledObject for wrong then, and stops to scale."""
    with pytest.raises(ChangeRefused, match="must be fewer than the least"):
        await drafted({"idleReplicaCount": idle, "minReplicaCount": 5}, minimum)


@pytest.mark.anyio
async def test_a_minimum_above_the_idle_replicas_is_set() -> None:
    draft = await drafted({"idleReplicaCount": 0, "minReplicaCount": 5}, 1)
    assert draft.edits[0].body == {"spec": {"minReplicaCount": 1}}
    assert draft.inverse == SetReplicaBounds("main", "ScaledObject", "edge", "mail", 5, 100)
    assert (await drafted({"minReplicaCount": 5}, 0)).edits[0].body == {"spec": {"minReplicaCount": 0}}


@pytest.mark.anyio
async def test_the_maximum_alone_asks_nothing_of_the_idle_replicas() -> None:
    assert (await drafted({"idleReplicaCount": 0}, None, 7)).edits[0].body == {"spec": {"maxReplicaCount": 7}}
