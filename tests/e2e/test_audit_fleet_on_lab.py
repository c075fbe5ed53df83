"""Projects of the lab's forges are imported, cloned with their tokens, and audited. Proves G1.1, G1.2."""

import json
from pathlib import Path

import yaml

from tests.fakes.lab import LabForTests
from tests.fakes.program import start


def test_projects_of_all_forges_are_audited_with_the_tokens_of_the_estate(lab: LabForTests) -> None:
    keys = ("web-front", "bff", "personalize", "delivery")
    ended = start(["--estate", str(lab.at.estate_file), "audit", "fleet", *keys, "--audit", "strict", "-o", "json"])
    rows = {one["project"]: one for one in json.loads(ended.out)}
    assert set(rows) == set(keys), ended.err
    for key, row in rows.items():
        assert len(row["commit"]) == 40, f"{key}: {ended.err}"
        assert row["audits"]["strict"] in {"passed", "warning", "failed"}, f"{key}: {ended.err}"
    for provider in ("github", "gitlab", "bitbucket", "azure_devops"):
        connection = yaml.safe_load(lab.at.estate_file.read_text())[provider][0]
        assert Path(connection["token"].removeprefix("file:")).read_text() not in ended.out + ended.err


def test_repositories_of_an_owner_become_projects_of_the_estate(lab: LabForTests, tmp_path: Path) -> None:
    estate = yaml.safe_load(lab.at.estate_file.read_text())
    known = len(estate["projects"])
    estate["projects"] = estate["projects"][-1:]
    file = tmp_path / "estate.yaml"
    file.write_text(yaml.safe_dump(estate))
    (connection, *_) = estate["gitlab"]
    arguments = ["--estate", str(file), "audit", "import", connection["key"], "newsletter", "-o", "json"]
    shown = start(arguments)
    assert shown.code == 0, shown.err
    proposals = json.loads(shown.out)
    assert any(one["repository"] == "newsletter/content/bff" and one["project"] for one in proposals)
    assert len(yaml.safe_load(file.read_text())["projects"]) == 1
    saved = start([*arguments, "--save", "--only", "*/bff"])
    assert saved.code == 0, saved.err
    projects = yaml.safe_load(file.read_text())["projects"]
    assert [one["key"] for one in projects[1:]] == ["bff"]
    assert projects[1]["provider"] == connection["key"]
    assert known > 1


def test_what_the_forges_tell_is_found_in_projects_that_go_around_the_rules_and_in_no_other(lab: LabForTests) -> None:
    """Protection, reviews, releases and bots come from the forge of each project, through the tokens of the estate."""
    estate = ["--estate", str(lab.at.estate_file)]
    keys = ("web-front", "llm-serving", "data-pipeline")  # hurried, going around, careful
    ended = start([*estate, "audit", "fleet", *keys, "--audit", "flow", "--audit", "servant", "-o", "json"])
    assert {one["project"] for one in json.loads(ended.out)} == set(keys), ended.err
    told = {}
    for key in keys:
        rows = json.loads(start([*estate, "audit", "findings", key, "-o", "json"]).out)
        told[key] = {one["rule"] for one in rows}
    assert told["web-front"] >= {"FLO01", "FLO02", "FLO03", "FLO07", "SRV07", "SRV10"}
    assert told["llm-serving"] >= {"FLO01", "FLO06", "FLO07", "FLO09", "SRV10"}
    assert not told["data-pipeline"] & {"FLO01", "FLO02", "FLO03", "FLO06", "FLO07", "FLO09", "SRV07", "SRV10"}
    assert all("FLO04" in one for one in told.values())  # the lab's people also commit straight to the main branch
