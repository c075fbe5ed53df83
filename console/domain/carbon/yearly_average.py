"""Yearly averages of carbon intensity by country: the last resort, always told as such."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class YearlyAverage:
    """gCO2/kWh of a country's generation in one year; ``place`` is ISO 3166-1 alpha-2."""

    place: str
    g_per_kwh: float
    year: int
    source: str
    licence: str


def average_of(zone: str, averages: Mapping[str, YearlyAverage]) -> YearlyAverage | None:
    """Return the average of a grid zone's country (``JP-TK`` lies in ``JP``), ``None`` when it is not covered."""
    country = zone.partition("-")[0].upper()
    return averages.get(zone.upper()) or averages.get({"UK": "GB", "EL": "GR"}.get(country, country))
