"""Kayenta's summary score: groups of metrics, weighted, between 0 and 100."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from console.domain.judge.kayenta.classify import CONFIDENCE, TOLERANCE, classify
from console.domain.judge.kayenta.kayenta_metric import Classification, KayentaMetric, Label

_NO_DATA_LIMIT = 50.0


class ScoreWord(StrEnum):
    """What a score comes to."""

    PASS = "Pass"  # noqa: S105 - a verdict
    MARGINAL = "Marginal"
    FAIL = "Fail"


@dataclass(frozen=True, slots=True)
class KayentaConfig:
    """Options of a whole configuration; weights are percent, groups without one share the rest."""

    pass_score: float = 95.0
    marginal_score: float = 75.0
    group_weights: Mapping[str, float] | None = None
    tolerance: float = TOLERANCE
    confidence: float = CONFIDENCE


@dataclass(frozen=True, slots=True)
class KayentaVerdict:
    """The score (0 to 100), its word, and the class of each metric."""

    word: ScoreWord
    score: float
    metrics: tuple[Classification, ...]


def kayenta_verdict(metrics: tuple[KayentaMetric, ...], config: KayentaConfig | None = None) -> KayentaVerdict:
    """Judge metrics as Kayenta's NetflixACAJudge does; muted ones are left out."""
    config = config or KayentaConfig()
    classes = tuple(classify(one, config.tolerance, config.confidence) for one in metrics if not one.muted)
    score = summary_score(classes, config.group_weights or {})
    word = ScoreWord.MARGINAL if score >= config.marginal_score else ScoreWord.FAIL
    return KayentaVerdict(ScoreWord.PASS if score >= config.pass_score else word, score, classes)


def summary_score(classes: tuple[Classification, ...], weights: Mapping[str, float]) -> float:
    """Return the weighted score; 0 after a critical failure or without values for half of the metrics."""
    if any(one.critical and one.label is not Label.PASS for one in classes):
        return 0.0
    missing = sum(one.label is Label.NODATA for one in classes)
    if not classes or missing / len(classes) * 100 >= _NO_DATA_LIMIT:
        return 0.0
    groups: dict[str, list[Label]] = {}
    for one in classes:
        for group in one.groups or (one.name,):
            groups.setdefault(group, []).append(one.label)
    unweighted = [group for group in groups if group not in weights]
    rest = (100.0 - sum(weights.values())) / len(unweighted) if unweighted else 0.0
    return sum(_group_score(labels) * weights.get(group, rest) / 100 for group, labels in groups.items())


def _group_score(labels: list[Label]) -> float:
    counted = [label for label in labels if label is not Label.NODATA]
    return 100.0 * counted.count(Label.PASS) / len(counted) if counted else 100.0
