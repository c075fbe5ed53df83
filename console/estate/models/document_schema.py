"""The JSON Schemas of model documents, for editors and for those who write exporters."""

import json

from console.estate.json_schema import DIALECT
from console.estate.models.model_document import MODEL_DOCUMENTS
from console.kernel.registry import load_all


def document_schema_text(kind: str) -> str:
    """Return the schema as it stands in ``resources/schemas/model-KIND.schema.json``; raise ``ConsoleError``."""
    load_all("console.estate.models.kinds")
    schema = MODEL_DOCUMENTS.get(kind).type.model_json_schema()
    schema["properties"]["$schema"] = {"type": "string"}
    head = {"$schema": DIALECT, "$id": f"https://cell-console.invalid/schemas/model-{kind}.json"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"
