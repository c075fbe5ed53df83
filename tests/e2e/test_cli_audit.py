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
