"""Two arms as CSV: one row for each metric, slice of time and arm."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from console.domain.judge.compared_metric import MetricKind
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

_MOST_CSV_BYTES = 16 << 20
_COLUMNS = ("metric", "kind", "time", "arm", "trials", "bad")


def read_judge_csv(file: Path) -> list[dict[str, object]]:
    """Return the metrics of a CSV file with one row for each metric, slice of time and arm; raise ``UserError``."""
    try:
        raw = read_regular(file, _MOST_CSV_BYTES)
    except OSError as error:
        raise UserError(
            t("The file {file} cannot be read: {reason}.", file=file, reason=error.strerror or error),
            t("Check the path and its rights."),
        ) from error
    if len(raw) > _MOST_CSV_BYTES:
        raise UserError(t("The file {file} is larger than 16 MiB.", file=file), t("Export longer slices of time."))
    try:
        rows = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), strict=True)
        return _of_rows(rows, file)
    except (UnicodeDecodeError, csv.Error) as error:
        raise UserError(
            t("The file {file} is not CSV in UTF-8: {reason}.", file=file, reason=error),
            t("Write the columns {columns}.", columns=", ".join(_COLUMNS)),
        ) from error


def _of_rows(rows: csv.DictReader[str], file: Path) -> list[dict[str, object]]:
    absent = [name for name in _COLUMNS if name not in (rows.fieldnames or ())]
    if absent:
        raise UserError(
            t("The file {file} has no column {names}.", file=file, names=", ".join(absent)),
            t("Write the columns {columns}.", columns=", ".join(_COLUMNS)),
        )
    metrics: dict[str, dict[str, dict[str, tuple[float, float]]]] = {}
    kinds: dict[str, str] = {}
    for row in rows:
        try:
            counted = float(row["trials"]), float(row["bad"])
            arm = {"baseline": "baseline", "canary": "canary"}[row["arm"]]
            kinds[row["metric"]] = MetricKind(row["kind"])
        except (ValueError, KeyError, TypeError):
            raise UserError(
                t("Line {line} of {file} cannot be used.", line=rows.line_num, file=file),
                t("kind is errors, latency or accuracy; arm is baseline or canary; trials and bad are numbers."),
            ) from None
        metrics.setdefault(row["metric"], {}).setdefault(row["time"], {})[arm] = counted
    return [_document(name, kinds[name], times) for name, times in metrics.items()]


def _document(name: str, kind: str, times: Mapping[str, Mapping[str, tuple[float, float]]]) -> dict[str, object]:
    def arm(key: str) -> dict[str, Iterable[float]]:
        counted = [times[at].get(key, (0.0, 0.0)) for at in sorted(times, key=_moment)]
        return {"trials": [trials for trials, _ in counted], "bad": [bad for _, bad in counted]}

    return {"name": name, "kind": kind, "baseline": arm("baseline"), "canary": arm("canary")}


def _moment(text: str) -> tuple[float, str]:
    """Return the place of a time: numbers by their size, others (ISO 8601) by their letters."""
    try:
        return float(text), ""
    except ValueError:
        return 0.0, text
