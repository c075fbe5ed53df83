"""What came of one project cannot be kept whole: its outcome says so, and the others go on. Proves G1.4, G1.7."""

import zipfile
from collections.abc import Collection
from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE
from console.domain.audit.audit_task import AuditTask
from console.kernel.errors import UserError
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_outcome import AuditOutcome
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.audit_worker import TaskEnd, audited
from console.services.audits.evidence_pack import evidence_file
from console.store.audits.audit_book import AuditBook, AuditRecord
from console.store.audits.decision_book import DecisionBook
from console.store.audits.result_store import ResultStore
from tests.fakes.manual_clock import ManualClock
from tests.fakes.planted_repository import PlantedRepository

BOTH = (AuditName.GIT, AuditName.SAGES)


class _Carrier:
    """Does tasks at once; the history of a project that is ``bad`` always fails."""

    at_once = width = 2

    def __init__(self, places: AuditPlaces, bad: str = "") -> None:
        self._places, self._bad = places, bad

    def expect(self, tasks: Collection[AuditTask], *, is_all: bool) -> None:
        """Nothing is prepared."""

    def forget(self, tasks: Collection[str]) -> None:
        """Nothing was noted."""

    async def carry(self, task: AuditTask, now_s: float) -> TaskEnd:
        """Put its result into the store, or refuse."""
        if task.owner == self._bad and AuditName.GIT in task.audits:
            return TaskEnd(refused="It failed in batch x: OOMKilled")
        ResultStore(self._places.results).put(task.id, audited(task, self._places.cache, now_s))
        return TaskEnd(took_s=0.1)


@pytest.fixture
def orders(tmp_path: Path) -> list[AuditOrder]:
    made = []
    for name in ("bank", "other"):
        repository = PlantedRepository(tmp_path / name)
        repository.commit({"README.md": f"# {name}\n"})
        made.append(AuditOrder(name, str(repository.folder), audits=BOTH, profile=ENTERPRISE))
    return made


def _run(runtime: Runtime, places: AuditPlaces, orders: list[AuditOrder], bad: str = "") -> tuple[AuditOutcome, ...]:
    fleet = AuditFleet(runtime, ManualClock(), places, carrier=_Carrier(places, bad))
    return runtime.run(fleet.run(orders))


def test_a_failed_task_is_listed_in_its_evidence_pack_and_the_other_projects_go_on(
    runtime: Runtime, places: AuditPlaces, orders: list[AuditOrder]
) -> None:
    bank, other = _run(runtime, places, orders, bad="bank")
    assert "OOMKilled" in " ".join(bank.troubles)
    assert other.troubles == ()
    with zipfile.ZipFile(evidence_file(places, bank.record())) as archive:
        missing = archive.read("missing.txt").decode().split()
        kept = {one for one in archive.namelist() if one.startswith("results/")}
        listed = archive.read("SHA256SUMS").decode()
    assert len(missing) == 1
    assert kept == {f"results/{one}.sarif" for one in bank.tasks if one not in missing}
    assert "missing.txt" in listed
    with zipfile.ZipFile(evidence_file(places, other.record())) as archive:
        assert "missing.txt" not in archive.namelist()


def test_an_outcome_that_cannot_be_kept_says_so_and_the_other_projects_are_kept(
    runtime: Runtime, places: AuditPlaces, orders: list[AuditOrder], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = AuditBook.add

    def refuse(book: AuditBook, record: AuditRecord) -> None:
        if record.project in {"bank", "gone"}:
            raise UserError("The file x cannot be written: No space left on device.")
        keep(book, record)

    monkeypatch.setattr(AuditBook, "add", refuse)
    lost = AuditOrder("gone", str(tmp_path / "gone"), audits=BOTH)
    bank, other, gone = _run(runtime, places, [*orders, lost])
    assert "No space left" in " ".join(bank.troubles)
    assert "No space left" in " ".join(gone.troubles)
    assert gone.error is not None
    assert other.troubles == ()
    assert [one.project for one in AuditBook(places.book).newest()] == ["other"]


@pytest.mark.parametrize("is_own", [True, False])
def test_nothing_is_learned_from_another_estates_project_of_the_same_key(
    runtime: Runtime, places: AuditPlaces, tmp_path: Path, is_own: bool
) -> None:
    one = PlantedRepository(tmp_path / "shop" / "web")
    one.commit({"README.md": "# Web\n\nSee [the guide](docs/guide.md).\n"})
    _run(runtime, places, [AuditOrder("web", str(one.folder), audits=BOTH, team="front")])
    other = one if is_own else PlantedRepository(tmp_path / "bank" / "web")
    other.commit({"README.md": "# Web\n\nThere is no guide.\n"})
    _run(runtime, places, [AuditOrder("web", str(other.folder), audits=BOTH, team="front")])
    learned = DecisionBook(places.decisions).read()
    assert bool(learned) is is_own
