"""Tables of carbon and cost: every column reads for people and for machines, the unknown is no zero."""

import json

import pytest

from console.domain.carbon.carbon_intensity import CarbonIntensity, IntensityKind, IntensitySignal
from console.domain.carbon.energy_use import EnergyUse, RunPrice
from console.domain.cost import Allocation, AssetCost, CloudCost
from console.domain.resource import ResourceRef
from console.presenters.inventory_table import inventory_kinds

NOW_S = 1_795_395_600.0
REF = ResourceRef("c", "X", "", "node-1")
ROWS = {
    "CarbonIntensity": CarbonIntensity(
        REF, "JP", 374.4, IntensityKind.MEASURED, IntensitySignal.AVERAGE, NOW_S, NOW_S + 1800, "UK", None, ""
    ),
    "Allocation": Allocation(REF, "", "", "__idle__", 1.5, 0.001, 0, 0, 0, 0, 1.501, "JPY", NOW_S, NOW_S, None, True),
    "AssetCost": AssetCost(REF, "Node", 2.0, 1.0, 3.0, "USD", NOW_S, NOW_S),
    "EnergyUse": EnergyUse(REF, "tokyo", "web", NOW_S, (3.6e6, None, 1.8e6), *(((None,) * 3,) * 4), (5.0, 1.0, None)),
    "RunPrice": RunPrice(REF, "tokyo", 0.04, 0.005),
    "CloudCost": CloudCost(REF, "AWS", "AmazonEC2", 12_345.678, 0.5, "EUR", NOW_S, NOW_S),
}
TOPICS = ("carbon", "energy", "cost-allocation", "cost-assets", "cloud-cost")


@pytest.mark.parametrize("kind", inventory_kinds(TOPICS), ids=lambda kind: str(kind.key))
def test_every_column_has_a_text_and_a_value_that_json_can_hold(kind: object) -> None:
    row = ROWS[kind.key]  # type: ignore[attr-defined]
    columns = kind.columns()  # type: ignore[attr-defined]
    assert all(column.title and column.text(row, NOW_S) for column in columns)
    json.dumps([column.value(row) for column in columns if column.value], allow_nan=False)
    assert kind.title()  # type: ignore[attr-defined]


def test_unknown_is_a_dash_and_money_has_its_currency() -> None:
    texts = {
        kind.key: {column.key: column.text(ROWS[kind.key], NOW_S) for column in kind.columns()}
        for kind in inventory_kinds(TOPICS)
    }
    assert (texts["CarbonIntensity"]["issued_at"], texts["CarbonIntensity"]["attribution"]) == ("–", "–")
    assert texts["CarbonIntensity"]["g_per_kwh"] == "374"
    assert (texts["Allocation"]["cell"], texts["Allocation"]["efficiency"]) == ("–", "–")
    assert (texts["EnergyUse"]["kwh"], texts["EnergyUse"]["requests"]) == ("1.50 kWh", "6.00")
    assert texts["EnergyUse"]["core_hours"] == "–"
    assert texts["RunPrice"]["usd_per_core_h"] == "0.0400"
    assert texts["Allocation"]["ram"] == "0.0010 JPY"
    assert texts["CloudCost"]["total"] == "12,345.68 EUR"
    assert texts["AssetCost"]["name"] == "node-1"
