"""The back-test tries every provider from points of the past, and chooses by what came. (proves L4.1)"""

import numpy as np
import pytest

from console.domain.forecast.choice import best_choice, choices
from console.domain.forecast.day_grid import DayGrid, day_grid
from console.domain.forecast.level_path import level_paths, smoothed, trusted_slope
from console.domain.forecast.make_outlook import PROVIDERS, make_outlook
from console.domain.forecast.provider import Past, Paths
from console.domain.forecast.providers.components import Components
from console.domain.forecast.providers.robust_profile import RobustProfile
from console.domain.forecast.providers.weekly_naive import WeeklyNaive
from console.domain.forecast.rolling_origin import origins, rolling_origin
from console.domain.forecast.week_profile import week_profile
from tests.fakes.demand import demand, series


def _grid(weeks: float, **how: float) -> DayGrid:
    return day_grid(series(np.log(demand(weeks, **how))))  # type: ignore[arg-type]


def _past(grid: DayGrid) -> Past:
    return Past(grid, week_profile(grid))


def test_origins_leave_half_of_the_past_to_learn_from_and_are_few() -> None:
    assert origins(20) == ()
    assert origins(41) == (34, 27, 20)
    assert origins(90)[0] == 83
    assert min(origins(90)) >= 28
    assert len(origins(400)) == 12
    assert min(origins(400)) < 50


def test_a_trial_knows_nothing_of_what_came_after_its_origin() -> None:
    grid = _grid(10)
    later = DayGrid(grid.first_day, np.where(np.arange(70)[:, None] >= 63, 99.0, grid.values))
    mine, theirs = (rolling_origin(one, (RobustProfile(),), 14)[0] for one in (grid, later))
    assert mine.origin == theirs.origin == 63
    assert (mine.course("profile", ["week"]) == theirs.course("profile", ["week"])).all()
    assert (theirs.actual == 99.0).all()


class _Fixed:
    """A provider that says one level."""

    blend, origins, lead = 1, 12, 0.1
    growing: tuple[str, ...] = ()

    def __init__(self, key: str, level: float) -> None:
        self.key, self._level = key, level

    def paths(self, past: Past, days: int) -> Paths:
        return Paths({self.key: np.full(days, self._level)}, past.profile.shape)


@pytest.mark.parametrize(
    ("first", "second", "chosen"), [(4.0, 4.23, "second"), (4.21, 4.2, "first"), (4.2, 9.0, "first")]
)
def test_a_later_provider_must_be_clearly_better(first: float, second: float, chosen: str) -> None:
    grid = _grid(10)
    level = float(np.mean(week_profile(grid).levels))
    providers = (_Fixed("first", level + first - 4.22), _Fixed("second", level + second - 4.22))
    trials = rolling_origin(grid, providers, 14)
    ahead = {one.key: one.paths(_past(grid), 14) for one in providers}
    assert best_choice(providers, choices(providers, ahead, trials), trials).provider == chosen


def test_last_week_is_repeated_hour_by_hour() -> None:
    grid = _grid(4)
    paths = WeeklyNaive().paths(_past(grid), 10)
    assert paths.shape == pytest.approx(grid.values[-7:])


def test_levels_go_on_as_their_names_say() -> None:
    levels = np.linspace(0.0, 1.0, 57)
    paths = level_paths(levels, 30)
    assert paths["week"] == pytest.approx(np.full(30, levels[-7:].mean()))
    assert paths["trend-holds"][-1] - paths["trend-holds"][0] == pytest.approx(29 / 56, rel=0.01)
    assert paths["trend"][-1] < paths["trend-holds"][-1]
    assert "year" not in paths
    season = np.sin(2 * np.pi * np.arange(400) / 364)
    assert level_paths(season, 60)["year"] == pytest.approx(np.sin(2 * np.pi * np.arange(400, 460) / 364), abs=0.02)
    assert smoothed(np.array([1.0, 1.0, 1.0]), 0.3) == pytest.approx(1.0)
    noise = np.random.default_rng(5).normal(size=60)
    assert abs(trusted_slope(noise)) < 0.005


def test_the_state_space_model_follows_the_daily_peaks() -> None:
    grid = _grid(8, noise=0.03, growth=1.0)
    paths = Components().paths(_past(grid), 14)
    expected = week_profile(_grid(10, noise=0.0, growth=1.0)).levels[-14:]
    assert paths.levels["components-level"] == pytest.approx(np.full(14, expected[0]), abs=0.05)
    assert paths.levels["components-growth"][-1] == pytest.approx(expected[-1], abs=0.06)
    assert Components().paths(_past(_grid(3)), 14).levels == {}
    constant = DayGrid(0, np.ones((40, 24)))
    assert Components().paths(_past(constant), 5).levels["components-level"] == pytest.approx(np.ones(5))


def test_every_provider_is_scored_beside_the_chosen_one() -> None:
    backtest = make_outlook("prom", series(demand(9)), 14).backtest
    assert {one.provider for one in backtest.scores} == {one.key for one in PROVIDERS}
    assert backtest.provider == "profile"
    assert backtest.reach_d == 14
    assert backtest.coverage == pytest.approx(0.8, abs=0.12)
    assert backtest.peak_buffer is not None
    assert backtest.peak_buffer < 0.3
    assert backtest.gain is not None
    assert backtest.gain > 0
