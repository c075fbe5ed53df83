"""Pausing what KEDA scales, as KEDA reads it (proves L2.1, C3)."""

from typing import Any

import pytest

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.pause_autoscaling import PausePerformer, ResumePerformer
from console.domain.operations.pause_autoscaling import PauseAutoscaling
from console.domain.operations.resume_autoscaling import ResumeAutoscaling
from console.kernel.errors import ChangeRefused

PAUSED, PAUSED_AT = "autoscaling.keda.sh/paused", "autoscaling.keda.sh/paused-replicas"


async def paused(kind: str, replicas: int | None, **notes: str) -> Draft:
    content: Any = {"kind": kind, "metadata": {"name": "one", "annotations": notes}}
    operation = PauseAutoscaling("lab", kind, "cell-tokyo", "one", replicas)
    return await PausePerformer.__new__(PausePerformer).draft(operation, content)


@pytest.mark.anyio
async def test_a_scaled_job_is_paused_without_a_number_or_not_at_all() -> None:
    with pytest.raises(ChangeRefused, match="does not hold a ScaledJob at a number"):
        await paused("ScaledJob", 3)
    draft = await paused("ScaledJob", None)
    assert [edit.body for edit in draft.edits] == [{"metadata": {"annotations": {PAUSED: "true"}}}]
    assert draft.inverse == ResumeAutoscaling("lab", "ScaledJob", "cell-tokyo", "one")
    assert (await paused("ScaledObject", 3)).edits[0].body == {"metadata": {"annotations": {PAUSED_AT: "3"}}}


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("kind", "notes", "replicas"),
    [
        ("ScaledObject", {PAUSED: "1"}, None),
        ("ScaledObject", {PAUSED_AT: "2"}, 2),
        ("ScaledJob", {PAUSED: "on", PAUSED_AT: "2"}, None),
    ],
)
async def test_what_was_paused_in_other_words_is_paused_again(
    kind: str, notes: dict[str, str], replicas: int | None
) -> None:
    content: Any = {"kind": kind, "metadata": {"name": "one", "annotations": notes}}
    operation = ResumeAutoscaling("lab", kind, "cell-tokyo", "one")
    draft = await ResumePerformer.__new__(ResumePerformer).draft(operation, content)
    assert draft.inverse == PauseAutoscaling("lab", kind, "cell-tokyo", "one", replicas)
