"""Writing rows in the format that the user asked for."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from console.cli.table import render_table
from console.kernel.csv_text import csv_text
from console.kernel.redact import scrub

_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
Decorated = TypeVar("Decorated", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows for people (``titles`` and ``cells``) and the same for programs (``records`` with stable names).

    ``names`` are those of the records where they are known without one: the head line of a CSV without rows.
    """

    titles: tuple[str, ...]
    cells: Sequence[Sequence[str]]
    records: Sequence[Mapping[str, Any]]
    right: frozenset[int] = frozenset()
    widest: int = 60
    names: tuple[str, ...] = ()


def emit_sheet(sheet: Sheet, output: str) -> None:
    """Print rows as ``table``, ``json``, ``yaml`` or ``csv``."""
    if output == "csv":
        click.echo(_csv(sheet), nl=False)
    elif output == "table":
        click.echo(scrub(render_table(sheet.titles, sheet.cells, right=sheet.right, most=sheet.widest)))
    else:
        emit_value(list(sheet.records), output)


def _csv(sheet: Sheet) -> str:
    """Return a head line of stable names and the records; nothing where no names are known."""
    names = tuple(dict.fromkeys(name for record in sheet.records for name in record)) or sheet.names
    records = _scrubbed(sheet.records)
    return csv_text(names, [[_csv_cell(record.get(name)) for name in names] for record in records]) if names else ""


def _csv_cell(value: Any) -> Any:
    """Return as JSON what CSV has no form of: true and false, lists, mappings."""
    is_whole = isinstance(value, bool | Mapping | list | tuple)
    return json.dumps(value, ensure_ascii=False, allow_nan=False) if is_whole else value


def emit_value(value: Any, output: str) -> None:
    """Print plain values as ``json`` or ``yaml``."""
    value = _scrubbed(value)
    if output == "json":
        text = json_text(value)
    else:
        from console.estate.write_yaml import yaml_text  # noqa: PLC0415 - only when it is asked for

        text = yaml_text(value)
    click.echo(text, nl=False)


def _scrubbed(value: Any) -> Any:
    """Mask inside the values: in their written form quotes are escaped, and a mask could eat an escape."""
    if isinstance(value, str):
        return scrub(value)
    if isinstance(value, Mapping):
        return {key: _scrubbed(one) for key, one in value.items()}
    return [_scrubbed(one) for one in value] if isinstance(value, list | tuple) else value


def json_text(value: Any) -> str:
    """Return indented JSON with a line end; characters that a terminal obeys or does not show are escaped."""
    text = json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found.group()):04x}", text) + "\n"


def output_option(*formats: str) -> Callable[[Decorated], Decorated]:
    """Return the ``-o/--output`` option of a command; the first format is the default."""
    return click.option(
        "-o", "--output", type=click.Choice(formats), default=formats[0], show_default=True, metavar="|".join(formats)
    )
