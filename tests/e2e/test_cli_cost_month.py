"""The month's costs on the command line, against the running lab (proves E5.1, L6.1, L6.2)."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from console.cli import program
from console.domain.price.course_days import week_begins
from console.kernel.clock import SystemClock
from console.services.focus_import import read_focus
from tests.fakes.lab import LabForTests


def test_the_edge_is_forecast_by_both_books_with_its_savings(
    lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump({key: estate[key] for key in ("name", "environment", "cloudflare")}))
    assert program.run(["--estate", str(file), "cost", "edge", "-o", "json"]) == 0
    said = capsys.readouterr()
    terms = {row["term"]: row for row in json.loads(said.out)}
    workers = terms["workers"]
    over = Decimal(workers["used_forecast"]) - 10_000_000
    assert Decimal(workers["cost"]) == over * Decimal("0.30") / 1_000_000 > 0
    assert Decimal(workers["cost_by_other_book"]) > Decimal(workers["cost"])
    assert workers["share_of_included"] == pytest.approx(float(workers["used_forecast"]) / 10_000_000)
    assert terms["base"]["share_of_included"] is None
    assert terms["workers_cpu"]["cost"] is None
    assert "Workers CPU (ms)" in said.err

    assert program.run(["--estate", str(file), "cost", "edge", "--savings", "--cached", "-o", "json"]) == 0
    savings = {row["term"]: row for row in json.loads(capsys.readouterr().out)}
    assert Decimal(savings["workers"]["saved_per_month"]) == Decimal(workers["cost"]) * Decimal("0.3")


def test_budgets_are_held_against_the_cost_service(
    lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    cell = estate["cells"][0]["key"]
    limits = {"small": 1.0, "large": 1e6}
    kept = {
        key: estate[key]
        for key in ("name", "environment", "clusters", "prometheus", "opencost", "cells", "teams", "templates")
    }
    kept["budgets"] = [
        {"key": key, "cells": [cell], "period": "year", "limit": {"amount": amount, "currency": "USD"}}
        for key, amount in limits.items()
    ]
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(kept))
    assert program.run(["--estate", str(file), "cost", "budgets", "-o", "json"]) == 1
    rows = json.loads(capsys.readouterr().out)
    assert [(row["budget"], row["health"]) for row in rows] == [("small", "critical"), ("large", "ok")]
    assert rows[0]["forecast"] > rows[0]["spent"] == rows[1]["spent"] > 1


def test_an_export_holds_focus_and_reads_back_to_the_same_sums(
    lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "costs.csv"
    words = ["--estate", str(lab.at.estate_file), "cost", "export", "--focus", str(file), "--window", "yesterday"]
    assert program.run(words) == 0, capsys.readouterr().err
    read = read_focus(file, "cell", SystemClock().now().timestamp(), lambda _lines: None)
    assert (read.bill.problems, read.bill.left_out) == ((), 0)
    cells = {key.cell for key in read.sums}
    assert {cell["key"] for cell in yaml.safe_load(lab.at.estate_file.read_text())["cells"]} <= cells

    capsys.readouterr()
    asked = ["--estate", str(lab.at.estate_file), "cost", "--window", "yesterday", "--step", "1d", "-o", "json"]
    assert program.run(asked) == 0
    shown = {row["cell"]: row["total"] for row in json.loads(capsys.readouterr().out) if row["cell"]}
    read_back = {key.cell: float(one.effective) for key, one in read.sums.items() if key.cell}
    assert read_back == pytest.approx(shown, rel=1e-6)


def test_costs_computed_from_metrics_agree_with_those_of_the_cost_service(
    lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two independent ways from the same pods to the same money: within 3 per cent for each cell."""
    lab.wait_for_hours("container_cpu_allocation", week_begins(SystemClock().now())[0])
    whole = yaml.safe_load(lab.at.estate_file.read_text())
    kept = {key: whole[key] for key in ("name", "environment", "clusters", "prometheus", "cells", "teams", "templates")}
    told = {}
    for name, more in (("served", {"opencost": whole["opencost"]}), ("computed", {})):
        file = tmp_path / f"{name}.yaml"
        file.write_text(yaml.safe_dump({**kept, "name": name, **more}))
        assert program.run(["--estate", str(file), "cost", "spend"]) == 0
        assert ("Computed from metrics" in capsys.readouterr().err) == (name == "computed")
        assert program.run(["--estate", str(file), "cost", "weeks", "-o", "json"]) == 0
        rows = json.loads(capsys.readouterr().out)
        told[name] = {row["part"]: row["actual"] for row in rows if row["running"]}
    assert told["computed"] == pytest.approx(told["served"], rel=0.03)


def test_units_weeks_and_savings_are_told_for_programs(
    lab: LabForTests, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Proves L6.1, L6.2, E4.1; what was read is there without a network as well."""
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    names = (
        "name",
        "environment",
        "clusters",
        "prometheus",
        "opencost",
        "cells",
        "teams",
        "templates",
        "budgets",
    )
    file = tmp_path / "estate.yaml"
    routers = [one for one in estate["routers"] if one["kind"] == "model"]
    file.write_text(yaml.safe_dump({**{key: estate[key] for key in names}, "name": "loop", "routers": routers}))
    asked = ["--estate", str(file), "cost"]

    def rows(*words: str) -> list[dict[str, object]]:
        assert program.run([*asked, *words, "-o", "json"]) == 0
        found: list[dict[str, object]] = json.loads(capsys.readouterr().out)
        return found

    units = rows("units")
    cells = {cell["key"] for cell in estate["cells"]}
    assert {row["part"] for row in units} == cells
    assert all(row["per_1000_requests"] and row["per_user_and_day"] for row in units)
    weeks = rows("weeks", "--by", "segment")
    assert {row["part"] for row in weeks if row["running"]} <= {"b2b", "b2c", "enterprise"}
    savings = rows("savings")
    mixes = [row for row in savings if str(row["proposal"]).startswith("mix/")]
    assert {row["cell"] for row in mixes} == cells
    assert mixes[0]["change"]["key"] == "set-model-weights"  # type: ignore[index]
    assert rows("units", "--cached") == units
