"""When a workload has what its object wants (proves C3)."""

from typing import Any

import pytest

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.restart_workload import RestartPerformer
from connectors.kubernetes.operations.scale_workload import ScalePerformer
from connectors.kubernetes.operations.set_image import ImagePerformer
from connectors.kubernetes.operations.workload_progress import progress
from console.domain.change_preview import Truth
from console.domain.operations.restart_workload import RestartWorkload
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.operations.set_image import SetImage


def stateful_set(updated: int, **strategy: Any) -> dict[str, Any]:
    status = {"observedGeneration": 4, "replicas": 3, "readyReplicas": 3, "updatedReplicas": updated}
    spec = {"replicas": 3, "updateStrategy": strategy}
    return {"kind": "StatefulSet", "metadata": {"generation": 4}, "spec": spec, "status": status}


@pytest.mark.parametrize(
    ("partition", "updated", "truth"),
    [(None, 3, Truth.REACHED), (None, 2, Truth.PENDING), (2, 1, Truth.REACHED), (2, 0, Truth.PENDING),
     (9, 0, Truth.REACHED)],
)  # fmt: skip
def test_pods_below_the_partition_of_a_stateful_set_stay_as_they_are(
    partition: int | None, updated: int, truth: Truth
) -> None:
    strategy = {} if partition is None else {"rollingUpdate": {"partition": partition}}
    assert progress(stateful_set(updated, **strategy), "store").truth is truth


@pytest.mark.anyio
async def test_scaling_asks_for_pods_and_not_for_new_ones() -> None:
    """With ``OnDelete`` pods of the older revision stay until somebody deletes them."""
    operation = ScaleWorkload("lab", "StatefulSet", "cell-tokyo", "store", 3)
    performer = ScalePerformer.__new__(ScalePerformer)
    assert (await performer.judge(operation, stateful_set(1, type="OnDelete"))).truth is Truth.REACHED
    few = stateful_set(1, type="OnDelete")
    few["status"]["readyReplicas"] = 2
    assert (await performer.judge(operation, few)).truth is Truth.PENDING


@pytest.mark.anyio
@pytest.mark.parametrize(("strategy", "is_told"), [("OnDelete", True), ("RollingUpdate", False), (None, False)])
async def test_pods_that_are_renewed_only_by_hand_are_told_before(strategy: str | None, is_told: bool) -> None:
    """Charts of stores that vote ask for ``OnDelete``: a restart or an image waits there for somebody to delete."""
    content = stateful_set(3, **({} if strategy is None else {"type": strategy}))
    content["metadata"]["name"] = "store"
    content["spec"]["template"] = {"spec": {"containers": [{"name": "db", "image": "db:1"}]}}
    place = ("lab", "StatefulSet", "cell-tokyo", "store")
    drafts: list[Draft] = [
        await RestartPerformer.__new__(RestartPerformer).draft(
            RestartWorkload(*place, "2026-01-01T00:00:00Z"), content
        ),
        await ImagePerformer.__new__(ImagePerformer).draft(SetImage(*place, "db", "db:2"), content),
    ]
    assert [bool(one.warnings) for one in drafts] == [is_told, is_told]
