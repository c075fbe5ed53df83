"""Which zones a carbon source asks for when the estate file does not list them."""

from pathlib import Path
from typing import Any

import pytest

from connectors.carbon.connector import carbon_connector
from connectors.registry import BuildContext
from console.estate.schema.estate import Estate
from console.estate.schema.service_connection import CarbonSource
from console.kernel.clock import SystemClock
from console.kernel.errors import ConnectorError
from console.kernel.runtime import Runtime
from console.ports.carbon import CarbonReader
from tests.fakes.file_vault import FileVault


def source(runtime: Runtime, **options: Any) -> Any:
    cells = [
        {"key": "tokyo", "kind": "regional", "cluster": "main", "zone": "JP-TK"},
        {"key": "paris", "kind": "regional", "cluster": "main", "region": "eu-west-3"},
        {"key": "leeds", "kind": "regional", "cluster": "main", "zone": "GB"},
        {"key": "team", "kind": "functional", "cluster": "main"},
    ]
    estate = Estate.model_validate({"name": "shop", "clusters": [{"key": "main"}], "cells": cells})
    model = CarbonSource.model_validate({"key": "grid", **options})
    return carbon_connector(model, BuildContext(runtime, FileVault(), SystemClock(), Path(), estate))


def zones(connector: Any) -> tuple[str, ...]:
    reader: CarbonReader = connector.offers(CarbonReader)
    return reader.zones


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({"provider": "electricity-maps"}, ("JP-TK", "FR", "GB")),
        ({"provider": "uk"}, ("GB",)),
        ({"provider": "uk", "zones": {"GB-SCT": "scotland"}}, ("GB-SCT",)),
        ({"provider": "fixed", "fixed": {"IS": 28}}, ("IS",)),
    ],
)
def test_zones_are_the_listed_ones_else_those_of_the_cells(
    runtime: Runtime, options: dict[str, Any], expected: tuple[str, ...]
) -> None:
    assert zones(source(runtime, **options)) == expected


def test_a_source_without_zones_says_what_to_do(runtime: Runtime) -> None:
    with pytest.raises(ConnectorError, match="has no zones to ask for"):
        runtime.run(source(runtime, provider="fixed").check(), 5)


def test_own_figures_need_no_network(runtime: Runtime) -> None:
    connector = source(runtime, provider="fixed", fixed={"IS": 28})
    assert runtime.run(connector.check(), 5) == "estate file: IS at 28 gCO2/kWh (fixed)"
    runtime.run(connector.close(), 5)


def test_what_the_lab_makes_up_is_not_passed_off_as_a_providers(runtime: Runtime) -> None:
    fixed = {"provider": "fixed", "fixed": {"IS": 28}}
    for environment, name in (("lab", "estate file (lab)"), ("production", "estate file")):
        reader: CarbonReader = source(runtime, environment=environment, **fixed).offers(CarbonReader)
        row = runtime.run(reader.now("IS"), 5)
        assert row.provider == name
        assert ("simulated" in row.attribution) == (environment == "lab")
