"""The lab is never mixed with real connections."""

from collections.abc import Iterator, Mapping
from typing import Any

from console.estate.checks.row import Found, rows
from console.estate.schema.estate import CONNECTION_SECTIONS
from console.kernel.i18n import t


def lab_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Either the estate and all its connections are marked lab, or none is."""
    default = data.get("environment", "production")
    for section in CONNECTION_SECTIONS:
        for path, row in rows(data, section):
            if (row.get("environment", default) == "lab") != (default == "lab"):
                yield (
                    (*path, "environment"),
                    t("the lab and real connections are never mixed; keep them in separate estate files."),
                )
