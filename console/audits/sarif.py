"""SARIF 2.1.0 of a report: one run per audit, with what the console knows beyond it in ``properties``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from console.audits.audit_rule import Mending, load_rules
from console.audits.suppression import is_suppressed, suppressions
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.fingerprint import KEY
from console.kernel.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.audits.audit_run import RepositoryReport
    from console.domain.audit.audit_result import AuditResult
    from console.domain.audit.dismissal import Dismissal
    from console.domain.audit.finding import Finding

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_ROOT = "SRCROOT"


def sarif_document(
    report: RepositoryReport, dismissed: Mapping[tuple[str, str], Dismissal] | None = None
) -> dict[str, Any]:
    """Return the document as plain values; ``dismissed``, by rule and fingerprint, are told as suppressions.

    Where they are told, every result has the property, as §3.27.23 wants it, and each run counts them apart.
    """
    runs = [_run(report, one) for one in report.results]
    if dismissed is not None:
        for run in runs:
            _suppress(run, dismissed)
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": runs}


def _suppress(run: dict[str, Any], dismissed: Mapping[tuple[str, str], Dismissal]) -> None:
    for one in run["results"]:
        one["suppressions"] = suppressions(dismissed.get((one["ruleId"], one["partialFingerprints"][KEY])))
    run["properties"]["suppressed"] = sum(map(is_suppressed, run["results"]))


def _run(report: RepositoryReport, result: AuditResult) -> dict[str, Any]:
    rules = [one for one in load_rules() if one.audit is result.audit]
    places = {one.key: place for place, one in enumerate(rules)}
    return {
        "tool": {
            "driver": {
                "name": "console-audit",
                "semanticVersion": VERSION,
                "informationUri": "https://cell-console.example/audits",
                "rules": [_rule(one) for one in rules],
            }
        },
        "automationDetails": {"id": f"console-audit/{result.audit.value}/"},
        "invocations": [
            {
                "executionSuccessful": (result.status is not AuditStatus.NOT_RUN or result.is_moot)
                and not result.is_partial,
                "startTimeUtc": _utc(report.at_s),
                "endTimeUtc": _utc(report.at_s + result.took_ms / 1000),
                "toolExecutionNotifications": [
                    {"level": "error", "message": {"text": one.note}, "associatedRule": {"id": one.rule}}
                    for one in result.outcomes
                    if one.state == "not-run"
                ],
            }
        ],
        "versionControlProvenance": [{"repositoryUri": _uri(report.repository), "revisionId": report.commit}],
        "originalUriBaseIds": {_ROOT: {"uri": "file:///"}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, places) for one in result.findings],
        "properties": {
            "audit": result.audit.value,
            "status": result.status.value,
            "score": result.score,
            "profile": report.profile,
            "strictness": report.strictness,
            "configHash": report.config,
            "baseline": report.baseline,
            "atS": report.at_s,
            "tookMs": result.took_ms,
            "findings": len(result.findings),
            "leftOut": [{"path": _path(path), "why": why} for path, why in report.left_out],
            "rules": {one.rule: _outcome(one.state, one.score, one.note) for one in result.outcomes},
        },
    }


def _utc(at_s: float) -> str:
    return datetime.fromtimestamp(at_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _outcome(state: str, score: float | None, note: str) -> dict[str, Any]:
    return {"state": str(state), "score": score, "note": note}


def _rule(rule: Any) -> dict[str, Any]:
    return {
        "id": rule.key,
        "name": rule.key,
        "shortDescription": {"text": rule.title()},
        "fullDescription": {"text": rule.why()},
        "help": {"text": rule.mend()},
        "defaultConfiguration": {"level": rule.severity.level},
        "properties": {
            "severity": rule.severity.value,
            "tags": [rule.audit.value],
            "safeCorrection": rule.mending is Mending.SAFE,
        },
    }


def _result(one: Finding, places: dict[str, int]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "ruleId": one.rule,
        "ruleIndex": places[one.rule],
        "level": one.severity.level,
        "message": {"text": _sound(one.evidence) or one.rule},
        "partialFingerprints": {KEY: one.fingerprint},
        "baselineState": one.baseline.value,
        "properties": {"severity": one.severity.value, "tool": one.tool, "commit": one.commit},
    }
    if one.patch:
        found["properties"]["patch"] = _sound(one.patch)
    if one.path:
        place: dict[str, Any] = {"artifactLocation": {"uri": _path(one.path), "uriBaseId": _ROOT}}
        if one.line:
            place["region"] = {"startLine": one.line, "endLine": max(one.line, one.end_line)}
        found["locations"] = [{"physicalLocation": place}]
    return found


def _sound(text: str) -> str:
    """Return a text that UTF-8 can hold: names of files may have bytes that are none."""
    return text.encode("utf-8", "replace").decode()


def _path(path: str) -> str:
    return quote(path.encode("utf-8", "surrogateescape"))


def _uri(repository: str) -> str:
    return repository if "://" in repository else quote(repository)
