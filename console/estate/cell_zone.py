"""The clock that a cell's users live by, which decides when their days and weeks begin."""

from console.estate.schema.cell import Cell
from console.estate.schema.estate import Estate

_COUNTRIES = {
    "AT": "Europe/Vienna",
    "BE": "Europe/Brussels",
    "CH": "Europe/Zurich",
    "CZ": "Europe/Prague",
    "DE": "Europe/Berlin",
    "DK": "Europe/Copenhagen",
    "ES": "Europe/Madrid",
    "FI": "Europe/Helsinki",
    "FR": "Europe/Paris",
    "GB": "Europe/London",
    "HK": "Asia/Hong_Kong",
    "IE": "Europe/Dublin",
    "IN": "Asia/Kolkata",
    "IT": "Europe/Rome",
    "JP": "Asia/Tokyo",
    "KR": "Asia/Seoul",
    "NL": "Europe/Amsterdam",
    "NO": "Europe/Oslo",
    "NZ": "Pacific/Auckland",
    "PL": "Europe/Warsaw",
    "PT": "Europe/Lisbon",
    "SE": "Europe/Stockholm",
    "SG": "Asia/Singapore",
    "TW": "Asia/Taipei",
    "ZA": "Africa/Johannesburg",
}
"""Countries whose people share one clock, by the first letters of electricity zones."""


def cell_zone(estate: Estate, cell: Cell) -> str:
    """Return the IANA name: that of the cell's country, else of the estate's first calendar, else UTC."""
    country = _COUNTRIES.get(cell.zone.partition("-")[0].upper())
    if country is not None:
        return country
    return estate.calendars[0].time_zone if estate.calendars else "UTC"
