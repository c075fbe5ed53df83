"""Which of several figures speaks for a zone, and when its electricity will be greenest (proves L6.3)."""

import json
from pathlib import Path

import pytest

from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.carbon.yearly_average import average_of
from console.domain.carbon.zone_carbon import zone_carbon
from console.domain.resource import ResourceRef
from console.estate.yearly_averages import yearly_averages

NOW_S, HOUR_S = 1_795_395_600.0, 3_600.0
MEASURED, ESTIMATED, FORECAST, FIXED = (
    IntensityKind.MEASURED, IntensityKind.ESTIMATED, IntensityKind.FORECAST, IntensityKind.FIXED,
)  # fmt: skip


def figure(
    grams: float,
    kind: IntensityKind,
    hours: float = 0.0,
    *,
    zone: str = "JP",
    provider: str = "A",
    signal: IntensitySignal = IntensitySignal.AVERAGE,
    issued_at_s: float | None = None,
) -> CarbonIntensity:
    from_s = NOW_S + hours * HOUR_S
    ref = ResourceRef("c", "CarbonIntensity", zone, f"{provider} {hours} {kind}")
    return CarbonIntensity(ref, zone, grams, kind, signal, from_s, from_s + HOUR_S, provider, issued_at_s, "x")


def test_what_is_surer_speaks_for_now() -> None:
    figures = [figure(1, FIXED), figure(2, FORECAST), figure(3, ESTIMATED), figure(4, MEASURED)]
    for count, expected in ((4, 4), (3, 3), (2, 2), (1, 1)):
        now = zone_carbon("JP", figures[:count], NOW_S).now
        assert now is not None
        assert now.g_per_kwh == expected


def test_an_average_goes_before_a_marginal_figure_however_it_came_about() -> None:
    marginal = figure(900, MEASURED, provider="B", signal=IntensitySignal.MARGINAL)
    known = zone_carbon("JP", [marginal, figure(450, FORECAST)], NOW_S)
    assert known.now is not None
    assert known.now.g_per_kwh == 450
    alone = zone_carbon("JP", [marginal], NOW_S).now
    assert alone is marginal


def test_of_equals_the_newer_one_counts() -> None:
    old, new = figure(1, FORECAST, issued_at_s=NOW_S - 900), figure(2, FORECAST, provider="B", issued_at_s=NOW_S)
    assert zone_carbon("JP", [new, old], NOW_S).now is new


def test_the_lowest_hour_is_ahead_within_a_day_and_of_the_same_provider() -> None:
    figures = [
        figure(400, MEASURED),
        figure(50, FORECAST, -2),
        figure(300, FORECAST, 3),
        figure(310, FORECAST, 20),
        figure(90, FORECAST, 25),
        figure(10, FORECAST, 5, provider="B"),
        figure(5, MEASURED, 6),
    ]
    known = zone_carbon("JP", figures, NOW_S)
    assert known.lowest is not None
    assert (known.lowest.g_per_kwh, known.lowest.from_s) == (300, NOW_S + 3 * HOUR_S)
    assert [one.from_s for one in known.course] == sorted(one.from_s for one in known.course)
    assert {one.provider for one in known.course} == {"A"}


def test_without_a_figure_for_now_nothing_is_claimed() -> None:
    known = zone_carbon("JP", [figure(100, MEASURED, zone="DE")], NOW_S)
    assert (known.now, known.lowest, known.course) == (None, None, ())


def test_what_was_measured_stays_known_when_the_newest_figure_has_ended() -> None:
    ended = figure(100, MEASURED, -3), figure(120, MEASURED, -2)
    known = zone_carbon("JP", [*ended, figure(7, FORECAST, -3, provider="B"), figure(7, FORECAST, 2)], NOW_S)
    assert known.now is None
    assert known.course[:2] == ended
    assert {one.provider for one in known.course} == {"A"}
    assert known.lowest is known.course[-1]


@pytest.mark.parametrize(
    ("zone", "place"),
    [("JP", "JP"), ("JP-TK", "JP"), ("US-CAL-CISO", "US"), ("uk", "GB"), ("de", "DE"), ("EL", "GR"), ("XX", None),
     ("", None)],
)  # fmt: skip
def test_a_zone_has_its_countrys_yearly_average_or_none(zone: str, place: str | None) -> None:
    average = average_of(zone, yearly_averages())
    assert (average.place if average else None) == place


def test_every_yearly_average_has_its_year_source_and_licence() -> None:
    averages = yearly_averages()
    assert len(averages) > 100
    for place, one in averages.items():
        assert len(place) == 2
        assert 5 < one.g_per_kwh < 1_500
        assert 2022 <= one.year <= 2026
        assert (one.source, one.licence) == ("Ember, Yearly Electricity Data", "CC BY 4.0")


def test_yearly_averages_agree_roughly_with_other_published_ones(shared_dir: Path) -> None:
    """Cloud Carbon Footprint's factors are of other years and sources, so only gross errors would show."""
    grid = json.loads((shared_dir / "oracles" / "carbon" / "coefficients.json").read_text())["grid_t_per_kwh"]["aws"]
    places = {"ap-northeast-1": "JP", "eu-central-1": "DE", "eu-west-2": "GB", "ap-south-1": "IN", "af-south-1": "ZA",
              "eu-west-3": "FR", "ap-northeast-2": "KR", "ap-southeast-1": "SG", "ca-central-1": "CA"}  # fmt: skip
    for region, place in places.items():
        ours, theirs = yearly_averages()[place].g_per_kwh, grid[region][0] * 1e6
        assert 0.7 < ours / theirs < 1.4, (place, ours, theirs)
