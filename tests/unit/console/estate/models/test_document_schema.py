"""Every kind of document has its schema and an example in the resources; both fit the loader."""

import json
from pathlib import Path

import jsonschema
import pytest

from console.estate.models.document_schema import document_schema_text
from console.estate.models.model_document import MODEL_DOCUMENTS
from console.estate.models.model_library import ModelLibrary
from console.estate.schema.estate import Estate
from console.kernel.errors import ConsoleError
from console.kernel.registry import load_all

load_all("console.estate.models.kinds")
KINDS = tuple(kind.key for kind in MODEL_DOCUMENTS)


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_in_the_resources_is_the_loaders(root_dir: Path, kind: str) -> None:
    exported = (root_dir / f"resources/schemas/model-{kind}.schema.json").read_text(encoding="utf-8")
    assert exported == document_schema_text(kind), f"run: cell-console models --schema {kind}"
    jsonschema.Draft202012Validator.check_schema(json.loads(exported))


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_fits_its_schema_and_is_read(root_dir: Path, kind: str) -> None:
    content = json.loads((root_dir / f"resources/models/{kind}.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(json.loads(document_schema_text(kind))).validate(content)
    account = {"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}
    model = {"key": content["model"], "account": "edge", "worker": "w", "current": "v1", "documents": [f"{kind}.json"]}
    estate = Estate.model_validate({"name": "shop", "cloudflare": [account], "models": [model]})
    found = ModelLibrary(root_dir / "resources/models").read(estate)
    assert found.faults == ()
    assert found.find(content["model"], MODEL_DOCUMENTS.get(kind).type) is not None


def test_an_unknown_kind_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConsoleError, match="dictionary"):
        document_schema_text("poem")
