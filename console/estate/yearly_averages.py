"""The bundled table of yearly averages of carbon intensity."""

import functools
import json
from collections.abc import Mapping

from console.domain.carbon.yearly_average import YearlyAverage
from console.kernel.resource import resource_text


@functools.cache
def yearly_averages() -> Mapping[str, YearlyAverage]:
    """Return all averages by country (ISO 3166-1 alpha-2)."""
    table = json.loads(resource_text("carbon", "yearly-averages.json"))
    sources = table["sources"]
    return {
        row["place"]: YearlyAverage(
            row["place"], row["g_per_kwh"], row["year"], sources[row["source"]]["name"], row["licence"]
        )
        for row in table["averages"]
    }
