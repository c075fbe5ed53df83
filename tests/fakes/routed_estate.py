"""The small estate with a model router, quotas and an edge account."""

from console.estate.schema.estate import Estate
from tests.fakes.small_estate import ESTATE

MODELS = {
    "kind": "model",
    "key": "models",
    "title": "Models of Tokyo",
    "cluster": "main",
    "cells": ["tokyo"],
    "config_map": {"namespace": "cell-tokyo", "name": "model-router", "entry": "weights.json"},
    "targets": [{"name": "mini", "weight": 0.6}, {"name": "large", "weight": 0.4}],
}
_BARE = Estate.model_validate(
    {
        **ESTATE.model_dump(mode="json", exclude_unset=True),
        "routers": [*ESTATE.model_dump(mode="json", exclude_unset=True)["routers"], MODELS],
        "cloudflare": [{"key": "edge", "account_id": "0" * 32, "token": "env:TOKEN"}],
    }
)
WHOLE = _BARE.model_copy(
    update={"cells": tuple(one.model_copy(update={"quotas": {"next_edge_rps": 90.0}}) for one in _BARE.cells)}
)
