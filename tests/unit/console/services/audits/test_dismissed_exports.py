"""Dismissed findings are told as such in what is exported, counted apart, and adopted elsewhere. Proves G1.2, G1.7."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from console.audits.audit_run import RepositoryReport
from console.audits.sarif import sarif_document
from console.audits.sarif_reading import read_report
from console.audits.suppression import is_suppressed, told_suppressions
from console.domain.audit.audit_decision import DAY_S
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE, AuditProfile
from console.domain.audit.audit_result import AuditResult, AuditStatus
from console.domain.audit.dismissal import DismissalState
from console.domain.audit.finding import Finding
from console.domain.audit.repository_health import RepositoryHealth
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.errors import UserError
from console.services.audits.adopted_dismissals import Adopted, adopt_dismissals
from console.services.audits.audit_export import audit_text, github_upload
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.kept_report import kept_report
from console.services.audits.team_desk import TeamDesk
from console.store.audits.audit_book import AuditBook, AuditRecord
from console.store.audits.result_store import ResultStore
from tests.fakes.manual_clock import ManualClock

NOW_S = 1_790_000_100.0
_MARKER = Finding("INT11", RuleSeverity.CRITICAL, "a.py", 3, evidence="<<<<<<< HEAD", fingerprint="c" * 32)
_EMPTY = Finding("INT04", RuleSeverity.MEDIUM, "b.py", 7, evidence="except: pass", fingerprint="d" * 32)
_PLAIN = Finding("INT04", RuleSeverity.MEDIUM, "b.py", 9, evidence="except: pass", fingerprint="e" * 32)


class _Console:
    """One console with an audited project."""

    def __init__(self, folder: Path, profile: AuditProfile = OPEN_SOURCE) -> None:
        self.places = AuditPlaces(folder / "cache", folder / "results", folder / "book")
        self._clock = ManualClock(datetime.fromtimestamp(NOW_S, UTC))
        outcomes = (
            RuleOutcome("INT04", RuleState.MEASURED, 0.4, (_EMPTY, _PLAIN)),
            RuleOutcome("INT11", RuleState.MEASURED, 0.0, (_MARKER,)),
        )
        result = AuditResult(AuditName.INTEGRITY, AuditStatus.FAILED, 39.0, outcomes, 5)
        health = RepositoryHealth(39.0, 1.0, is_partial=True)
        report = RepositoryReport("https://git.example/shop.git", "a" * 40, profile.key, (result,), health, NOW_S)
        ResultStore(self.places.results).put("a" * 20, json.dumps(sarif_document(report)).encode())
        self.record = AuditRecord(
            "shop", report.repository, "a" * 40, NOW_S, ("a" * 20,), 39.0, True, {}, 3, 1.0, profile=profile
        )
        AuditBook(self.places.book).add(self.record)

    def desk(self, person: str = "ann") -> TeamDesk:
        return TeamDesk(self.places, self._clock, person, lambda _event: None)

    def run(self, now_s: float = NOW_S) -> dict[str, Any]:
        document = json.loads(audit_text(self.places, self.record, "sarif", now_s))
        (run,) = document["runs"]
        return dict(run)

    def adopt(self, text: str, person: str = "bob", now_s: float = NOW_S) -> Adopted:
        results = kept_report(self.places, self.record).results
        return adopt_dismissals(self.desk(person), "shop", results, told_suppressions(text.encode()), now_s)


def _suppressed(run: dict[str, Any]) -> dict[str, list[Any]]:
    return {one["partialFingerprints"]["consoleAudit/v1"][0]: one["suppressions"] for one in run["results"]}


@pytest.fixture
def console(tmp_path: Path) -> _Console:
    return _Console(tmp_path / "here")


def test_sarif_keeps_a_dismissed_finding_and_says_who_why_and_until_when(console: _Console, shared_dir: Path) -> None:
    console.desk().dismiss("shop", _EMPTY.fingerprint, "cleaning up may fail", days=30)
    text = audit_text(console.places, console.record, "sarif", NOW_S)
    schema = json.loads((shared_dir / "contracts" / "sarif-2.1.0.schema.json").read_text())
    jsonschema.Draft7Validator(schema).validate(json.loads(text))
    run = console.run()
    (told,) = _suppressed(run)["d"]
    assert (told["kind"], told["status"], told["justification"]) == ("external", "accepted", "cleaning up may fail")
    assert told["properties"]["persons"] == ["ann"]
    assert told["properties"]["expiresS"] == NOW_S + 30 * DAY_S
    assert _suppressed(run)["c"] == _suppressed(run)["e"] == []
    assert (run["properties"]["suppressed"], run["properties"]["findings"]) == (1, 3)
    assert console.run(NOW_S + 31 * DAY_S)["properties"]["suppressed"] == 0


def test_what_waits_for_a_second_person_is_under_review_and_counts(tmp_path: Path) -> None:
    console = _Console(tmp_path / "strict", ENTERPRISE)
    console.desk("ann").dismiss("shop", _MARKER.fingerprint, "a page about merges")
    run = console.run()
    assert _suppressed(run)["c"][0]["status"] == "underReview"
    assert run["properties"]["suppressed"] == 0
    console.desk("bob").dismiss("shop", _MARKER.fingerprint, "I agree")
    assert console.run()["properties"]["suppressed"] == 1


def test_forges_get_no_dismissed_finding_and_the_report_tells_them_apart(console: _Console) -> None:
    console.desk().dismiss("shop", _EMPTY.fingerprint, "cleaning <may> fail")
    (run,) = github_upload(console.places, console.record, NOW_S).document["runs"]
    assert {one["ruleId"] for one in run["results"]} == {"INT11", "INT04"}
    assert (
        len(run["results"]) == len(json.loads(audit_text(console.places, console.record, "code-quality", NOW_S))) == 2
    )
    page = audit_text(console.places, console.record, "html", NOW_S)
    assert "cleaning &lt;may&gt; fail" in page
    assert "b.py:7" in page.split("Dismissed")[1]
    assert "b.py:7" not in page.split("Dismissed")[0]


def test_a_result_from_beyond_cannot_dismiss_its_own_findings(console: _Console) -> None:
    document = sarif_document(kept_report(console.places, console.record))
    for one in document["runs"][0]["results"]:
        one["suppressions"] = [{"kind": "external", "status": "accepted", "justification": "trust me"}]
    read = read_report(json.dumps(document).encode(), OPEN_SOURCE)
    assert len(read.results[0].findings) == 3


def test_another_console_adopts_them_with_their_reasons_and_ends(console: _Console, tmp_path: Path) -> None:
    console.desk().dismiss("shop", _EMPTY.fingerprint, "cleaning up may fail", days=30)
    other, text = _Console(tmp_path / "there"), audit_text(console.places, console.record, "sarif", NOW_S)
    made = other.adopt(text, now_s=NOW_S + DAY_S)
    (dismissal,) = made.made
    assert (dismissal.decision.reason, dismissal.persons) == ("cleaning up may fail", ("bob",))
    assert dismissal.decision.until_s == pytest.approx(NOW_S + 29 * DAY_S)
    assert other.adopt(text) == ((), 0, 0, 1)
    fresh = _Console(tmp_path / "late")
    assert fresh.adopt(text, now_s=NOW_S + 31 * DAY_S) == ((), 0, 1, 0)
    assert fresh.adopt(text.replace("d" * 32, "9" * 32)) == ((), 1, 0, 0)


def test_an_adopted_critical_finding_still_wants_two_persons_in_compliance_mode(tmp_path: Path) -> None:
    here, there = _Console(tmp_path / "here"), _Console(tmp_path / "there", ENTERPRISE)
    here.desk().dismiss("shop", _MARKER.fingerprint, "a page about merges")
    text = audit_text(here.places, here.record, "sarif", NOW_S)
    assert there.adopt(text, "bob").made[0].state is DismissalState.WAITS
    assert there.adopt(text, "bob").made[0].state is DismissalState.WAITS
    assert there.adopt(text, "eve").made[0].state is DismissalState.ACTIVE


@pytest.mark.parametrize(
    "told",
    [
        [],
        [{"kind": "external", "status": "underReview", "justification": "why"}],
        [{"kind": "external", "status": "accepted"}],
        [{"kind": "external", "justification": "why"}, {"kind": "external", "status": "rejected"}],
        [{"kind": "external", "justification": "why", "properties": {"expiresS": 1e999}}],
    ],
)
def test_what_nobody_accepted_or_explained_is_not_adopted(console: _Console, told: list[Any]) -> None:
    document = sarif_document(kept_report(console.places, console.record))
    for one in document["runs"][0]["results"]:
        one["suppressions"] = told
    assert told_suppressions(json.dumps(document).encode()) == ()
    assert is_suppressed({}) is False


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "it is no JSON, see line 1, column 1"),
        (b"[" * 100_000, "it is nested too deeply"),
        *((raw, "it does not have the form of SARIF") for raw in (b"[]", b"{}", b'{"runs":[7]}', b'"\xff\xfe"')),
    ],
)
def test_a_file_that_is_no_sarif_is_refused_in_words(raw: bytes, why: str) -> None:
    with pytest.raises(UserError, match=f"cannot be read as SARIF: {why}[.]"):
        told_suppressions(raw)
