"""What the judge says, in plain sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.domain.judge.compared_metric import MetricKind
from console.domain.judge.judgement import Doubt
from console.domain.judge.metric_verdict import Ground, Verdict
from console.kernel.i18n import t
from console.presenters.format import number, percent, significant

if TYPE_CHECKING:
    from console.domain.judge.judgement import Judgement
    from console.domain.judge.metric_verdict import MetricVerdict

_LEAST_CHANCE = 0.0001


def verdict_word(verdict: Verdict) -> str:
    """Return the name of a verdict."""
    return {
        Verdict.PASS: t("Pass"),
        Verdict.FAIL: t("Fail"),
        Verdict.NOT_ENOUGH: t("Not enough data"),
    }[verdict]


def judgement_sentence(judgement: Judgement) -> str:
    """Return the verdict over all metrics with its reason: that of the worst metric."""
    if not judgement.metrics:
        return t("There is nothing to judge: no metric was given.")
    worst = judgement.metrics[0]
    if judgement.verdict is Verdict.NOT_ENOUGH and judgement.needs is not None:
        count = number(float(judgement.needs))
        return t("Not enough data: needs about {count} more canary requests. {reason}",
                 count=count, reason=_facts(worst))  # fmt: skip
    return t("{verdict}: {reason}", verdict=verdict_word(judgement.verdict), reason=metric_sentence(worst))


def metric_sentence(found: MetricVerdict) -> str:
    """Return why the verdict of one metric is as it is."""
    if found.ground is Ground.NO_CANARY:
        return t("The canary has had no requests yet.")
    if found.ground is Ground.NO_BASELINE:
        return t("The baseline has had no requests to compare with.")
    return t("{facts} {conclusion}", facts=_facts(found), conclusion=_conclusion(found))


def _facts(found: MetricVerdict) -> str:
    total, metric = found.total, found.metric
    words = {
        "canary": percent(total.canary_rate),
        "count": number(total.canary_trials),
        "baseline": percent(total.baseline_rate),
        "others": number(total.baseline_trials),
    }
    if metric.kind is MetricKind.LATENCY and metric.over is not None:
        over = significant(metric.over)
        return t("{canary} of {count} canary requests took over {over} s, {baseline} of {others} of the baseline.",
                 over=over, **words)  # fmt: skip
    if metric.kind is MetricKind.ACCURACY:
        return t("{canary} of {count} canary answers were wrong, {baseline} of {others} of the baseline.", **words)
    return t("{canary} of {count} canary requests failed, {baseline} of {others} of the baseline.", **words)


def _conclusion(found: MetricVerdict) -> str:
    if found.ground is Ground.WORSE:
        return _worse(found)
    if found.ground is Ground.SLOWER and found.ranks is not None:
        share = percent(found.ranks.slower)
        return t("A canary request is the slower one of two in {share} of all pairs (ranks, at the end).", share=share)
    if found.ground is Ground.WITHIN:
        return t("The canary is not more than the allowed {ratio} × as bad.", ratio=significant(found.allowed_ratio))
    if found.ground is Ground.HARMLESS:
        return t("That few harm nobody.")
    if found.needs is None:
        return t("That tells too little, and how much is missing cannot be told yet.")
    return t("That tells too little: about {count} more canary requests are needed.", count=number(float(found.needs)))


def _worse(found: MetricVerdict) -> str:
    chance = chance_text(found.chance)
    ratio = found.total.ratio
    if ratio is None:
        return t("Equal arms look so different in {chance} of all cases.", chance=chance)
    return t("That is {ratio} × as often; equal arms look so different in {chance} of all cases.",
             ratio=significant(ratio), chance=chance)  # fmt: skip


def chance_text(chance: float) -> str:
    """Return a chance (0 to 1); very small ones without digits that pretend."""
    return t("less than 0.01 %") if chance < _LEAST_CHANCE else t("at most {share}", share=percent(chance))


def doubt_sentence(doubt: Doubt, share: float | None) -> str:
    """Return what makes the comparison doubtful."""
    if doubt is Doubt.SPLIT:
        return t("The canary did not get the {share} of the requests that it should have got: find out why first.",
                 share=percent(share))  # fmt: skip
    return t("The baseline is much larger than the canary: one of the same size and start would be fairer to Kayenta.")
