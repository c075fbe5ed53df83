"""On public series that nothing was fitted to, forecasts beat repeating the last week. (proves L4.1)

The bars are those of the quality bar; ``make bench`` prints the table of all series.
"""

from pathlib import Path
from statistics import fmean

import pytest

from console.domain.forecast.providers.robust_profile import RobustProfile
from console.domain.forecast.providers.weekly_naive import WeeklyNaive
from tests.fakes.held_out import Score, held_out, score


@pytest.fixture(scope="module")
def scores(shared_dir: Path) -> tuple[Score, ...]:
    folder = shared_dir / "series"
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    return tuple(score(one, (RobustProfile(), WeeklyNaive())) for one in held_out(folder))


@pytest.mark.parametrize(("groups", "gain"), [({"quarter", "sim"}, 0.08), ({"nab14d"}, 0.15)])
def test_the_error_is_below_that_of_last_week_repeated(
    scores: tuple[Score, ...], groups: set[str], gain: float
) -> None:
    mine = [one for one in scores if one.group in groups]
    assert mine
    assert fmean(one.smape for one in mine) <= (1 - gain) * fmean(one.naive for one in mine), scores


def test_the_band_of_eighty_percent_holds_about_eighty_percent(scores: tuple[Score, ...]) -> None:
    assert 0.72 <= fmean(one.inside for one in scores) <= 0.90, scores
