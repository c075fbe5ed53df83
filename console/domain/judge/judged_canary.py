"""The judgement of what was read of a canary, with Kayenta's beside it."""

from dataclasses import dataclass

from console.domain.judge.canary_counts import CanaryCounts
from console.domain.judge.judge_rule import JudgeRule
from console.domain.judge.judgement import Judgement, judge
from console.domain.judge.kayenta.from_counts import kayenta_metrics, points
from console.domain.judge.kayenta.score import KayentaVerdict, kayenta_verdict


@dataclass(frozen=True, slots=True)
class JudgedCanary:
    """``points`` is how many points Kayenta had for each metric."""

    counts: CanaryCounts
    judgement: Judgement
    kayenta: KayentaVerdict
    points: int


def judge_canary(counts: CanaryCounts, rule: JudgeRule | None = None) -> JudgedCanary:
    """Judge a canary by its counts; takes some milliseconds, the first time a second."""
    return JudgedCanary(
        counts, judge(counts.metrics, rule), kayenta_verdict(kayenta_metrics(counts.metrics)), points(counts.metrics)
    )
