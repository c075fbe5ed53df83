"""What is published of a public project tells nothing of secrets, not even by its score. Proves G1.7."""

import json

import pytest
from msgspec.structs import replace

from console.audits.audit_run import RepositoryReport
from console.audits.sarif import sarif_document
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.finding import Finding
from console.domain.audit.repository_health import RepositoryHealth
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.errors import UserError
from console.services.audits.audit_export import audit_text, dashboard_text
from console.services.audits.audit_places import AuditPlaces
from console.store.audits.audit_book import AuditRecord
from console.store.audits.result_store import ResultStore

_SECRET = Finding("INT01", RuleSeverity.CRITICAL, "deploy/key.pem", 3, evidence="a key", fingerprint="f" * 32)
NOW_S = 1_790_000_100.0
_SOURCE = "https://git.example/shop.git"


def _record(places: AuditPlaces, task: str, *secrets: Finding) -> AuditRecord:
    outcomes = (
        RuleOutcome("INT01", RuleState.MEASURED, 0.0 if secrets else 1.0, secrets),
        RuleOutcome("INT04", RuleState.MEASURED, 0.9),
    )
    status, score = (AuditStatus.FAILED, 39.0) if secrets else (AuditStatus.PASSED, 97.0)
    result = AuditResult(AuditName.INTEGRITY, status, score, outcomes, 5)
    health = RepositoryHealth(score, 1.0, is_partial=True)
    report = RepositoryReport(_SOURCE, "a" * 40, "open-source", (result,), health, 1_790_000_000.0)
    ResultStore(places.results).put(task, json.dumps(sarif_document(report)).encode())
    statuses = {"integrity": status.value}
    return AuditRecord("shop", _SOURCE, "a" * 40, 1_790_000_000.0, (task,), score, True, statuses, len(secrets), 1.0)


def test_badge_and_dashboard_of_audits_that_differ_by_a_secret_alone_are_the_same(places: AuditPlaces) -> None:
    clean, leaking = _record(places, "a" * 20), _record(places, "b" * 20, _SECRET)
    assert audit_text(places, clean, "badge", NOW_S) == audit_text(places, leaking, "badge", NOW_S)
    pages = [dashboard_text(places, [one], NOW_S).decode() for one in (clean, leaking)]
    assert pages[0] == pages[1]
    assert f"Tell it where the code is: {_SOURCE}" in pages[0]
    with pytest.raises(UserError):
        audit_text(places, replace(leaking, profile=ENTERPRISE), "badge", NOW_S)
    quiet = replace(clean, profile=replace(OPEN_SOURCE, feedback=False))
    assert _SOURCE not in dashboard_text(places, [quiet], NOW_S).decode()
