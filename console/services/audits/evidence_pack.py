"""Evidence packs of projects in compliance mode: results, decisions and a list of digests in one file."""

from __future__ import annotations

import io
import zipfile
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from console.audits.config_digest import config_digest
from console.kernel.errors import ConnectorError
from console.kernel.paths import write_private
from console.kernel.version import VERSION
from console.store.audits.decision_book import DecisionBook
from console.store.audits.result_store import ResultStore

if TYPE_CHECKING:
    from pathlib import Path

    from console.services.audits.audit_places import AuditPlaces
    from console.store.audits.audit_book import AuditRecord

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
_LIST = "SHA256SUMS"
_MISSING = "missing.txt"
_MOST_PACKS = 1000


def keep_evidence(places: AuditPlaces, record: AuditRecord) -> Path:
    """Keep the pack of an audit and return its file; the same results make the same bytes.

    Results that are missing or damaged are left out, and named in it. Raises ``UserError``.
    """
    file = evidence_file(places, record)
    write_private(file, _packed(_parts(places, record)))
    kept = sorted(file.parent.glob("*.zip"), key=lambda one: one.stat().st_mtime_ns)
    for old in kept[:-_MOST_PACKS]:
        old.unlink(missing_ok=True)
    return file


def evidence_file(places: AuditPlaces, record: AuditRecord) -> Path:
    """Return where the pack of an audit is, or would be."""
    project = sha256(record.project.encode()).hexdigest()[:24]
    tasks = sha256(" ".join(record.tasks).encode()).hexdigest()[:8]
    return places.evidence / project / f"{record.commit[:12]}-{tasks}.zip"


def _parts(places: AuditPlaces, record: AuditRecord) -> dict[str, bytes]:
    found = {task: _result(places, task) for task in record.tasks}
    parts = {f"results/{task}.sarif": content for task, content in found.items() if content is not None}
    if missing := [task for task, content in found.items() if content is None]:
        parts[_MISSING] = "".join(f"{task}\n" for task in missing).encode()
    decisions = [one for one in DecisionBook(places.decisions).read() if one.project == record.project]
    parts["decisions.jsonl"] = b"".join(msgspec.json.encode(one) + b"\n" for one in decisions)
    parts["record.json"] = msgspec.json.format(msgspec.json.encode(record))
    parts["rules.json"] = msgspec.json.encode({"version": VERSION, "rules_and_programs": config_digest()})
    return parts


def missing_results(places: AuditPlaces, record: AuditRecord) -> tuple[str, ...]:
    """Return the ids of the results that a pack of this audit has not."""
    return tuple(task for task in record.tasks if _result(places, task) is None)


def _result(places: AuditPlaces, task: str) -> bytes | None:
    try:
        return ResultStore(places.results).get(task)
    except ConnectorError:
        return None


def _packed(parts: dict[str, bytes]) -> bytes:
    """Return the parts as a ZIP file with a list of their digests, which ``sha256sum -c`` checks."""
    sums = "".join(f"{sha256(content).hexdigest()}  {name}\n" for name, content in sorted(parts.items()))
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (*sorted(parts.items()), (_LIST, sums.encode())):
            archive.writestr(zipfile.ZipInfo(name, _FIRST_DAY), content, zipfile.ZIP_DEFLATED)
    return whole.getvalue()
