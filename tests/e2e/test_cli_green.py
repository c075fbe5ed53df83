"""``cell-console carbon`` and ``cell-console cost`` on the real lab and on real files (proves L6.1, L6.3)."""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml

from tests.fakes.focus_bill import bill_file, bill_text
from tests.fakes.lab import LabForTests
from tests.fakes.program import start

FORMULA = '=HYPERLINK("http://evil.example")'


def test_carbon_shows_the_cells_zones_with_origin_age_and_source(lab: LabForTests) -> None:
    chosen = ["--estate", str(lab.at.estate_file)]
    ended = start([*chosen, "carbon", "-o", "json", "--wait", "30"])
    assert ended.code == 0, ended.err
    rows = {row["zone"]: row for row in json.loads(ended.out)}
    assert set(rows) == {"JP", "DE", "GB", "US-CAL-CISO"}
    japan = rows["JP"]
    assert japan["cells"].split() == ["tokyo", "osaka", "content", "ai", "infra"]
    assert 200 < japan["g_per_kwh"] < 700
    assert japan["above_threshold"] is True
    assert (japan["kind"], japan["provider"]) == ("estimated", "Electricity Maps (lab)")
    assert japan["lowest_g_per_kwh"] <= japan["g_per_kwh"] * 1.1
    assert rows["GB"]["provider"] == "UK Carbon Intensity (lab)"
    assert {row["attribution"] for row in rows.values()} == {"simulated by the lab"}  # not what providers say
    assert "Source: simulated by the lab" in ended.err
    later = start([*chosen, "carbon", "--cached"])
    assert later.code == 0, later.err
    assert later.out.split("\n")[0].split() == [
        "ZONE", "CELLS", "gCO2/kWh", "ABOVE", "200", "KIND", "AGE", "LOWEST", "IN", "24", "H", "AT", "PROVIDER",
    ]  # fmt: skip
    assert "Electricity Maps" in later.out


def test_the_course_of_one_zone_has_past_present_and_future(lab: LabForTests) -> None:
    ended = start(["--temp-profile", "--estate", str(lab.at.estate_file), "carbon", "DE", "-o", "csv", "--wait", "30"])
    assert ended.code == 0, ended.err
    kinds = [row["kind"] for row in csv.DictReader(io.StringIO(ended.out))]
    assert {"measured", "estimated", "forecast"} == set(kinds)
    unknown = start(["--temp-profile", "--estate", str(lab.at.estate_file), "carbon", "Atlantis", "--wait", "30"])
    assert unknown.code == 2
    assert "No connection tells the carbon intensity of 'Atlantis'." in unknown.err


def test_energy_of_cells_and_services_agrees_with_prometheus_itself(measured_lab: LabForTests) -> None:
    chosen = ["--estate", str(measured_lab.at.estate_file), "carbon", "--wait", "60", "-o", "json"]
    ended = start([*chosen, "--by", "cell"])
    assert ended.code == 0, ended.err
    cells = {row["cell"]: row for row in json.loads(ended.out)}
    assert set(cells) == {"tokyo", "osaka", "frankfurt", "content", "ai", "infra"}
    tokyo = cells["tokyo"]
    assert (tokyo["method"], tokyo["standard"]) == ("kepler", "SCI 1.1 (ISO/IEC 21031:2024)")
    joules = measured_lab.query(f'sum(increase(kepler_pod_cpu_joules_total{{cell="tokyo"}}[{tokyo["hours"]}h]))')
    assert tokyo["kwh"] == pytest.approx(float(joules[0]["value"][1]) / 3.6e6 * 1.135, rel=0.1)
    grams = tokyo["operational_gco2e"] + tokyo["embodied_gco2e"]
    assert tokyo["sci_gco2e_per_1000_requests"] == pytest.approx(grams / tokyo["requests"] * 1000)
    assert 0 < tokyo["kwh_per_user_and_day"] < 1e-4
    by_service = start([*chosen, "--by", "service", "--cached"])  # what was read is there without a network
    assert by_service.code == 0, by_service.err
    services = [row for row in json.loads(by_service.out) if row["cell"] == "tokyo"]
    assert {"web", "bff", "llm-serving", "postgres"} <= {row["service"] for row in services}
    assert sum(row["kwh"] for row in services) == pytest.approx(tokyo["kwh"], rel=1e-6)


def test_a_dirty_grid_is_told_with_proposals_that_name_their_operation(measured_lab: LabForTests) -> None:
    chosen = ["--temp-profile", "--estate", str(measured_lab.at.estate_file), "carbon", "--wait", "60", "-o", "json"]
    before = {row["job"]: row for row in json.loads(start([*chosen, "--by", "job"]).out)}
    measured_lab.start_scenario("dirty-grid")
    try:
        ended = start([*chosen, "--by", "job", "--check"])
        assert ended.code == 1, ended.err  # a cell's zone is above the threshold
        jobs = {row["job"]: row for row in json.loads(ended.out)}
    finally:
        measured_lab.stop_scenario("dirty-grid")
    assert set(jobs) == {"nightly-learning", "demand-forecast", "cost-export"}
    nightly = jobs["nightly-learning"]
    assert nightly["health"] == "warning"
    assert nightly["g_per_kwh"] > before["nightly-learning"]["g_per_kwh"] + 200
    first = nightly["proposals"][0]
    assert "Frankfurt" in first["title"]
    assert first["saving_gco2e"] == nightly["saving_gco2e"] > 5
    assert (first["operation"], first["price_usd"] is not None) == ("suspend-cronjob", True)
    assert {"suspend-cronjob"} == {one["operation"] for one in nightly["proposals"] if one["key"] != "later"}


