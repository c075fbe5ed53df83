"""What teams decide changes what they see, is kept, noted, and taken back. Proves G1.7."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from console.domain.audit.audit_decision import DAY_S, AuditDecision, DecisionKind
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE, AuditProfile
from console.domain.audit.dismissal import DismissalState
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.trail_event import TrailEvent
from console.kernel.errors import UserError
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_outcome import AuditOutcome
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.evidence_pack import evidence_file, keep_evidence
from console.services.audits.team_desk import TeamDesk
from console.services.audits.team_sight import TeamSight
from console.store.audits.audit_book import AuditBook
from console.store.audits.audit_meter import AuditMeter
from console.store.audits.decision_book import DecisionBook
from tests.fakes.manual_clock import ManualClock
from tests.fakes.planted_repository import NOW_S, PlantedRepository

_BROKEN = "def total(:\n    pass\n"
_UNSAFE = "import pickle\n\n\ndef load(data):\n    return pickle.loads(data)\n"


@pytest.fixture
def repository(tmp_path: Path) -> PlantedRepository:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"shop/broken.py": _BROKEN, "shop/unsafe.py": _UNSAFE})
    return made


@pytest.fixture
def audit(
    runtime: Runtime, places: AuditPlaces, repository: PlantedRepository, desks: "_Desks"
) -> Callable[..., AuditOutcome]:
    def carry_out(profile: AuditProfile = OPEN_SOURCE) -> AuditOutcome:
        order = AuditOrder("shop", str(repository.folder), audits=(AuditName.STRICT,), profile=profile, team="content")
        (outcome,) = runtime.run(AuditFleet(runtime, desks.clock, places).run([order]))
        return outcome

    return carry_out


class _Desks:
    """Desks of several persons over one profile."""

    def __init__(self, places: AuditPlaces) -> None:
        self.places, self.noted = places, list[TrailEvent]()
        self.clock = ManualClock(datetime.fromtimestamp(NOW_S, UTC))

    def of(self, person: str) -> TeamDesk:
        return TeamDesk(self.places, self.clock, person, self.noted.append)


@pytest.fixture
def desks(places: AuditPlaces) -> _Desks:
    return _Desks(places)


def _fingerprint(outcome: AuditOutcome, rule: str) -> str:
    return next(one.fingerprint for result in outcome.report.results for one in result.findings if one.rule == rule)


def _newest(places: AuditPlaces) -> tuple[str, int]:
    record = AuditBook(places.book).records("shop")[-1]
    return record.statuses["strict"], record.findings


def test_a_dismissal_changes_the_score_at_once_is_noted_and_returns_when_it_ends(
    audit: Callable[..., AuditOutcome], desks: _Desks, places: AuditPlaces
) -> None:
    first = audit()
    assert _newest(places)[0] == "failed"
    made = desks.of("ann").dismiss("shop", _fingerprint(first, "STR01")[:8], "a trap for parsers", days=30)
    assert made.state is DismissalState.ACTIVE
    assert _newest(places)[0] != "failed"
    (event,) = desks.noted
    assert (event.kind, event.subject, event.reason) == ("audit.dismissed", "shop", "a trap for parsers")
    assert event.body["rule"] == "STR01"
    later = desks.clock.now().timestamp() + 31 * DAY_S
    record = AuditBook(places.book).records("shop")[-1]
    assert "STR01" in {one.rule for result in TeamSight(places, later).seen(record).results for one in result.findings}


def test_it_stays_dismissed_when_its_line_moves_and_can_be_restored(
    audit: Callable[..., AuditOutcome], desks: _Desks, repository: PlantedRepository
) -> None:
    fingerprint = _fingerprint(audit(), "STR03")
    desks.of("ann").dismiss("shop", fingerprint, "only our own files")
    repository.commit({"shop/unsafe.py": f'"""Loads."""\n\n{_UNSAFE}'})
    assert "STR03" not in {one.rule for result in audit().report.results for one in result.findings}
    desks.of("bob").restore("shop", fingerprint)
    assert "STR03" in {one.rule for result in audit().report.results for one in result.findings}
    assert [one.kind for one in desks.noted] == ["audit.dismissed", "audit.restored"]


def test_in_compliance_mode_a_critical_finding_wants_a_second_person(
    audit: Callable[..., AuditOutcome], desks: _Desks, places: AuditPlaces
) -> None:
    fingerprint = _fingerprint(audit(ENTERPRISE), "STR01")
    assert desks.of("ann").dismiss("shop", fingerprint, "a trap").state is DismissalState.WAITS
    assert desks.of("ann").dismiss("shop", fingerprint, "a trap, really").state is DismissalState.WAITS
    assert _newest(places)[0] == "failed"
    made = desks.of("bob").dismiss("shop", fingerprint, "I agree")
    assert (made.state, made.persons) == (DismissalState.ACTIVE, ("ann", "bob"))
    assert _newest(places)[0] != "failed"


@pytest.mark.parametrize(
    ("finding", "reason", "days"), [("0" * 8, "why", 9.0), ("STR01", " ", 9.0), ("STR01", "why", 400.0)]
)
def test_what_is_no_dismissal_is_refused(
    audit: Callable[..., AuditOutcome], desks: _Desks, finding: str, reason: str, days: float
) -> None:
    audit()
    with pytest.raises(UserError):
        desks.of("ann").dismiss("shop", finding, reason, days)
    assert desks.noted == []


def test_what_the_team_always_dismisses_informs_only_and_what_it_mends_counts_again(
    audit: Callable[..., AuditOutcome], desks: _Desks, places: AuditPlaces, repository: PlantedRepository
) -> None:
    now_s = desks.clock.now().timestamp()
    kind, at_s = DecisionKind.DISMISSED, now_s - DAY_S
    history = [
        AuditDecision(kind, at_s, "ann", "content", "STR03", RuleSeverity.HIGH, f"old-{n}", "f") for n in range(10)
    ]
    DecisionBook(places.decisions).add(*history)
    before = audit()
    sight = TeamSight(places, now_s)
    assert sight.rules("shop", "content", OPEN_SOURCE).informing == {"STR03"}
    assert sight.rules("shop", "content", ENTERPRISE).informing == frozenset()
    repository.commit({"shop/unsafe.py": "VALUE = 1\n"})
    after = audit()
    learned = {one.rule: one for one in TeamSight(places, now_s + 60).learned}
    assert (learned["STR03"].accepted, learned["STR03"].informs) == (1, False)
    assert before.report.commit != after.report.commit
    desks.of("ann").forget("content", "STR03")
    assert "STR03" not in {one.rule for one in desks.of("ann").sight().learned}


def test_accepting_teaches_too(audit: Callable[..., AuditOutcome], desks: _Desks) -> None:
    found = desks.of("ann").accept("shop", _fingerprint(audit(), "STR03"))
    (known,) = desks.of("ann").sight().learned
    assert (known.rule, known.accepted, known.dismissed) == (found.rule, 1, 0)


def test_compliance_mode_keeps_evidence_that_can_be_checked(
    audit: Callable[..., AuditOutcome], places: AuditPlaces
) -> None:
    audit()
    assert not places.evidence.exists()
    record = audit(ENTERPRISE).record()
    pack = evidence_file(places, record)
    content = pack.read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        listed = dict(line.split("  ")[::-1] for line in archive.read("SHA256SUMS").decode().splitlines())
        assert {name: sha256(archive.read(name)).hexdigest() for name in listed} == listed
        assert {name for name in listed if name.endswith(".sarif")} == {f"results/{one}.sarif" for one in record.tasks}
        assert json.loads(archive.read("record.json"))["commit"] == record.commit
    assert keep_evidence(places, record).read_bytes() == content


def test_after_a_try_that_failed_decisions_change_the_audit_before_and_the_trouble_stays(
    audit: Callable[..., AuditOutcome], desks: _Desks, places: AuditPlaces, repository: PlantedRepository
) -> None:
    fingerprint = _fingerprint(audit(), "STR03")
    found = _newest(places)[1]
    repository.folder.rename(repository.folder.with_name("away"))
    assert audit().error is not None
    book, desk = AuditBook(places.book), desks.of("ann")

    def told() -> tuple[int, str]:
        whole, failed = book.records("shop")
        assert failed.tasks == ()
        return whole.findings, failed.trouble

    _, trouble = told()
    assert trouble
    desk.dismiss("shop", fingerprint, "only our own files")
    assert told() == (found - 1, trouble)
    desk.restore("shop", fingerprint)
    assert told() == (found, trouble)


def test_forgetting_after_a_try_that_failed_changes_the_audit_before(
    audit: Callable[..., AuditOutcome], desks: _Desks, places: AuditPlaces, repository: PlantedRepository
) -> None:
    at_s = desks.clock.now().timestamp() - DAY_S
    DecisionBook(places.decisions).add(
        *(AuditDecision(DecisionKind.DISMISSED, at_s, "ann", "content", "STR03", RuleSeverity.HIGH, f"old-{n}", "f")
          for n in range(10))
    )  # fmt: skip
    repository.commit({"shop/broken.py": "VALUE = 1\n"})
    audit()
    book = AuditBook(places.book)
    before = book.records("shop")[0].health
    repository.folder.rename(repository.folder.with_name("away"))
    audit()
    desks.of("ann").forget("content", "STR03")
    whole, failed = book.records("shop")
    assert whole.health != before
    assert (failed.tasks, bool(failed.trouble)) == ((), True)


def test_audits_are_counted_over_all_runs(audit: Callable[..., AuditOutcome], places: AuditPlaces) -> None:
    audit()
    audit(ENTERPRISE)
    counts = AuditMeter(places.metrics).read()
    assert counts.runs == {"failed": 2}
    assert counts.buckets["strict"][-1] == 2


def test_a_torn_line_of_decisions_is_left_out(places: AuditPlaces) -> None:
    book = DecisionBook(places.decisions)
    book.add(AuditDecision(DecisionKind.ACCEPTED, 1.0, "ann", "content", "STR03", RuleSeverity.LOW))
    (file,) = places.decisions.glob("*.jsonl")
    file.write_bytes(file.read_bytes() + b'{"kind":"dismi')
    book.add(AuditDecision(DecisionKind.ACCEPTED, 2.0, "ann", "content", "STR03", RuleSeverity.LOW))
    assert [one.at_s for one in book.read()] == [1.0, 2.0]
