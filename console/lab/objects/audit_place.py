"""What audits need in the lab's cluster: a namespace, and the Secret with the tokens of the lab's own servers."""

import base64
from collections.abc import Mapping

from console.lab.objects.common import JsonObject, metadata

NAMESPACE, SECRET = "audits", "console-audit"
IMAGE = "registry.lab.example/console-audit:lab"


def audit_place(tokens: Mapping[str, str]) -> tuple[JsonObject, ...]:
    """Return the objects; ``tokens`` are by key: ``results``, and the forges' connections."""
    data = {key: base64.b64encode(value.encode()).decode() for key, value in tokens.items()}
    return (
        {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata(NAMESPACE)},
        {
            "apiVersion": "v1",
            "kind": "Secret",
            "type": "Opaque",
            "metadata": metadata(SECRET, NAMESPACE),
            "data": data,
        },
    )
