"""The estates that are shipped load as they are, and the JSON Schema says the same as the loader."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from console.estate.json_schema import DIALECT, estate_json_schema, estate_json_schema_text
from console.estate.load import load_estate, parse_estate
from console.estate.problem import FileInvalid
from console.estate.read_yaml import read_yaml_file
from console.estate.schema.estate import CONNECTION_SECTIONS, Estate


@pytest.fixture(scope="module")
def validator() -> jsonschema.Draft202012Validator:
    """A validator of the exported schema."""
    return jsonschema.Draft202012Validator(estate_json_schema())


def test_the_exported_json_schema_is_up_to_date(root_dir: Path) -> None:
    exported = (root_dir / "resources/schemas/estate.schema.json").read_text(encoding="utf-8")
    assert exported == estate_json_schema_text(), (
        "run: cell-console estate schema > resources/schemas/estate.schema.json"
    )


def test_the_json_schema_is_valid_in_its_own_dialect() -> None:
    schema = json.loads(estate_json_schema_text())
    assert schema["$schema"] == DIALECT
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("name", ["example.yaml", "start.yaml"])
def test_a_shipped_estate_loads_and_fits_the_json_schema(
    name: str, root_dir: Path, validator: jsonschema.Draft202012Validator
) -> None:
    file = root_dir / "resources/estates" / name
    loaded = load_estate(file)
    assert loaded.folder == file.parent
    validator.validate(read_yaml_file(file).value)
    validator.validate(loaded.estate.model_dump(mode="json"))


def test_the_example_shows_every_section(root_dir: Path) -> None:
    given = read_yaml_file(root_dir / "resources/estates/example.yaml").value
    assert set(given) == set(Estate.model_fields)


def test_documents_that_are_not_there_yet_are_warnings_with_their_line(root_dir: Path) -> None:
    loaded = load_estate(root_dir / "resources/estates/example.yaml")
    text = loaded.file.read_text(encoding="utf-8").splitlines()
    assert [one.where for one in loaded.warnings] == ["slos[0]", "policies[0]", "runbooks[0]", "models[0].documents[0]"]
    named = [text[one.position.line - 1].split(":")[0].strip() for one in loaded.warnings]
    assert named == ["slos", "policies", "runbooks", "documents"]


def test_every_connection_names_the_connector_that_serves_it(root_dir: Path) -> None:
    estate = load_estate(root_dir / "resources/estates/example.yaml").estate
    by_section = {section: {one.connector for one in getattr(estate, section)} for section in CONNECTION_SECTIONS}
    assert by_section == {
        "clusters": {"kubernetes"},
        "prometheus": {"prometheus"},
        "alertmanagers": {"alertmanager"},
        "grafana": {"grafana"},
        "opencost": {"opencost"},
        "cloudflare": {"cloudflare"},
        "carbon": {"carbon"},
        "github": {"github"},
        "gitlab": {"gitlab"},
        "bitbucket": {"bitbucket"},
        "azure_devops": {"azure_devops"},
        "audit_services": {"audit_service"},
        "notifications": {"notify"},
    }
    assert len(list(estate.connections())) == sum(len(getattr(estate, section)) for section in CONNECTION_SECTIONS)


def test_the_config_maps_that_an_estate_refers_to_are_known_by_cluster(root_dir: Path) -> None:
    estate = load_estate(root_dir / "resources/estates/example.yaml").estate
    assert estate.config_maps("asia") == {("ai", "model-router"), ("tokyo", "cell-quota")}
    assert estate.config_maps("europe") == {("frankfurt", "cell-quota")}  # its template states quotas, it no place


@pytest.mark.parametrize(
    "change",
    [
        {"clusterz": []},
        {"name": "No Key"},
        {"clusters": {}},
        {"clusters": [{"title": "no key"}]},
        {"clusters": [{"key": "a", "context": 5}]},
        {"prometheus": [{"key": "p", "url": "ftp://p"}]},
        {"prometheus": [{"key": "p", "url": "https://p", "poll_s": 0}]},
        {"prometheus": [{"key": "p", "url": "https://p", "auth": {"kind": "bearer", "token": "plain"}}]},
        {"templates": [{"key": "t", "services": [{"name": "x", "layer": "applcation"}]}]},
        {"budgets": [{"key": "b", "limit": {"amount": -1, "currency": "USD"}}]},
        {"schema_version": 2},
        {"runbooks": [""]},
    ],
    ids=str,
)
def test_what_the_json_schema_refuses_the_loader_refuses_too(
    change: dict[str, Any], validator: jsonschema.Draft202012Validator
) -> None:
    data = {"name": "x", **change}
    assert not validator.is_valid(data)
    with pytest.raises(FileInvalid):
        parse_estate(json.dumps(data))
