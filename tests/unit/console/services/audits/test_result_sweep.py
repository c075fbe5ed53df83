"""Results that no record names any more are let go of after a day; whatever is in doubt stays. Proves G1.5."""

import os
from pathlib import Path

import pytest

from console.domain.audit.audit_name import AuditName
from console.kernel.runtime import Runtime
from console.services.audits.audit_fleet import AuditFleet
from console.services.audits.audit_order import AuditOrder
from console.services.audits.audit_places import AuditPlaces
from console.services.audits.result_sweep import sweep_results
from console.store.audits.audit_book import AuditBook, AuditRecord
from console.store.audits.result_store import ResultStore
from tests.fakes.manual_clock import ManualClock
from tests.fakes.planted_repository import PlantedRepository

DAY_S = 86_400.0
NOW_S = 1_800_000_000.0
NAMED, OLD, FRESH = "a" * 20, "b" * 20, "c" * 20


@pytest.fixture
def store(places: AuditPlaces) -> ResultStore:
    """A named result and an old one, both from long ago, and one that was made just now."""
    made = ResultStore(places.results)
    for one, age_s in ((NAMED, 90 * DAY_S), (OLD, 2 * DAY_S), (FRESH, 60.0)):
        made.put(one, b"content")
        _age(places.results / one[:2] / f"{one}.sarif.gz", age_s)
    AuditBook(places.book).add(AuditRecord("shop", "s", "c", 1.0, (NAMED,), 90.0, False, {}, 0, 1.0))
    return made


def _age(file: Path, age_s: float, now_s: float = NOW_S) -> Path:
    os.utime(file, (now_s - age_s, now_s - age_s))
    return file


def _kept(store: ResultStore) -> list[str]:
    return [one for one in (NAMED, OLD, FRESH) if store.holds(one)]


def test_what_no_record_names_goes_after_a_day_with_the_drafts_of_killed_workers(
    places: AuditPlaces, store: ResultStore
) -> None:
    left, at_work = places.results / "bb" / ".part-killed", places.results / "cc" / ".part-at-work"
    for one in (left, at_work):
        one.write_bytes(b"half")
        _age(one, 2 * DAY_S if one is left else 60.0)
    sweep_results(places, NOW_S)
    assert _kept(store) == [NAMED, FRESH]
    assert (left.exists(), at_work.exists()) == (False, True)


def test_a_result_that_an_audit_counts_as_done_is_as_young_as_one_that_is_made(
    places: AuditPlaces, store: ResultStore
) -> None:
    file = _age(places.results / OLD[:2] / f"{OLD}.sarif.gz", 900 * DAY_S)
    assert not store.put(OLD, b"again")
    put_s = file.stat().st_mtime
    _age(file, 900 * DAY_S)
    store.renew(OLD)
    assert min(put_s, file.stat().st_mtime) > NOW_S - 800 * DAY_S
    store.renew("d" * 20)  # what is not there stays so
    assert not store.holds("d" * 20)


def test_it_is_looked_at_once_a_day(places: AuditPlaces, store: ResultStore) -> None:
    sweep_results(places, NOW_S)
    sweep_results(places, NOW_S + DAY_S / 2 + 1)
    store.put(OLD, b"content")
    _age(places.results / OLD[:2] / f"{OLD}.sarif.gz", 2 * DAY_S)
    sweep_results(places, NOW_S + DAY_S - 1)
    assert _kept(store) == [NAMED, OLD, FRESH]
    sweep_results(places, NOW_S + DAY_S)
    assert _kept(store) == [NAMED]


def test_while_a_page_of_the_book_cannot_be_read_nothing_goes(places: AuditPlaces, store: ResultStore) -> None:
    (places.book / "0.json").write_bytes(b"[{")
    sweep_results(places, NOW_S)
    assert _kept(store) == [NAMED, OLD, FRESH]


def test_where_nothing_was_audited_nothing_is_made(places: AuditPlaces) -> None:
    sweep_results(places, NOW_S)
    assert not places.results.exists()


def test_a_run_sweeps_when_it_ends_and_keeps_its_own(runtime: Runtime, places: AuditPlaces, tmp_path: Path) -> None:
    repository, clock = PlantedRepository(tmp_path / "shop"), ManualClock()
    repository.commit({"README.md": "# shop\n"})
    store = ResultStore(places.results)
    store.put(OLD, b"content")
    _age(places.results / OLD[:2] / f"{OLD}.sarif.gz", 2 * DAY_S, clock.now().timestamp())
    order = AuditOrder("shop", str(repository.folder), audits=(AuditName.SAGES,))
    (outcome,) = runtime.run(AuditFleet(runtime, clock, places).run([order]))
    assert not store.holds(OLD)
    assert all(store.holds(one) for one in outcome.tasks)
