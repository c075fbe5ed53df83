"""The software bill of materials: CycloneDX 1.6 from the lock, so that the same lock gives the same bytes.

``python packaging/bill_of_materials.py VERSION > cell-console.cdx.json``
"""

from __future__ import annotations

import json
import sys
import uuid
from pathlib import Path
from typing import Any

from locked_packages import ROOT, LockedPackage, needed, read_lock


def _purl(name: str, version: str) -> str:
    return f"pkg:pypi/{name.lower().replace('_', '-')}@{version}"


def _component(one: LockedPackage) -> dict[str, Any]:
    # Many files belong to one version (one per platform): each file's hash is a distribution, not the component's own.
    files = [{"type": "distribution", "url": _purl(one.name, one.version),
              "hashes": [{"alg": "SHA-256", "content": value}]} for value in sorted(one.hashes)]  # fmt: skip
    found: dict[str, Any] = {
        "type": "library",
        "bom-ref": _purl(one.name, one.version),
        "name": one.name,
        "version": one.version,
        "purl": _purl(one.name, one.version),
        "externalReferences": files,
    }
    if one.marker:
        found["properties"] = [{"name": "python:marker", "value": one.marker}]
    return found


def bill(packages: tuple[LockedPackage, ...], version: str) -> dict[str, Any]:
    """Return the document; its serial number follows from its content."""
    own = _purl("cell-console", version)
    refs: dict[str, list[str]] = {ROOT: [own]}  # one package may be locked in two versions, for different Pythons
    for one in packages:
        refs.setdefault(one.name, []).append(_purl(one.name, one.version))
    uses: dict[str, list[str]] = {ref: [] for found in refs.values() for ref in found}
    for one in packages:
        for asker in (ref for name in one.asked_by for ref in refs.get(name, ())):
            uses[asker].append(_purl(one.name, one.version))
    body: dict[str, Any] = {
        "metadata": {
            "component": {
                "type": "application", "bom-ref": own, "name": "cell-console", "version": version, "purl": own,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": [_component(one) for one in packages],
        "dependencies": [{"ref": ref, "dependsOn": sorted(set(found))} for ref, found in sorted(uses.items())],
    }  # fmt: skip
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    head = {"bomFormat": "CycloneDX", "specVersion": "1.6", "serialNumber": f"urn:uuid:{serial}", "version": 1}
    return {"$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json", **head, **body}


if __name__ == "__main__":
    place = Path(__file__).with_name("requirements.lock")
    made = bill(needed(read_lock(place.read_text(encoding="utf-8"))), sys.argv[1])
    sys.stdout.write(json.dumps(made, indent=2, ensure_ascii=False) + "\n")
