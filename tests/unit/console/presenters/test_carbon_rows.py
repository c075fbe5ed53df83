"""Carbon rows: origin and age are always told, and what nobody knows is no zero (proves L6.3)."""

from console.domain.carbon.carbon_intensity import SIMULATED, CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.event import ObjectsListed
from console.domain.resource import ResourceRef
from console.estate.schema.estate import Estate
from console.kernel.i18n import set_language
from console.presenters.carbon_rows import CarbonRow, attribution_text, carbon_rows, kind_word
from console.store.slices.estate import EstateOpened
from console.store.store import Store

NOW_S, HOUR_S = 1_795_395_600.0, 3_600.0


def rows_of(*figures: CarbonIntensity, **estate: object) -> dict[str, CarbonRow]:
    zones = {"tokyo": "JP", "osaka": "JP", "frankfurt": "DE", "mars": "XX"}
    model = Estate.model_validate(
        {
            "name": "shop",
            "clusters": [{"key": "main"}],
            "cells": [{"key": key, "kind": "regional", "cluster": "main", "zone": zone} for key, zone in zones.items()],
            "carbon": [{"key": "grid", "provider": "electricity-maps"}],
            **estate,
        }
    )
    store = Store()
    store.dispatch(EstateOpened(model, {}, {}, {}))
    store.dispatch(ObjectsListed("grid", "carbon", figures, NOW_S))
    store.drain(1.0)
    return {row.zone: row for row in carbon_rows(store.state, NOW_S)}


def figure(zone: str, grams: float, kind: IntensityKind, hours: float = 0.0) -> CarbonIntensity:
    from_s = NOW_S + hours * HOUR_S
    return CarbonIntensity(
        ResourceRef("grid", "CarbonIntensity", zone, str(from_s)), zone, grams, kind, IntensitySignal.AVERAGE,
        from_s, from_s + HOUR_S, "Maps", NOW_S - 300, "Maps Inc.",
    )  # fmt: skip


def test_each_zone_tells_its_cells_figure_origin_age_and_best_hour() -> None:
    rows = rows_of(
        figure("JP", 480, IntensityKind.ESTIMATED),
        figure("JP", 350, IntensityKind.FORECAST, 4),
        figure("JP", 410, IntensityKind.FORECAST, 8),
        figure("SE", 20, IntensityKind.MEASURED),
    )
    japan = rows["JP"]
    assert (japan.cells, japan.grams, japan.origin, japan.age) == (("tokyo", "osaka"), 480, "estimated", "5 min ago")
    assert (japan.lowest_grams, japan.is_dirty, japan.threshold) == (350, True, 200)
    assert japan.attribution == "Maps Inc."
    assert rows["SE"].is_dirty is False
    assert rows["SE"].cells == ()
    assert list(rows) == ["DE", "JP", "XX", "SE"]  # zones with cells first


def test_without_a_provider_a_zone_has_its_yearly_average_told_as_such() -> None:
    germany = rows_of()["DE"]
    assert germany.grams is not None
    assert (germany.kind, germany.origin, germany.age) == ("yearly-average", "yearly average", "of 2024")
    assert germany.attribution == "Ember, Yearly Electricity Data, CC BY 4.0"
    assert germany.lowest_grams is None


def test_an_old_figure_does_not_pass_for_a_present_one() -> None:
    assert rows_of(figure("JP", 480, IntensityKind.MEASURED, -2))["JP"].kind == "yearly-average"


def test_what_nobody_knows_is_unknown() -> None:
    mars = rows_of()["XX"]
    assert (mars.grams, mars.is_dirty, mars.origin, mars.age, mars.provider) == (None, None, "–", "–", "")


def test_the_estate_may_state_another_threshold() -> None:
    rows = rows_of(figure("JP", 480, IntensityKind.MEASURED), thresholds={"carbon_intensity": {"warning": 500}})
    assert (rows["JP"].threshold, rows["JP"].is_dirty) == (500, False)


def test_every_kind_has_a_word_and_marginal_figures_are_marked() -> None:
    words = {kind_word(kind, IntensitySignal.AVERAGE) for kind in IntensityKind}
    assert len(words) == len(IntensityKind)
    assert kind_word(IntensityKind.ESTIMATED, IntensitySignal.MARGINAL) == "estimated, marginal"


def test_a_cell_without_a_zone_is_fed_by_the_grid_of_its_regions_country() -> None:
    cells = [
        {"key": "a", "kind": "regional", "cluster": "main", "region": "eu-west-3"},
        {"key": "b", "kind": "regional", "cluster": "main", "region": "Japan East"},
        {"key": "c", "kind": "regional", "cluster": "main", "region": "eu-west-3", "zone": "DE"},
        {"key": "d", "kind": "regional", "cluster": "main", "region": "rack 7"},
    ]
    assert {row.zone: row.cells for row in rows_of(cells=cells).values()} == {"FR": ("a",), "JP": ("b",), "DE": ("c",)}


def test_the_labs_figures_are_attributed_in_the_language_and_providers_by_their_names() -> None:
    """proves C1, L6.3; what programs read keeps the English word."""
    assert attribution_text(SIMULATED) == SIMULATED
    set_language("ja")
    try:
        assert attribution_text(SIMULATED) == "ラボによる模擬データ"
        assert attribution_text("Maps Inc.") == "Maps Inc."
    finally:
        set_language("en")
