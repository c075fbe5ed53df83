"""Audits at the lab's audit service and in its forges' CI find what is found here. Proves G1.1, G1.5, G1.12."""

import json
import re
import shutil
from pathlib import Path

import pytest
import yaml

from console.store.audits.result_store import ResultStore
from tests.fakes.lab import LabForTests
from tests.fakes.program import start

PROJECTS = ("web-front", "bff")
AT = ("--url", "https://relay.example/hook/{connection}")
CONNECTIONS = {"service": "lab-audits", "ci": "lab-github", "lab-gitlab": "lab-gitlab"}


def fingerprints(home: Path) -> dict[str, list[str]]:
    """The kept results' fingerprints by task."""
    found = {}
    for file in home.rglob("*.sarif.gz"):
        content = ResultStore(file.parent.parent).get(file.name.removesuffix(".sarif.gz"))
        assert content is not None
        results = [one for run in json.loads(content)["runs"] for one in run["results"]]
        found[file.name] = sorted(next(iter(one["partialFingerprints"].values())) for one in results)
    return found


@pytest.mark.slow
def test_every_place_finds_the_same(lab: LabForTests, isolated_home: Path) -> None:
    """proves G1.5, G1.12"""
    estate = ["--estate", str(lab.at.estate_file)]
    asked = [*estate, "audit", "fleet", *PROJECTS, "--audit", "sages", "-o", "json"]
    here = start(asked)
    expected = fingerprints(isolated_home)
    assert len(expected) == len(PROJECTS), here.err
    for place, connection in CONNECTIONS.items():
        for folder in {file.parent for file in isolated_home.rglob("*.sarif.gz")}:
            shutil.rmtree(folder)
        unlocked = start([*estate, "change", "unlock", connection, "--for", "15m", "--reason", "audits"])
        assert unlocked.code == 0, unlocked.err
        ended = start([*asked, "--on", place])
        assert ended.code == here.code, f"{place}: {ended.err}"
        assert fingerprints(isolated_home) == expected, f"{place}: {ended.err}"


@pytest.mark.slow
def test_findings_are_uploaded_where_a_forge_takes_them(lab: LabForTests) -> None:
    estate = ["--estate", str(lab.at.estate_file)]
    start([*estate, "audit", "fleet", *PROJECTS, "--audit", "sages", "-o", "json"])
    planned = start([*estate, "audit", "upload", "web-front", "-o", "json"])
    assert planned.code == 0, planned.err
    change = json.loads(planned.out)
    assert change["operation"]["fields"]["ref"] == "refs/heads/main"
    unlocked = start([*estate, "change", "unlock", "lab-github", "--for", "15m", "--reason", "findings"])
    assert unlocked.code == 0, unlocked.err
    unseen = start([*estate, "change", "apply", change["id"], "--yes"])
    digest = re.search(r"--seen (\w+)", unseen.err)
    assert digest is not None, unseen.err
    applied = start([*estate, "change", "apply", change["id"], "--yes", "--seen", digest[1]])
    assert applied.code == 0, applied.err
    refused = start([*estate, "audit", "upload", "bff"])
    assert refused.code != 0
    assert "takes no SARIF files" in refused.err


def test_a_locked_service_and_an_unknown_place_audit_nothing(lab: LabForTests) -> None:
    asked = ["--estate", str(lab.at.estate_file), "audit", "fleet", "bff", "--on"]
    locked = start([*asked, "service"])
    assert locked.code == 4
    assert "lab-audits" in locked.err
    unknown = start([*asked, "moon"])
    assert unknown.code != 0
    assert "service" in unknown.err, "the places of the estate are listed"


def test_a_list_is_proposed_with_settings_edited_and_added(lab: LabForTests, tmp_path: Path) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    urls = [one["url"] for one in estate["projects"][:3]]
    estate["projects"] = []
    file, listed, draft = tmp_path / "estate.yaml", tmp_path / "list.csv", tmp_path / "draft.yaml"
    file.write_text(yaml.safe_dump(estate))
    listed.write_text("url,team\n" + "".join(f"{one},platform\n" for one in urls) + "https://127.0.0.1:1/a/b,\n")
    base = ["--estate", str(file), "audit", "import"]
    shown = start([*base, "--list", str(listed), "--draft", str(draft), "-o", "json"])
    assert shown.code == 0, shown.err
    rows = json.loads(shown.out)
    assert [bool(one["project"]) for one in rows] == [True, True, True, False]
    assert all(one["structure"]["files"] > 0 for one in rows[:3]), rows
    assert {setting["setting"] for one in rows[:3] for setting in one["settings"]} == {"every_hours"}, rows
    assert yaml.safe_load(file.read_text())["projects"] == []
    draft.write_text(draft.read_text().replace("every_hours: 24.0", "every_hours: 12.0"))
    added = start([*base, "--from", str(draft)])
    assert added.code == 0, added.err
    projects = yaml.safe_load(file.read_text())["projects"]
    assert len(projects) == 3
    assert all(one["team"] == "platform" and one["branch"] == "main" for one in projects)


@pytest.mark.slow
def test_webhooks_are_changes_of_the_four_forges(lab: LabForTests) -> None:
    estate = ["--estate", str(lab.at.estate_file)]
    keys = ("web-front", "bff", "personalize", "delivery")
    planned = start([*estate, "audit", "hooks", *keys, *AT, "-o", "json"])
    assert planned.code == 0, planned.err
    rows = {one["project"]: one for one in json.loads(planned.out)}
    assert all(rows[key]["change"] for key in keys), planned.out
    unlocked = start([*estate, "change", "unlock", "lab-github", "--for", "15m", "--reason", "hooks"])
    assert unlocked.code == 0, unlocked.err
    applied = start([*estate, "change", "apply", rows["web-front"]["change"], "--yes"])
    assert applied.code == 0, applied.err
    again = start([*estate, "audit", "hooks", "web-front", *AT, "-o", "json"])
    assert json.loads(again.out)[0]["change"] == "", "it is so already"
    undone = start([*estate, "change", "undo", rows["web-front"]["change"], "--yes"])
    assert undone.code == 0, undone.err
