"""Going back to a revision on API servers before 1.34, which print ``creationTimestamp: null`` into each template."""

from copy import deepcopy
from typing import Any, cast

import pytest

from connectors.kubernetes.operations.undo_rollout import UndoPerformer
from console.domain.change_preview import Truth
from console.domain.operations.undo_rollout import UndoRollout

UNDO = UndoRollout("lab", "Deployment", "cell-tokyo", "web", 1)
MARKS = "deployment.kubernetes.io"


def template(image: str, dated: bool, **labels: str) -> dict[str, Any]:
    metadata: dict[str, Any] = {"labels": {"app": "web", **labels}}
    if dated:
        metadata["creationTimestamp"] = None
    return {"metadata": metadata, "spec": {"containers": [{"name": "web", "image": image}]}}


def deployment(image: str, *, dated: bool) -> dict[str, Any]:
    counts = {"replicas": 1, "updatedReplicas": 1, "readyReplicas": 1, "availableReplicas": 1}
    return {
        "metadata": {"uid": "u", "generation": 2, "annotations": {f"{MARKS}/revision": "3"}},
        "spec": {
            "replicas": 1,
            "selector": {"matchLabels": {"app": "web"}},
            "template": template(image, dated),
        },
        "status": {"observedGeneration": 2, **counts},
    }


def performer(*, dated: bool) -> UndoPerformer:
    class Editor:
        async def listed(self, *_asked: Any) -> list[dict[str, Any]]:
            owners = [{"uid": "u", "controller": True}]
            head = {"ownerReferences": owners, "annotations": {f"{MARKS}/revision": "1"}}
            return [{"metadata": head, "spec": {"template": template("web:1", dated, **{"pod-template-hash": "h"})}}]

    return UndoPerformer(cast(Any, Editor()), cast(Any, None))


ALL_PAIRS = [(True, True), (True, False), (False, True), (False, False)]


@pytest.mark.anyio
@pytest.mark.parametrize(("here", "there"), ALL_PAIRS)
async def test_a_template_that_was_taken_back_is_verified(here: bool, there: bool) -> None:
    content = deployment("web:1", dated=here)
    before = deepcopy(content)
    found = await performer(dated=there).judge(UNDO, content)
    assert found.truth is Truth.REACHED
    assert (await performer(dated=there).draft(UNDO, content)).edits == ()  # it is as wanted already
    assert content == before


@pytest.mark.anyio
@pytest.mark.parametrize(("here", "there"), ALL_PAIRS)
async def test_another_template_is_replaced_by_one_without_the_date_and_the_label(here: bool, there: bool) -> None:
    content = deployment("web:2", dated=here)
    assert (await performer(dated=there).judge(UNDO, content)).truth is Truth.DIFFERENT
    (edit,) = (await performer(dated=there).draft(UNDO, content)).edits
    assert edit.body == [{"op": "replace", "path": "/spec/template", "value": template("web:1", dated=False)}]
