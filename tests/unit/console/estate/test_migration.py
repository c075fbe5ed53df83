"""Every released version of the estate file is still read; older ones are lifted in memory."""

from pathlib import Path
from typing import Any

import pytest

from console.estate.load import load_estate, parse_estate
from console.estate.migration import lifted, version_problem
from console.estate.problem import FileInvalid
from console.estate.schema.connection import BasicAuth
from console.estate.schema.estate import CURRENT_VERSION


def test_the_first_version_is_still_read(root_dir: Path) -> None:
    estate = load_estate(root_dir / "tests/data/estate/version-1.yaml").estate
    assert estate.clusters[0].environment.value == "staging"
    assert isinstance(estate.prometheus[0].auth, BasicAuth)
    assert estate.cells[0].zone == "JP-TK"
    template = estate.template_of(estate.cells[0])
    assert template is not None
    assert template.autoscale is not None
    assert (template.autoscale.max, template.quotas) == (4, {"langchain_rps": 200})


def test_there_is_a_fixture_of_every_version(root_dir: Path) -> None:
    for version in range(1, CURRENT_VERSION + 1):
        assert (root_dir / f"tests/data/estate/version-{version}.yaml").is_file()


def test_older_data_is_lifted_step_by_step_and_stays_as_it_was() -> None:
    def second(data: dict[str, Any]) -> dict[str, Any]:
        data["b"] = data.pop("a")
        return data

    def third(data: dict[str, Any]) -> dict[str, Any]:
        return {**data, "c": data["b"] * 2}

    old = {"schema_version": 1, "a": 2}
    assert lifted(old, {1: second, 2: third}, current=3) == {"schema_version": 3, "b": 2, "c": 4}
    assert old == {"schema_version": 1, "a": 2}


def test_a_file_without_a_version_is_of_the_current_one() -> None:
    assert version_problem({}) == ""
    assert parse_estate("name: x").schema_version == CURRENT_VERSION


@pytest.mark.parametrize("version", ["0", "-1", "true", "'1'", "1.0", "[1]"])
def test_what_is_no_version_is_told_so(version: str) -> None:
    with pytest.raises(FileInvalid, match=r"schema_version - expected a version number from 1 to 1\."):
        parse_estate(f"schema_version: {version}\nname: x\n")
