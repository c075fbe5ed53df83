"""The arms of an A/B test as metrics tell them, else the newest document (E2.4)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.domain.model.ab_test import CONTROL, CURRENT, EXPERIMENTAL, ArmResult, histogram_counts
from console.domain.model.arm_measure import ARM_CONVERSIONS, ARM_EVALUATED, ARM_LATENCY, ARM_REQUESTS
from console.estate.models.kinds.ab_test import AbTest
from console.presenters.model_view import document_evidence
from console.presenters.models.versions import uploaded_versions

if TYPE_CHECKING:
    from console.presenters.model_sheet import SheetEvidence
    from console.presenters.model_view import ModelView


class ToldArms(NamedTuple):
    """The arms by name; ``from_document`` is the document that tells them (``None``: metrics do)."""

    by_name: dict[str, ArmResult]
    from_document: SheetEvidence | None


def told_arms(view: ModelView) -> ToldArms:
    """Return the arms of a model, each with the version that runs in it now."""
    measured_arms = _of_metrics(view)
    document = view.document(AbTest)
    if EXPERIMENTAL in measured_arms or document is None:
        return ToldArms(measured_arms, None)
    return ToldArms({one.arm: one.result() for one in document.document.arms}, document_evidence(document))


def _of_metrics(view: ModelView) -> dict[str, ArmResult]:
    """Return each arm with the version that runs in it now; versions that ran before it are left out."""
    requests = {one.splits: one.value for one in view.readings(ARM_REQUESTS) if one.value and len(one.splits) == 2}
    found = {}
    for arm in (EXPERIMENTAL, CONTROL, CURRENT):
        versions = {splits[1]: count for splits, count in requests.items() if splits[0] == arm}
        if versions:
            version = _running(view, arm, versions)
            found[arm] = _arm(view, arm, version, versions[version])
    return found


def _running(view: ModelView, arm: str, versions: dict[str, float]) -> str:
    """Return the version of an arm that runs at the edge, else the one that answered most."""
    running = [one.tag for one in uploaded_versions(view.worker) if one.percent > 0 and one.tag in versions]
    told = view.model.canary if arm == EXPERIMENTAL else view.model.current
    if told in running or not running:
        return told if told in versions else max(versions, key=lambda one: versions[one])
    return running[0]


def _arm(view: ModelView, arm: str, version: str, requests: float) -> ArmResult:
    judged = {
        one.splits[2]: one.value
        for one in view.readings(ARM_EVALUATED)
        if one.splits[:2] == (arm, version) and one.value is not None and one.splits[2] in {"true", "false"}
    }
    # A counter has no series for what has never happened: an arm without a wrong answer tells of right ones alone.
    right, wrong = (judged.get(one, 0.0) if judged else None for one in ("true", "false"))
    buckets = {
        one.splits[2]: one.value
        for one in view.readings(ARM_LATENCY)
        if one.splits[:2] == (arm, version) and one.value is not None
    }
    bounds, counts = histogram_counts(buckets)
    return ArmResult(
        arm,
        version,
        requests,
        None if right is None or wrong is None else right + wrong,
        right,
        view.value(ARM_CONVERSIONS, arm, version),
        bounds,
        counts,
    )
