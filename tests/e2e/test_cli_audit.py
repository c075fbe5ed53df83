"""``cell-console audit run`` on a repository, as a user runs it: exit codes, formats, sentences. Proves G1.2, C8."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.program import start


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("audited") / "shop")
    made.commit({"shop/a.py": "def total(:\n    pass\n", "README.md": "[gone](docs/gone.md)\n"})
    return made


def test_findings_are_told_the_worst_first_and_a_failed_audit_ends_with_1(repository: PlantedRepository) -> None:
    ended = start(["audit", "run", str(repository.folder), "--audit", "strict", "--audit", "integrity"])
    assert ended.code == 1, ended.err
    rows = ended.out.splitlines()
    assert "STR01" in rows[1]
    assert "shop/a.py:1" in rows[1]
    assert "INT10" in ended.out
    assert "strict: failed, 39 of 100" in ended.err
    assert "Health:" in ended.err


def test_the_answer_is_sarif_as_the_standard_wants_it(repository: PlantedRepository, shared_dir: Path) -> None:
    ended = start(["audit", "run", str(repository.folder), "--audit", "strict", "-o", "sarif"])
    document = json.loads(ended.out)
    jsonschema.Draft7Validator(json.loads((shared_dir / "contracts" / "sarif-2.1.0.schema.json").read_text())).validate(
        document
    )
    (run,) = document["runs"]
    (result,) = run["results"]
    assert (result["ruleId"], result["level"], result["baselineState"]) == ("STR01", "error", "new")
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "shop/a.py"
    assert run["properties"]["status"] == "failed"


def test_a_revision_that_is_not_there_is_told(repository: PlantedRepository) -> None:
    ended = start(["audit", "run", str(repository.folder), "--revision", "nowhere"])
    assert ended.code == 2
    assert "nowhere" in ended.err


def test_a_fleet_is_audited_listed_shown_again_and_published(repository: PlantedRepository, tmp_path: Path) -> None:
    good = PlantedRepository(tmp_path / "good")
    good.commit({"shop/a.py": "VALUE = 1\n"})
    listed = tmp_path / "list"
    listed.write_text(f"{repository.folder}\n{good.folder}\n{tmp_path / 'gone'}  # not there\n")
    fleet = start(["audit", "fleet", "--list", str(listed), "--audit", "strict", "-o", "json"])
    assert fleet.code == 1, fleet.err
    gone, bad, fine = json.loads(fleet.out)
    assert (gone["health"], gone["audits"]) == (None, {"strict": "not-run"})
    assert (bad["audits"], bad["findings"], fine["audits"]) == ({"strict": "failed"}, 1, {"strict": "passed"})
    assert "neither a folder nor" in fleet.err
    assert "100 %" in fleet.err

    table = start(["audit", "projects"]).out.splitlines()
    assert "strict: not run" in table[1]  # what could not be audited comes first
    assert "strict: failed" in table[2]
    assert len(table) == 4

    again = start(["audit", "findings", str(repository.folder), "-o", "code-quality"])
    assert [one["check_name"] for one in json.loads(again.out)] == ["STR01"]
    github = json.loads(start(["audit", "findings", str(repository.folder), "-o", "github"]).out)
    assert github["runs"][0]["results"][0]["ruleId"] == "STR01"
    assert "shop/a.py:1" in start(["audit", "findings", str(repository.folder), "-o", "html"]).out

    badge = start(["audit", "badge", str(good.folder)])
    assert badge.out.startswith("<svg ")
    page = tmp_path / "public" / "index.html"
    wrote = start(["audit", "dashboard", str(page), str(good.folder), str(repository.folder)])
    assert wrote.code == 0, wrote.err
    assert "failed" in page.read_text()
    assert "shop/a.py" not in page.read_text()


def test_what_is_not_public_has_no_badge_and_what_was_not_audited_is_told(repository: PlantedRepository) -> None:
    run = start(["audit", "run", str(repository.folder), "--audit", "strict", "--profile", "enterprise", "-o", "csv"])
    assert run.code == 1
    refused = start(["audit", "badge", str(repository.folder)])
    assert refused.code == 2
    assert "is not public" in refused.err
    unknown = start(["audit", "findings", "nowhere"])
    assert unknown.code == 2
    assert "not audited here yet" in unknown.err


def test_audits_of_which_nothing_applies_are_not_run_and_no_failure(tmp_path: Path) -> None:
    pages = PlantedRepository(tmp_path / "pages")
    pages.commit({"data/a.csv": "1\n"})
    ended = start(["audit", "run", str(pages.folder), "--audit", "tdd"])
    assert ended.code == 0, ended.err
    assert "tdd: not run, – of 100, 0 of 9 rules" in ended.err
    listed = tmp_path / "list"
    listed.write_text(f"{pages.folder}\n")
    fleet = start(["audit", "fleet", "--list", str(listed), "--audit", "tdd", "-o", "json"])
    assert (fleet.code, json.loads(fleet.out)[0]["audits"]) == (0, {})
