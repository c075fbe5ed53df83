"""Findings of a rollout's cells in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict
from console.kernel.i18n import t
from console.presenters.format import number, percent, short

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.rollout import Rollout
    from console.domain.rollouts.threshold import ThresholdFinding


def topic_title(topic: CheckTopic) -> str:
    """Return what was looked at, as a heading."""
    return {
        CheckTopic.HEALTH: t("Health"),
        CheckTopic.ERRORS: t("Error rate"),
        CheckTopic.ACCURACY: t("Accuracy"),
        CheckTopic.JUDGE: t("Judge"),
        CheckTopic.SLO: t("Error budget"),
        CheckTopic.COST: t("Cost"),
        CheckTopic.CARBON: t("Carbon"),
    }[topic]


def verdict_title(verdict: CheckVerdict) -> str:
    """Return a verdict in a word."""
    return {CheckVerdict.GO: t("go"), CheckVerdict.HOLD: t("hold"), CheckVerdict.FAIL: t("fail")}[verdict]


def threshold_sentence(finding: ThresholdFinding) -> str:
    """Return a measured share against its limit."""
    words = {
        "measured": percent(finding.measured),
        "limit": percent(finding.limit),
        "count": number(finding.trials),
    }
    if finding.topic is CheckTopic.ACCURACY:
        return _accuracy_sentence(finding, words)
    if finding.verdict is CheckVerdict.GO:
        return t("{measured} of {count} canary requests failed; {limit} is allowed.", **words)
    if finding.verdict is CheckVerdict.HOLD:
        return t("{measured} of {count} canary requests failed, perhaps more than {limit}.", **words)
    return t("{measured} of {count} canary requests failed, more than {limit}.", **words)


def _accuracy_sentence(finding: ThresholdFinding, words: Mapping[str, str]) -> str:
    if finding.measured <= 0:
        return t("The accuracy does not drop in {count} answers; {limit} is allowed.", **words)
    if finding.verdict is CheckVerdict.GO:
        return t("The accuracy drops by {measured} in {count} answers; {limit} is allowed.", **words)
    if finding.verdict is CheckVerdict.HOLD:
        return t("The accuracy drops by {measured} in {count} answers, perhaps more than {limit}.", **words)
    return t("The accuracy drops by {measured} in {count} answers, more than {limit}.", **words)


def health_sentence(rollout: Rollout, wanted: float) -> str:
    """Return where an Argo Rollout stands."""
    name = rollout.ref.name
    if rollout.aborted:
        why = rollout.message or t("no reason was given")
        return t("Argo has aborted {name}: {why}", name=name, why=why)
    if rollout.weight is not None and rollout.in_progress:
        return t(
            "{name} gives the new revision {weight} of {wanted} %, {available} of {desired} pods are available.",
            name=name,
            weight=short(rollout.live_weight if rollout.live_weight is not None else rollout.weight),
            wanted=short(wanted),
            available=rollout.available,
            desired=rollout.desired,
        )
    return t("{name}: {phase}, {available} of {desired} pods are available.", name=name, phase=rollout.phase,
             available=rollout.available, desired=rollout.desired)  # fmt: skip
