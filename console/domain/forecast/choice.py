"""Choosing by the back-test: which provider, and which of its paths for which scenario."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from console.domain.forecast.provider import Paths, Provider
    from console.domain.forecast.rolling_origin import Trial


_LEAST_TRIALS = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A provider and the names of its paths whose mean is the forecast of each scenario."""

    provider: str
    expected: tuple[str, ...]
    level: tuple[str, ...]
    growth: tuple[str, ...]


def choices(providers: Sequence[Provider], ahead: Mapping[str, Paths], trials: Sequence[Trial]) -> tuple[Choice, ...]:
    """Return what each provider that has paths ``ahead`` would be used with."""
    return tuple(_of_provider(one, ahead[one.key], trials) for one in providers if ahead[one.key].levels)


def best_choice(providers: Sequence[Provider], some: Sequence[Choice], trials: Sequence[Trial]) -> Choice:
    """Return the best of at least one choice, the first of which is the usual one.

    A later one is taken only when its error over the same origins is clearly smaller: few origins say little.
    """
    lead = {one.key: one.lead for one in providers}
    best = some[0]
    for one in some[1:]:
        common = [trial for trial in trials if {one.provider, best.provider} <= trial.said.keys()]
        if len(common) >= _LEAST_TRIALS and _error(common, one) < _error(common, best) * (1.0 - lead[one.provider]):
            best = one
    return best


def _of_provider(provider: Provider, paths: Paths, trials: Sequence[Trial]) -> Choice:
    tried = [one for one in trials if provider.key in one.said]
    errors = {name: mean_error(tried, provider.key, (name,)) for name in paths.levels}
    ranked = sorted(errors, key=errors.__getitem__)  # stable: without trials they stay in the provider's order
    steady = tuple(name for name in ranked if name not in provider.growing)[: provider.blend]
    growth = tuple(name for name in provider.growing if name in errors)[:1]
    # Growth that a few origins liked is believed in company only: alone it leads far astray in a quarter.
    expected = tuple(ranked[: provider.blend]) if provider.blend > 1 else steady
    return Choice(provider.key, expected, steady, growth or steady)


def _error(trials: Sequence[Trial], choice: Choice) -> float:
    return mean_error(trials, choice.provider, choice.expected)


def mean_error(trials: Sequence[Trial], provider: str, names: Sequence[str]) -> float:
    """Return the mean over origins of the mean distance on the additive scale; infinite without any."""
    distances = [np.abs(one.actual - one.course(provider, names)) for one in trials]
    errors = [float(np.nanmean(one)) for one in distances if np.isfinite(one).any()]
    return float(np.mean(errors)) if errors else float("inf")
