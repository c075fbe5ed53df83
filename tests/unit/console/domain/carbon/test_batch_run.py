"""The best place and time for a run, within its deadline, and only where grids count the same. Proves L6.3."""

import pytest

from console.domain.carbon.batch_run import BatchPlace, BatchRun, batch_choice
from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.carbon.grid_outlook import GridOutlook
from console.domain.carbon.zone_carbon import zone_carbon
from console.domain.resource import ResourceRef

HOUR = 3600.0
NOW_S = 1_000 * HOUR
RUN = BatchRun("tokyo", NOW_S + 2 * HOUR, HOUR, 0.5, NOW_S + 6 * HOUR)


def place(cell: str, zone: str, *grams: float, signal: IntensitySignal = IntensitySignal.AVERAGE) -> BatchPlace:
    figures = [
        CarbonIntensity(
            ResourceRef("grid", "CarbonIntensity", zone, str(hour)), zone, value,
            IntensityKind.FORECAST if hour else IntensityKind.ESTIMATED, signal,
            NOW_S + hour * HOUR, NOW_S + (hour + 1) * HOUR, "Maps", None, "",
        )
        for hour, value in enumerate(grams)
    ]  # fmt: skip
    return BatchPlace(cell, GridOutlook(zone_carbon(zone, figures, NOW_S)))


TOKYO = place("tokyo", "JP", 500, 480, 460, 300, 350, 400, 10)
FRANKFURT = place("frankfurt", "DE", 300, 250, 240, 260, 200, 210, 5)


def test_time_and_place_are_chosen_apart_and_together_before_the_run_must_have_ended() -> None:
    choice = batch_choice(RUN, [TOKYO, FRANKFURT], NOW_S)
    assert choice.planned is not None
    assert (choice.planned.g_per_kwh, choice.planned.grams) == (460, 230)
    assert choice.later is not None
    assert (choice.later.starts_s, choice.later.grams) == (NOW_S + 3 * HOUR, 150)
    assert choice.elsewhere is not None
    assert (choice.elsewhere.cell, choice.elsewhere.starts_s, choice.elsewhere.grams) == (
        "frankfurt",
        RUN.starts_s,
        120,
    )
    assert choice.best is not None
    assert (choice.best.cell, choice.best.starts_s) == ("frankfurt", NOW_S + 4 * HOUR)
    assert choice.planned.grams - choice.best.grams == pytest.approx(130)


def test_a_run_may_come_earlier_than_planned_but_not_before_now() -> None:
    early = place("tokyo", "JP", 10, 100, 460, 300, 350)
    choice = batch_choice(RUN, [early], NOW_S + 60)
    assert choice.later is not None
    assert choice.later.starts_s == NOW_S + HOUR


def test_nothing_is_proposed_where_nothing_is_better_or_nothing_is_known() -> None:
    best = place("tokyo", "JP", 500, 480, 100, 300, 350, 400)
    choice = batch_choice(RUN, [best], NOW_S)
    assert (choice.later, choice.elsewhere, choice.best) == (None, None, None)
    unknown = batch_choice(RUN, [place("tokyo", "JP", 500, 480)], NOW_S)
    assert unknown.planned is None
    assert batch_choice(RUN, [FRANKFURT], NOW_S).planned is None


def test_marginal_and_average_figures_are_not_compared() -> None:
    marginal = place("frankfurt", "DE", 1, 1, 1, 1, 1, 1, signal=IntensitySignal.MARGINAL)
    assert batch_choice(RUN, [TOKYO, marginal], NOW_S).elsewhere is None


def test_a_cell_on_the_same_grid_is_no_other_place() -> None:
    assert batch_choice(RUN, [TOKYO, BatchPlace("osaka", TOKYO.grid)], NOW_S).elsewhere is None
