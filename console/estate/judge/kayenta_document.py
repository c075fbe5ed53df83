"""A configuration of Kayenta with its values, as documents say it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from console.domain.judge.kayenta.kayenta_metric import KayentaMetric
from console.domain.judge.kayenta.score import KayentaConfig
from console.estate.judge.metric_document import MOST_POINTS, Name
from console.estate.schema.base import EstateModel

Values = Annotated[tuple[float | None, ...], Field(max_length=MOST_POINTS)]


class KayentaMetricDocument(EstateModel):
    """One metric as Kayenta's judge takes it, with the names of its configuration."""

    name: Name
    control: Values
    experiment: Values
    direction: Literal["increase", "decrease", "either"] = "either"
    nan_strategy: Literal["remove", "replace"] = "remove"
    critical: bool = False
    must_have_data: bool = False
    outliers: Literal["keep", "remove"] = "keep"
    outlier_factor: Annotated[float, Field(gt=0)] = 3.0
    effect_size: Literal["meanRatio", "cles"] = "meanRatio"
    effect_thresholds: tuple[float, float] = (1.0, 1.0)
    critical_thresholds: tuple[float, float] = (1.0, 1.0)
    groups: tuple[Name, ...] = ()
    muted: bool = False
    classifier: Literal["mann-whitney", "mean-inequality"] = "mann-whitney"

    def metric(self) -> KayentaMetric:
        """Return it as the rules take it; what is absent is not a number."""
        fields = self.model_dump()
        for arm in ("control", "experiment"):
            fields[arm] = tuple(float("nan") if one is None else one for one in fields[arm])
        return KayentaMetric(**fields)


class KayentaDocument(EstateModel):
    """A whole configuration of Kayenta; without metrics the shares of bad events per slice are judged."""

    pass_score: Annotated[float, Field(ge=0, le=100)] = 95.0
    marginal_score: Annotated[float, Field(ge=0, le=100)] = 75.0
    group_weights: dict[str, Annotated[float, Field(ge=0, le=100)]] = Field(default_factory=dict)
    tolerance: Annotated[float, Field(ge=0)] = 0.25
    confidence: Annotated[float, Field(gt=0, lt=1)] = 0.98
    metrics: Annotated[tuple[KayentaMetricDocument, ...], Field(max_length=1000)] = ()

    def config(self) -> KayentaConfig:
        """Return the options of the whole."""
        return KayentaConfig(**self.model_dump(exclude={"metrics"}))
