"""An object as YAML for reading: without bookkeeping, and with a Secret's values masked."""

from __future__ import annotations

import json
from typing import Any

from console.kernel.redact import MASK, scrub


def readable(raw: bytes, *, everything: bool = False) -> dict[str, Any]:
    """Return an object without ``managedFields`` (unless ``everything``) and never with a Secret's values."""
    found: dict[str, Any] = json.loads(raw)
    metadata = found.get("metadata")
    if isinstance(metadata, dict):
        if not everything:
            metadata.pop("managedFields", None)
        _mask_last_applied(found, metadata)
    if found.get("kind") == "Secret":
        for part in ("data", "stringData"):
            if isinstance(found.get(part), dict):
                found[part] = {key: f"{MASK} ({len(str(value))})" for key, value in found[part].items()}
    return found


def _mask_last_applied(found: dict[str, Any], metadata: dict[str, Any]) -> None:
    """A Secret applied with kubectl carries its values once more in this annotation."""
    annotations = metadata.get("annotations")
    key = "kubectl.kubernetes.io/last-applied-configuration"
    if found.get("kind") == "Secret" and isinstance(annotations, dict) and key in annotations:
        annotations[key] = MASK


def yaml_text(raw: bytes, *, everything: bool = False) -> str:
    """Return an object (JSON bytes) as block-style YAML in the server's key order."""
    import yaml  # noqa: PLC0415 - only when somebody looks at an object

    text: str = yaml.dump(
        readable(raw, everything=everything),
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=120,
    )
    return scrub(text)
