"""What the console keeps, on a disk that is full or takes nothing: one sentence, nothing damaged, no draft left behind.

Proves the quality bar's row "disk full, read-only home". The history has a suite of its own (test_recorder_endurance).
"""

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from console.audits.repository.bare_clone import bare_clone
from console.domain.audit.audit_decision import AuditDecision, DecisionKind
from console.domain.audit.osv_record import OsvRecord
from console.domain.audit.rule_severity import RuleSeverity
from console.domain.runbooks.runbook_run import RunbookRun, RunMoment
from console.kernel.errors import ConsoleError
from console.kernel.paths import Paths, keep_private, write_private
from console.ports.journal import JournalRecord
from console.runbooks.runbook_draft import keep_draft
from console.services.audits.work_folder import work_folder
from console.services.runbooks.run_shelf import RunShelf
from console.settings.appearance import Appearance, Theme
from console.settings.recent import remember_estate
from console.settings.settings import Settings
from console.settings.settings_file import save_settings
from console.store.audits.advisory_book import AdvisoryBook
from console.store.audits.audit_book import AuditBook, AuditRecord
from console.store.audits.audit_meter import AuditMeter
from console.store.audits.decision_book import DecisionBook
from console.store.audits.order_shelf import OrderShelf
from console.store.audits.result_store import ResultStore
from console.store.journal.file_journal import FileJournal
from tests.fakes.broken_disk import fill, small_disk, without_write
from tests.fakes.planted_repository import PlantedRepository
from tests.fakes.trail_profile import TrailProfile
from views.memory import Memory

EMPTY = {"audit work"}  # makes folders and a lock without content
GROWING = {"trail"}  # what still fits is written: each event is whole by itself
LARGE = "x" * 20_000  # beyond what a file system keeps inside an entry it has already


@dataclass(frozen=True)
class Writer:
    """``write`` keeps the ``number``-th thing below a folder; ``quiet``: what is lost can be made again."""

    name: str
    write: Callable[[Path, int], object]
    quiet: bool = False


def _journal(folder: Path, number: int) -> None:
    journal = FileJournal(folder / "journal")
    try:
        journal.append(JournalRecord("change", f"c{number}", 0, 1.0, {"text": LARGE}))
    finally:
        journal.close()


def _trail(folder: Path, number: int) -> None:
    profile = TrailProfile(folder / "profile", signed=False)
    profile.written = number * 100
    profile.write(40)


def _record(number: int) -> AuditRecord:
    return AuditRecord("shop", LARGE, "a" * 40, float(number), (f"{number:020}",), 80.0, False, {}, 0, 1.0)


def _run(number: int) -> RunbookRun:
    moments = (RunMoment(1.0, "started", LARGE),)
    name = f"run-20261121-08000{number}-abcdef"
    return RunbookRun(name, "shop", "ann", "walk", "A walk", "", "", 1.0, (), moments, 1)


def _decision(number: int) -> AuditDecision:
    return AuditDecision(DecisionKind.DISMISSED, float(number), "ann", "web", "INT11", RuleSeverity.LOW, evidence=LARGE)


def _advisory(number: int) -> OsvRecord:
    return OsvRecord(f"A-{number}", summary=LARGE)


def _order(folder: Path, number: int) -> None:
    with OrderShelf(folder / "orders").keeping(f"place{number}", LARGE.encode(), lambda: True):
        pass


def _memory(folder: Path, number: int) -> None:
    memory = Memory(folder / "window.json")
    memory.keep(str(number), LARGE)
    memory.save()


def _work(folder: Path, _number: int) -> None:
    with work_folder(folder / "work") as place:
        assert place.is_dir()


def _settings(folder: Path, number: int) -> None:
    theme = Theme.DARK if number else Theme.LIGHT
    save_settings(Paths.under(folder), Settings(appearance=Appearance(theme=theme)))


