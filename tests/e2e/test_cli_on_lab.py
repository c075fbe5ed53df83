"""The command line reads a real estate: doctor, cells and discovery against the lab. (proves C5, C8, L1.1, L1.2)"""

import csv
import io
import json
from pathlib import Path

import pytest
import yaml

from console.estate.load import parse_estate
from tests.fakes.lab import LabForTests
from tests.fakes.program import start

SILENT = "http://127.0.0.1:9"  # the discard port: nobody listens


def test_cells_are_read_from_the_cluster_and_prometheus(measured_lab: LabForTests, tmp_path: Path) -> None:
    ended = start(
        ["--temp-profile", "--estate", str(measured_lab.at.estate_file), "cells", "-o", "json", "--wait", "60"]
    )
    assert ended.code == 0, ended.err
    rows = {row["cell"]: row for row in json.loads(ended.out)}
    assert set(rows) == {"tokyo", "osaka", "frankfurt", "content", "ai", "infra"}
    running, _, wanted = rows["tokyo"]["pods"].partition("/")
    assert 0 < int(running) <= int(wanted)
    assert rows["tokyo"]["router_rps"] > 0
    assert rows["infra"]["shape"] != ""
    assert "Lab (simulated)" in ended.err


def test_cells_as_csv_have_one_line_each_and_the_same_names_as_json(measured_lab: LabForTests) -> None:
    ended = start(
        ["--temp-profile", "--estate", str(measured_lab.at.estate_file), "cells", "-o", "csv", "--wait", "60"]
    )
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [row["cell"] for row in rows] != []
    assert {"health", "pods", "latency_p95", "error_ratio"} <= set(rows[0])


def test_doctor_reaches_every_connection_and_tells_rights_but_no_secret(measured_lab: LabForTests) -> None:
    ended = start(["--temp-profile", "--estate", str(measured_lab.at.estate_file), "doctor", "-o", "json"])
    findings = {(one["area"], one["subject"]): one for one in json.loads(ended.out)}
    assert ended.code == 0
    assert findings["connection", "kubernetes:lab"]["state"] == "ok"
    assert findings["connection", "prometheus:lab-prometheus"]["detail"].startswith("Prometheus ")
    assert findings["right", "kubernetes:lab list pods"]["state"] == "ok"
    tokens = [file.read_text().strip() for file in (measured_lab.at.folder / "tokens").iterdir()]
    assert tokens
    assert not [token for token in tokens if token in ended.out + ended.err]


def test_doctor_tells_the_rights_that_are_missing(lab: LabForTests, tmp_path: Path) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    estate["clusters"][0]["context"] = "viewer"
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump({key: estate[key] for key in ("name", "environment", "clusters")}))
    ended = start(["--temp-profile", "--estate", str(file), "doctor", "-o", "json"])
    states = {one["subject"]: one["state"] for one in json.loads(ended.out) if one["area"] == "right"}
    assert states["kubernetes:lab patch deployments"] == "limited"
    assert ended.code == 0


def test_a_connection_that_cannot_be_reached_is_exit_code_3_and_the_rest_is_told(
    lab: LabForTests, tmp_path: Path
) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    estate["prometheus"] = [{"key": "lab-prometheus", "url": SILENT}]
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(estate))
    for command in (["doctor", "-o", "json"], ["cells", "-o", "json"]):
        ended = start(["--temp-profile", "--estate", str(file), *command])
        assert ended.code == 3, ended.err
        assert json.loads(ended.out)
    assert "lab-prometheus: " in ended.err


def test_without_a_network_the_last_known_cells_are_shown_with_their_age(measured_lab: LabForTests) -> None:
    chosen = ["--estate", str(measured_lab.at.estate_file)]
    read = start([*chosen, "cells", "-o", "json", "--wait", "60"])
    assert read.code == 0, read.err
    known = start([*chosen, "cells", "-o", "json", "--cached"])
    assert known.code == 0, known.err
    assert {row["cell"]: row["pods"] for row in json.loads(known.out)} == {
        row["cell"]: row["pods"] for row in json.loads(read.out)
    }
    assert "Last known data" in known.err


def test_discovery_proposes_the_labs_cells_and_saves_only_when_told(lab: LabForTests, tmp_path: Path) -> None:
    arguments = [
        "--temp-profile",
        "estate",
        "init",
        "found.yaml",
        "--kubeconfig",
        str(lab.at.kubeconfig),
        "--context",
        "lab",
    ]
    shown = start(arguments, folder=tmp_path)
    assert shown.code == 0, shown.err
    assert not (tmp_path / "found.yaml").exists()
    proposed = parse_estate(shown.out)
    assert {cell.key for cell in proposed.cells} >= {"tokyo", "osaka", "frankfurt", "content", "ai", "infra"}
    tokyo = proposed.cell("tokyo")
    assert tokyo is not None
    assert len(tokyo.services) >= 5
    assert tokyo.data_stores
    assert "has the label" in shown.out
    written = start([*arguments, "--write"], folder=tmp_path)
    assert written.code == 0, written.err
    assert parse_estate((tmp_path / "found.yaml").read_text()) == proposed


def test_discovery_goes_on_when_a_context_may_not_be_read_and_says_why(lab: LabForTests, tmp_path: Path) -> None:
    ended = start(["--temp-profile", "estate", "init", "--kubeconfig", str(lab.at.kubeconfig)], folder=tmp_path)
    assert ended.code == 0, ended.err
    assert [cluster.context for cluster in parse_estate(ended.out).clusters] == ["lab"]
    assert "# viewer: left out, because: " in ended.out


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--context", "nowhere"], "The kubeconfig has no context 'nowhere'. There are: "),
        (["--kubeconfig", "none"], "There is no kubeconfig at "),
    ],
)
def test_a_wrong_kubeconfig_or_context_is_one_sentence(
    arguments: list[str], sentence: str, lab: LabForTests, tmp_path: Path
) -> None:
    given = arguments if "--kubeconfig" in arguments else [*arguments, "--kubeconfig", str(lab.at.kubeconfig)]
    ended = start(["--temp-profile", "estate", "init", *given], folder=tmp_path)
    assert (ended.code, ended.out) == (2, "")
    assert sentence in ended.err
    assert ended.err.count("\n") == 1
