"""What a grid emits over a span: weighted by time, from one provider, and not known where nobody tells it."""

import pytest

from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.carbon.grid_outlook import GridOutlook
from console.domain.carbon.yearly_average import YearlyAverage
from console.domain.carbon.zone_carbon import zone_carbon
from console.domain.resource import ResourceRef

HOUR = 3600.0
NOW_S = 1_000 * HOUR


def figure(
    hour: float, grams: float, kind: IntensityKind = IntensityKind.FORECAST, length: float = 1
) -> CarbonIntensity:
    from_s = NOW_S + hour * HOUR
    return CarbonIntensity(
        ResourceRef("grid", "CarbonIntensity", "JP", f"{kind}{hour}"), "JP", grams, kind, IntensitySignal.AVERAGE,
        from_s, from_s + length * HOUR, "Maps", None, "",
    )  # fmt: skip


def outlook(*figures: CarbonIntensity) -> GridOutlook:
    return GridOutlook(zone_carbon("JP", figures, NOW_S), YearlyAverage("JP", 480, 2024, "Ember", "CC BY 4.0"))


def test_a_span_over_several_figures_is_weighted_by_time() -> None:
    grid = outlook(figure(0, 400, IntensityKind.MEASURED), figure(1, 100), figure(2, 200))
    assert grid.mean_g(NOW_S + 0.5 * HOUR, NOW_S + 2.5 * HOUR) == pytest.approx((0.5 * 400 + 100 + 0.5 * 200) / 2)
    assert grid.mean_g(NOW_S + HOUR, NOW_S + 2 * HOUR) == 100


def test_what_lies_beyond_the_forecast_or_in_a_gap_is_not_known() -> None:
    grid = outlook(figure(0, 400, IntensityKind.MEASURED), figure(1, 100), figure(3, 200))
    assert grid.mean_g(NOW_S + 1.5 * HOUR, NOW_S + 3.5 * HOUR) is None
    assert grid.mean_g(NOW_S + 3 * HOUR, NOW_S + 5 * HOUR) is None
    assert grid.mean_g(NOW_S - HOUR, NOW_S + HOUR) is None


def test_of_two_figures_for_one_moment_the_surer_one_counts() -> None:
    grid = outlook(figure(0, 400, IntensityKind.MEASURED), figure(0, 50), figure(1, 100))
    assert grid.mean_g(NOW_S, NOW_S + HOUR) == 400


def test_a_zone_without_a_course_has_its_present_figure_for_all_times_else_the_yearly_average() -> None:
    fixed = outlook(figure(0, 90, IntensityKind.FIXED))
    assert not fixed.has_course
    assert fixed.mean_g(NOW_S + 50 * HOUR, NOW_S + 51 * HOUR) == 90
    assert outlook().mean_g(NOW_S, NOW_S + HOUR) == 480


def test_hours_that_were_told_keep_their_figures_when_nothing_is_told_of_now() -> None:
    grid = outlook(figure(-3, 100, IntensityKind.MEASURED), figure(-2, 200, IntensityKind.MEASURED))
    assert grid.mean_g(NOW_S - 3 * HOUR, NOW_S - HOUR) == 150
    assert (grid.mean_g(NOW_S - HOUR, NOW_S), grid.usual_g, grid.is_assumed) == (None, 480, False)


def test_one_figure_for_all_times_is_assumed_unless_it_is_fixed() -> None:
    assert outlook().is_assumed
    assert outlook(figure(0, 90, IntensityKind.MEASURED)).is_assumed
    assert not outlook(figure(0, 90, IntensityKind.FIXED)).is_assumed
