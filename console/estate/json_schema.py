"""The estate's JSON Schema, for editors; written to ``resources/schemas`` by ``cell-console estate schema``."""

import json
from typing import Any

from console.estate.schema.estate import CURRENT_VERSION, Estate

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def estate_json_schema() -> dict[str, Any]:
    """Return the schema of an estate file; what it cannot say (references, sums) only ``estate lint`` checks."""
    return {
        "$schema": DIALECT,
        "$id": f"https://cell-console.invalid/schemas/estate-{CURRENT_VERSION}.json",
        **Estate.model_json_schema(),
    }


def estate_json_schema_text() -> str:
    """Return the schema as it stands in ``resources/schemas/estate.schema.json``."""
    return json.dumps(estate_json_schema(), indent=2, ensure_ascii=False) + "\n"
