"""The parsers of files that the console itself keeps, and that a crash, a disk or somebody else may have altered."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from console.domain.change_form import change_form, read_change, read_unlock
from console.domain.incident.incident import incident_form, read_incident
from console.domain.incident.local_silence import read_silence
from console.domain.notice.notice import notice_form, read_notice
from console.domain.rollouts.rollout_run import read_run as read_rollout
from console.domain.rollouts.rollout_run import run_form as rollout_form
from console.domain.runbooks.runbook_run import read_run as read_runbook_run
from console.domain.runbooks.runbook_run import run_form as runbook_run_form
from console.kernel.paths import Paths
from console.ports.journal import JournalConflict, JournalRecord
from console.services.load_tests.load_test_shelf import LoadTestShelf
from console.services.maturity_book import MaturityBook
from console.services.reviews.report_schedule import ScheduleFile
from console.settings.recent import recent_estates
from console.settings.settings_file import load_settings, settings_file
from console.settings.window_look import read_look
from console.store.audits.audit_book import AuditBook
from console.store.audits.decision_book import DecisionBook
from console.store.audits.result_store import ResultStore
from console.store.history.row_codec import decode_rows
from console.store.journal.file_journal import FileJournal
from resources.trail.trail_check import check_folder
from tests.fakes.trail_profile import TrailProfile
from tests.fuzz.parser import Parser
from views.memory import Memory


def _journal(file: Path) -> object:
    """Read it as a console does that starts, and write on."""
    folder = file.parent / "journal"
    folder.mkdir(exist_ok=True)
    (folder / "journal-000001.jsonl").write_bytes(file.read_bytes())
    (folder / "journal-000002.jsonl").unlink(missing_ok=True)
    journal = FileJournal(folder)
    try:
        found = journal.read()
        assert all(isinstance(one.step, int) for one in found.records)
        try:
            journal.append(JournalRecord("change", "one more", 1, 1.0, {}))
        except JournalConflict:
            return found
        assert journal.read().problems == ()
        again = FileJournal(folder).read()
        assert again.problems == found.problems, "what was told once is told again, and nothing else"
        return found
    finally:
        journal.close()


@lru_cache(maxsize=1)
def _profile(folder: Path) -> TrailProfile:
    return TrailProfile(folder / "trail-profile")


def _trail(name: str) -> Callable[[Path], object]:
    """Put a file in the place of one of the trail's, write on, verify, and read it."""

    def read(file: Path) -> object:
        profile = _profile(file.parent)
        folder = profile.book.folder
        for one in folder.glob("*") if folder.is_dir() else ():
            one.unlink()
        profile.book = profile.console()
        profile.write(2)
        (folder / name).write_bytes(file.read_bytes())
        profile.book = profile.console()
        profile.write()
        check_folder(folder, profile.book.key.trusted())
        return profile.verify()

    return read


def _form(read: Callable[[Mapping[str, Any]], Any], written: Callable[[Any], Any]) -> Callable[[Path], object]:
    """Decode what a line of a journal holds; what is read can be written again and is then the same."""

    def parse(file: Path) -> object:
        try:
            form = msgspec.json.decode(file.read_bytes(), type=dict[str, Any])
        except (ValueError, RecursionError):
            return None  # no line of a journal
        found = read(form)
        msgspec.json.encode(written(found))
        return found

    return parse


def _placed(place: str, read: Callable[[Paths], object]) -> Callable[[Path], object]:
    """Put a file where a profile has one of that kind."""

    def parse(file: Path) -> object:
        paths = Paths.under(file.parent / "profile")
        target = file.parent / "profile" / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.read_bytes())
        return read(paths)

    return parse


def _settings(paths: Paths) -> object:
    return load_settings(paths), read_look(settings_file(paths))


def _load_tests(paths: Paths) -> object:
    return LoadTestShelf(paths, "shop").tests()


def _audits(file: Path) -> object:
    book = AuditBook(file.parent / "book")
    place = book._file("shop")
    place.parent.mkdir(exist_ok=True)
    place.write_bytes(file.read_bytes())
    return book.records("shop"), tuple(book.newest())


def _decisions(file: Path) -> object:
    folder = file.parent / "decisions"
    folder.mkdir(exist_ok=True)
    (folder / "decisions-000001.jsonl").write_bytes(file.read_bytes())
    return DecisionBook(folder).read()


def _result(file: Path) -> object:
    store = ResultStore(file.parent / "results")
    place = store._file("0" * 20)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(file.read_bytes())
    return store.get("0" * 20)


KEPT_PARSERS = (
    Parser("journal", _journal, ".jsonl"),
    Parser("change-form", _form(read_change, change_form), ".json"),
    Parser("unlock-form", _form(read_unlock, repr), ".json"),
    Parser("rollout-run", _form(read_rollout, rollout_form), ".json"),
    Parser("runbook-run", _form(read_runbook_run, runbook_run_form), ".json"),
    Parser("incident", _form(read_incident, incident_form), ".json"),
    Parser("notice", _form(read_notice, notice_form), ".json"),
    Parser("silence", _form(read_silence, repr), ".json"),
    Parser("trail", _trail("trail-000001.jsonl"), ".jsonl"),
    Parser("trail-checkpoints", _trail("checkpoints-000001.jsonl"), ".jsonl"),
    Parser("trail-head", _trail("head.json"), ".json"),
    Parser("settings", _placed("config/settings.json", _settings), ".json"),
    Parser("recent", _placed("state/recent.json", recent_estates), ".json"),
    Parser("memory", lambda file: Memory(file).get("a"), ".json"),
    Parser("report-schedules", _placed("config/report-schedules.json", lambda paths: ScheduleFile(paths).read())),
    Parser("maturity", _placed("state/maturity/shop.json", lambda paths: MaturityBook(paths, "shop").records())),
    Parser("load-tests", _placed("state/load-tests/shop/0123456789ab.json", _load_tests), ".json"),
    Parser("history-rows", lambda file: decode_rows(file.read_bytes()), refuses=(ValueError, RecursionError)),
    Parser("audit-book", _audits, ".json"),
    Parser("audit-decisions", _decisions, ".jsonl"),
    Parser("audit-result", _result, ".gz"),
)
