"""The remarks that belong to an outlook."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from console.domain.forecast.forecast_note import ForecastNote
from console.domain.forecast.level_shift import has_level_shift

if TYPE_CHECKING:
    from console.domain.forecast.outlook import Outlook
    from console.domain.forecast.repaired_past import RepairedPast

_WEEKS_D = 14
_GAPS, _ZEROS = 0.05, 0.01
_FAR = 1.5


def outlook_notes(past: RepairedPast, outlook: Outlook, wanted_d: int) -> tuple[ForecastNote, ...]:
    """Return what is to be said beside the numbers of an outlook of ``wanted_d`` days."""
    return tuple(note for note, holds in {**_of_past(past), **_of_outlook(outlook, wanted_d)}.items() if holds)


def _of_past(past: RepairedPast) -> dict[ForecastNote, bool]:
    values = past.series.values
    known = values[np.isfinite(values)]
    return {
        ForecastNote.GAPS: len(known) < (1.0 - _GAPS) * len(values),
        ForecastNote.OUTAGES: past.outages > 0,
        ForecastNote.LEVEL_SHIFT: past.profile is not None and has_level_shift(past.profile.levels),
        ForecastNote.ZEROS: float(np.mean(known == 0)) > _ZEROS,
        ForecastNote.NEGATIVE: past.scale.signed,
        ForecastNote.CONSTANT: float(np.ptp(known)) == 0,
    }


def _of_outlook(outlook: Outlook, wanted_d: int) -> dict[ForecastNote, bool]:
    gain = outlook.backtest.gain
    says = outlook.horizon_d > 0
    return {
        ForecastNote.TOO_SHORT: not says,
        ForecastNote.NO_WEEK: says and outlook.history_d < _WEEKS_D,
        ForecastNote.FURTHER_THAN_HISTORY: says and wanted_d > _FAR * outlook.history_d,
        ForecastNote.SHORT_REACH: says and outlook.backtest.reach_d < wanted_d,
        ForecastNote.NOT_BETTER: gain is not None and gain <= 0,
    }
