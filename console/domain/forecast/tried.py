"""What the trials of the chosen paths say in numbers that people read."""

from __future__ import annotations

from math import isfinite
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.backtest import Backtest, ProviderScore
from console.domain.forecast.fan import LEVELS
from console.domain.forecast.spread import calibrated, normalised, peak_misses

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from console.domain.forecast.choice import Choice
    from console.domain.forecast.rolling_origin import Trial
    from console.domain.forecast.spread import Spread
    from console.domain.forecast.value_scale import ValueScale

NAIVE = "naive"
_LOW, _HIGH, _MIDDLE = LEVELS.index(0.10), LEVELS.index(0.90), LEVELS.index(0.50)
_KEPT = 120


def tried(
    trials: Sequence[Trial], choices: Sequence[Choice], chosen: Choice, band: Spread, scale: ValueScale
) -> Backtest:
    """Return the back-test of the chosen provider beside the scores of all over the same origins."""
    mine = [one for one in trials if chosen.provider in one.said]
    if not mine:
        return Backtest(chosen.provider)
    scores = [ProviderScore(one.provider, _smape(trials, one, scale)) for one in choices]
    scores = [one for one in scores if isfinite(one.smape)]
    misses = _peak_excess(mine, chosen, band, scale)
    return Backtest(
        chosen.provider,
        len(mine),
        max(len(one.actual) for one in mine),
        next((one.smape for one in scores if one.provider == chosen.provider), None),
        next((one.smape for one in scores if one.provider == NAIVE), None),
        _coverage(mine, chosen, band),
        float(np.mean(np.abs(misses))) if len(misses) else None,
        max(0.0, float(np.quantile(misses, 0.95))) if len(misses) else None,
        tuple(float(f"{one:.4g}") for one in np.sort(misses)[-_KEPT:]),
        tuple(scores),
    )


def _smape(trials: Sequence[Trial], choice: Choice, scale: ValueScale) -> float:
    """Return the symmetric error in percent over all steps; two zeros are no error."""
    errors = []
    for one in trials:
        if choice.provider not in one.said:
            continue
        actual, said = (scale.from_scale(some) for some in (one.actual, one.course(choice.provider, choice.expected)))
        whole = np.abs(actual) + np.abs(said)
        off = np.divide(2.0 * np.abs(actual - said), whole, out=np.zeros_like(whole), where=whole > 0)
        errors.append(off[np.isfinite(actual)])
    pooled = np.concatenate(errors) if errors else np.empty(0)
    return 100.0 * float(pooled.mean()) if len(pooled) else float("nan")


def _coverage(trials: Sequence[Trial], chosen: Choice, band: Spread) -> float | None:
    """Return the share inside the 80 % band of each trial, calibrated by the others; ``None`` for a single one."""
    rests = [_normal(one, chosen, band) for one in trials]
    if len(rests) < 2:
        return None
    inside, count = 0, 0
    for place, rest in enumerate(rests):
        limits = calibrated(rests[:place] + rests[place + 1 :], middle=0.0)
        inside += int(((rest >= limits[_LOW]) & (rest <= limits[_HIGH])).sum())
        count += len(rest)
    return inside / count if count else None


def _normal(trial: Trial, chosen: Choice, band: Spread) -> NDArray[np.float64]:
    rest = trial.actual - trial.course(chosen.provider, chosen.expected)
    return normalised(rest, band.of_hours(len(rest)))


def _peak_excess(trials: Sequence[Trial], chosen: Choice, band: Spread, scale: ValueScale) -> NDArray[np.float64]:
    """Return actual / forecast - 1 of the peaks of all days, where a peak above zero was forecast."""
    found = []
    for one in trials:
        missed = peak_misses(one, chosen.provider, chosen.expected)
        middle = band.peaks[_MIDDLE] * band.of_peaks(len(missed))
        top = one.course(chosen.provider, chosen.expected).max(axis=1)
        said, actual = scale.from_scale(top + middle), scale.from_scale(top + missed)
        some = np.isfinite(missed) & (said > 0)
        found.append(actual[some] / said[some] - 1.0)
    return np.concatenate(found)
