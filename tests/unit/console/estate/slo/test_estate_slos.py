"""Which metric server answers for which objective."""

import pytest

from console.domain.slo.indicator import RatioIndicator
from console.domain.slo.slo import Slo
from console.estate.schema.estate import Estate
from console.estate.slo.estate_slos import slos_of_server

ESTATE = Estate.model_validate(
    {
        "name": "shop",
        "clusters": [{"key": "main"}],
        "prometheus": [{"key": key, "url": "http://127.0.0.1:9090"} for key in ("one", "two")],
        "cells": [
            {"key": "tokyo", "kind": "regional", "cluster": "main", "prometheus": "one"},
            {"key": "oslo", "kind": "regional", "cluster": "main"},
            {
                "key": "berlin",
                "kind": "regional",
                "cluster": "main",
                "prometheus": "two",
                "selectors": {"metrics_cell": "ber"},
            },
            {"key": "paris", "kind": "regional", "cluster": "main", "prometheus": "two"},
        ],
    }
)


@pytest.mark.parametrize(
    ("cell", "server"),
    [
        ("tokyo", "one"),
        ("berlin", "two"),
        ("ber", "two"),
        ("oslo", "one"),
        ("elsewhere", "one"),
        ("", "one"),
        ("elsewhere,paris", "two"),
        ("berlin,tokyo", "two"),
        ("tokyo,berlin", "one"),
    ],
)
def test_an_objective_is_asked_of_its_cells_server_else_of_the_first(cell: str, server: str) -> None:
    slo = Slo("web", "up", 99.9, RatioIndicator("x"), 86_400, labels={"cell": cell} if cell else {})
    assert [key for key in ("one", "two") if slos_of_server((slo,), ESTATE, key)] == [server]
