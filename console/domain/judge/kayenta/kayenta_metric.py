"""One metric with the options of a Kayenta canary configuration."""

from dataclasses import dataclass
from enum import StrEnum


class Label(StrEnum):
    """Kayenta's classes of a metric."""

    PASS = "Pass"  # noqa: S105 - a class
    HIGH = "High"
    LOW = "Low"
    NODATA = "Nodata"
    NODATA_FAIL = "NodataFailMetric"


@dataclass(frozen=True, slots=True)
class KayentaMetric:
    """Options as Kayenta names them; ``direction`` (increase, decrease, either) is what counts as worse.

    Thresholds are (allowed decrease, allowed increase) of the effect size; those of ``critical_thresholds`` are for
    metrics whose failure alone fails the canary.
    """

    name: str
    control: tuple[float, ...]
    experiment: tuple[float, ...]
    direction: str = "either"
    nan_strategy: str = "remove"
    critical: bool = False
    must_have_data: bool = False
    outliers: str = "keep"
    outlier_factor: float = 3.0
    effect_size: str = "meanRatio"
    effect_thresholds: tuple[float, float] = (1.0, 1.0)
    critical_thresholds: tuple[float, float] = (1.0, 1.0)
    groups: tuple[str, ...] = ()
    muted: bool = False
    classifier: str = "mann-whitney"


@dataclass(frozen=True, slots=True)
class Classification:
    """``deviation`` is the ratio of the means (not a number where there is none); ``critical``: it fails everything."""

    name: str
    label: Label
    critical: bool
    deviation: float
    groups: tuple[str, ...] = ()