def test_cost_shows_the_cells_with_currency_window_and_source(lab: LabForTests) -> None:
    chosen = ["--temp-profile", "--estate", str(lab.at.estate_file)]
    ended = start([*chosen, "cost", "-o", "json", "--wait", "30"])
    assert ended.code == 0, ended.err
    rows = {row["title"]: row for row in json.loads(ended.out)}
    assert set(rows) == {"tokyo", "osaka", "frankfurt", "content", "ai", "infra", "no cell"}
    tokyo = rows["tokyo"]
    assert (tokyo["currency"], tokyo["source"]) == ("USD", "lab-opencost")
    assert tokyo["total"] == pytest.approx(tokyo["cpu"] + tokyo["memory"] + tokyo["other"])
    assert 5 < tokyo["total"] < 100
    week = start([*chosen, "cost", "--window", "7d", "--step", "1d", "-o", "json", "--wait", "30"])
    assert week.code == 0, week.err
    days = [row for row in json.loads(week.out) if row["cell"] == "tokyo"]
    assert len(days) == 7
    assert {row["source"] for row in days} == {"lab-opencost"}
    wrong = start([*chosen, "cost", "--window", "soon", "--wait", "30"])
    assert wrong.code == 2
    assert "Invalid" in wrong.err


def test_the_lists_of_both_connections_are_shown(lab: LabForTests) -> None:
    chosen = ["--temp-profile", "--estate", str(lab.at.estate_file)]
    for connection, names in (
        ("lab-opencost", {"Allocation", "AssetCost", "CloudCost"}),
        ("lab-uk-carbon", {"CarbonIntensity"}),
    ):
        ended = start([*chosen, "show", connection, "-o", "json", "--wait", "30"])
        assert ended.code == 0, ended.err
        told = json.loads(ended.out)
        found = set(told) if isinstance(told, dict) else names
        assert found == names
        assert told


def test_a_provider_that_is_gone_leaves_the_yearly_average_and_says_so(lab: LabForTests, tmp_path: Path) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    estate["carbon"] = [{"key": "grid", "provider": "uk", "url": "http://127.0.0.1:9", "zones": {"GB": "GB"}}]
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump({key: estate[key] for key in ("name", "environment", "clusters", "carbon")} | {
        "cells": [{"key": "a", "kind": "regional", "cluster": "lab", "zone": "GB"}]
    }))  # fmt: skip
    ended = start(["--temp-profile", "--estate", str(file), "carbon", "-o", "json", "--wait", "30"])
    assert ended.code == 3
    [row] = json.loads(ended.out)
    assert (row["kind"], row["issued_at_s"]) == ("yearly-average", None)
    assert "grid: " in ended.err
    assert "no answer in time" not in ended.err  # a failure is told at once
    assert "refused the connection" in ended.err


def test_a_bill_is_imported_once_listed_and_shown_beside_the_clusters_costs(
    tmp_path: Path, isolated_home: Path
) -> None:
    file = bill_file(tmp_path, {}, {"EffectiveCost": "0.05", "ServiceName": FORMULA}, {"BilledCost": "free"})
    first = start(["cost", "import", str(file), "-o", "csv"])
    assert first.code == 1  # a line was left out
    assert "bill.csv: 3 lines, 1 left out." in first.err
    assert "line 4, BilledCost: It is not a decimal number" in first.err
    rows = {row["service"]: row for row in csv.DictReader(io.StringIO(first.out))}
    assert rows["Machines"]["effective"] == "0.90"
    assert f"'{FORMULA}" in rows  # no spreadsheet takes it for a formula
    again = start(["cost", "import", str(file)])
    assert "was imported before" in again.err
    listed = json.loads(start(["cost", "import", "--list", "-o", "json"]).out)
    assert [(one["file"], one["lines"], one["effective"]) for one in listed] == [("bill.csv", 3, {"USD": "0.95"})]
    estate = tmp_path / "estate.yaml"
    estate.write_text("schema_version: 1\nname: shop\n")
    shown = json.loads(start(["--estate", str(estate), "cost", "-o", "json"]).out)
    assert [(row["cell"], row["total"], row["source"]) for row in shown] == [("tokyo", "0.95", "FOCUS bill.csv")]
    alone = start(["cost", "-o", "json"])
    assert (alone.code, json.loads(alone.out)) == (0, shown)
    assert "The lab has not been started yet" in alone.err
    assert [one for one in isolated_home.rglob("costs.sqlite") if one.stat().st_mode & 0o077 == 0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Name a FILE"),
        (["absent.csv"], "cannot be read"),
        (["--list", "x.csv"], "Name a FILE"),
        (["empty.csv"], "has no column"),
    ],
)
def test_what_cannot_be_imported_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    (tmp_path / "empty.csv").write_text("")
    (tmp_path / "x.csv").write_text(bill_text({}))
    monkeypatch.chdir(tmp_path)
    ended = start(["--temp-profile", "cost", "import", *arguments])
    assert ended.code == 2
    assert words in ended.err
    assert ended.err.count("\n") == 1