WRITERS = (
    Writer("settings", _settings),
    Writer("recent", lambda folder, number: remember_estate(Paths.under(folder), f"/{number}/{LARGE}"), quiet=True),
    Writer("memory", _memory, quiet=True),
    Writer("export", lambda folder, number: write_private(folder / f"export-{number}.csv", LARGE)),
    Writer(
        "cache", lambda folder, number: keep_private(folder / "cache" / f"{number}.json", LARGE.encode()), quiet=True
    ),
    Writer("journal", _journal),
    Writer("trail", _trail),
    Writer("runbook record", lambda folder, number: RunShelf(folder / "runs").keep_record(_run(number))),
    Writer("runbook draft", lambda folder, number: keep_draft(Paths.under(folder), Path(f"/{number}.md"), LARGE)),
    Writer("audit result", lambda folder, number: ResultStore(folder / "results").put(f"{number:020}", _noise())),
    Writer("audit record", lambda folder, number: AuditBook(folder / "book").add(_record(number))),
    Writer("audit decision", lambda folder, number: DecisionBook(folder / "decisions").add(_decision(number))),
    Writer("audit counts", lambda folder, number: AuditMeter(folder / "metrics").count(())),
    Writer("audit orders", _order),
    Writer("audit work", _work),
    Writer(
        "advisories", lambda folder, number: AdvisoryBook(folder / "osv").add([OsvRecord(f"A-{number}", summary=LARGE)])
    ),
)
ALL = pytest.mark.parametrize("writer", WRITERS, ids=lambda one: one.name)


def _noise() -> bytes:
    """What cannot be packed."""
    return b"".join(sha256(str(number).encode()).digest() for number in range(1000))


def _said(writer: Writer, folder: Path, number: int) -> str:
    """Return the sentence of a refusal; empty when it was kept, or needs not be."""
    try:
        writer.write(folder, number)
    except ConsoleError as error:
        return str(error)
    return ""


def _kept(folder: Path) -> dict[str, bytes]:
    """Return the contents below a folder that are somebody's: without locks and what marks a running console."""
    files = (one for one in sorted(folder.rglob("*")) if one.is_file() and one.name != "ballast")
    return {
        str(one.relative_to(folder)): one.read_bytes()
        for one in files
        if one.stat().st_size and one.suffix != ".lock" and one.name != "lock"
    }


@ALL
def test_on_a_full_disk_it_is_told_what_was_there_stays_and_later_it_goes_on(writer: Writer) -> None:
    with small_disk() as disk:
        assert _said(writer, disk, 0) == ""
        before = _kept(disk)
        ballast = fill(disk)
        sentence = _said(writer, disk, 1)
        after = _kept(disk)
        assert after.keys() == before.keys(), "there is no draft"
        grows = writer.name in GROWING
        assert all(after[one].startswith(old) if grows else after[one] == old for one, old in before.items())
        if not writer.quiet and writer.name not in EMPTY:
            assert "No space left" in sentence or "full" in sentence, sentence
        assert "Traceback" not in sentence
        ballast.unlink()
        assert _said(writer, disk, 2) == ""


@ALL
def test_where_nothing_may_be_written_it_is_told(writer: Writer, tmp_path: Path) -> None:
    assert _said(writer, tmp_path, 0) == ""
    before = _kept(tmp_path)
    with without_write(tmp_path):
        sentence = _said(writer, tmp_path, 1)
        assert _kept(tmp_path) == before
    if not writer.quiet:
        assert "Read-only file system" in sentence or "Permission denied" in sentence, sentence
    assert _said(writer, tmp_path, 2) == ""


def test_a_clone_on_a_full_disk_is_told_and_made_anew_when_there_is_space(tmp_path: Path) -> None:
    source = PlantedRepository(tmp_path / "source")
    source.commit({"a.txt": LARGE, "b.bin": _noise().hex() * 4})
    with small_disk() as disk:
        ballast = fill(disk, leave=60_000)
        with pytest.raises(ConsoleError) as caught:
            bare_clone(str(source.folder), disk / "cache")
        assert "\n" not in str(caught.value).strip()
        ballast.unlink()
        assert bare_clone(str(source.folder), disk / "cache").folder.is_dir()
