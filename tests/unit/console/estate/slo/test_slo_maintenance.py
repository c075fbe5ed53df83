"""Which maintenance an objective is not judged by.

# proves L3.1
"""

from datetime import datetime

import pytest

from console.domain.slo.indicator import RatioIndicator
from console.domain.slo.slo import Slo
from console.estate.schema.estate import Estate
from console.estate.slo.slo_maintenance import slo_maintenance

FROM_S = datetime.fromisoformat("2026-11-01T00:00:00+00:00").timestamp()


def entry(title: str, day: int, kind: str = "maintenance", **more: object) -> dict[str, object]:
    start, end = (f"2026-11-{day:02}T0{hour}:00:00+00:00" for hour in (1, 2))
    return {"title": title, "kind": kind, "start": start, "end": end, **more}


ESTATE = Estate.model_validate(
    {
        "name": "shop",
        "clusters": [{"key": "main"}],
        "cells": [
            {"key": "tokyo", "kind": "regional", "cluster": "main", "selectors": {"metrics_cell": "tyo"}},
            {"key": "osaka", "kind": "regional", "cluster": "main"},
        ],
        "calendars": [
            {
                "key": "work",
                "entries": [
                    entry("everywhere", 2),
                    entry("in Tokyo", 3, cells=["tokyo"]),
                    entry("of b2b", 4, segments=["b2b"]),
                    entry("of b2b in Osaka", 5, segments=["b2b"], cells=["osaka"]),
                    entry("sale", 6, kind="campaign"),
                ],
            }
        ],
    }
)


@pytest.mark.parametrize(
    ("labels", "wanted"),
    [
        ({}, ["everywhere"]),
        ({"cell": "tokyo"}, ["everywhere", "in Tokyo"]),
        ({"cell": "tyo", "segment": "b2c"}, ["everywhere", "in Tokyo"]),
        ({"cell": "tokyo,osaka"}, ["everywhere"]),  # the other cell goes on
        ({"segment": "b2b,b2c"}, ["everywhere"]),
        ({"cell": "tyo,tokyo", "segment": "b2b"}, ["everywhere", "in Tokyo", "of b2b"]),
        ({"cell": "osaka", "segment": "b2b"}, ["everywhere", "of b2b", "of b2b in Osaka"]),
    ],
)
def test_an_entry_counts_for_what_it_names(labels: dict[str, str], wanted: list[str]) -> None:
    slo = Slo("web", "x", 99.0, RatioIndicator("r[{{.window}}]"), 30 * 86_400, labels=labels)
    found = slo_maintenance(slo, ESTATE, FROM_S, FROM_S + 30 * 86_400)
    assert [one.title for one in found] == wanted
    assert {one.length_s for one in found} == {3600}
