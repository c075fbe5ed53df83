"""How well a way of forecasting would have foretold the past."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProviderScore:
    """The mean error of one provider over the same origins: symmetric, in percent (sMAPE)."""

    provider: str
    smape: float


@dataclass(frozen=True, slots=True)
class Backtest:
    """Forecasts from ``origins`` points of the past, at most ``reach_d`` days ahead, against what came.

    ``smape`` and ``naive_smape`` (last week repeated) are in percent. ``coverage`` is the share of steps inside the
    80 % band when the band is calibrated by the other origins. Peaks are those of days: ``peak_error`` the mean
    distance from what was forecast, ``peak_misses`` the excesses (actual / forecast - 1), ``peak_buffer`` their 95th
    percentile, never below zero. With no origins nothing could be tried, and all numbers are ``None``.
    """

    provider: str
    origins: int = 0
    reach_d: int = 0
    smape: float | None = None
    naive_smape: float | None = None
    coverage: float | None = None
    peak_error: float | None = None
    peak_buffer: float | None = None
    peak_misses: tuple[float, ...] = ()
    scores: tuple[ProviderScore, ...] = ()

    @property
    def gain(self) -> float | None:
        """Return by which share the error is below that of last week repeated; negative when it is above."""
        if self.smape is None or not self.naive_smape:
            return None
        return 1.0 - self.smape / self.naive_smape
