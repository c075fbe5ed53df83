"""Level, growth and short memory of the daily peaks as a state-space model (statsmodels UnobservedComponents)."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.level_path import trusted_slope
from console.domain.forecast.provider import Past, Paths

if TYPE_CHECKING:
    from numpy.typing import NDArray

_LEAST_D = 28
_LONGEST_D = 182
_ROUNDS = 30


class Components:
    """The logarithm of daily peaks, the usual week taken out, with an autoregressive rest; times the usual day."""

    key = "components"
    blend = 1
    origins = 3
    growing: tuple[str, ...] = ("components-growth",)
    lead = 0.1

    def paths(self, past: Past, days: int) -> Paths:
        """Return a level that stays and one that grows on; nothing below four weeks, or when the model has no fit."""
        found: dict[str, NDArray[np.float64]] = {}
        if len(past.grid.values) >= _LEAST_D:
            peaks = daily_peaks(past)[-_LONGEST_D:]
            path = _fitted(peaks, days)
            if path is not None:
                growth = trusted_slope(past.profile.levels[-_LONGEST_D:]) * np.arange(1.0, days + 1.0)
                found = {"components-level": path, "components-growth": path + growth}
        return Paths(found, past.profile.shape)


def daily_peaks(past: Past) -> NDArray[np.float64]:
    """Return the daily peaks in terms of the level: what is left when the highest hour of the usual day is taken."""
    shape, grid = past.profile.shape, past.grid
    expected = np.where(np.isfinite(grid.values), shape[grid.weekdays], -np.inf).max(axis=1)
    highest = np.where(np.isfinite(grid.values), grid.values, -np.inf).max(axis=1)
    known = np.isfinite(highest)
    peaks = np.where(known, highest - np.where(known, expected, 0.0), np.nan)
    return np.asarray(peaks + np.nanmedian(past.profile.levels - peaks))


def _fitted(peaks: NDArray[np.float64], days: int) -> NDArray[np.float64] | None:
    from statsmodels.tsa.statespace.structural import UnobservedComponents  # noqa: PLC0415 - heavy

    centre, spread = float(np.nanmedian(peaks)), float(np.nanstd(peaks))
    if spread <= 0:
        return np.full(days, centre)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # it says in words that it has not converged; what it gives is tried anyway
        try:
            model = UnobservedComponents((peaks - centre) / spread, level="local level", autoregressive=1)
            fit = model.fit(disp=0, maxiter=_ROUNDS, cov_type="none")
            path = np.asarray(fit.forecast(days), dtype=np.float64)
        except (ValueError, np.linalg.LinAlgError, IndexError):
            return None
    return centre + spread * path if np.isfinite(path).all() else None
