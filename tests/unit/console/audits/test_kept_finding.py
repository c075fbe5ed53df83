"""After a push only the files that it changed are written out and read again, findings and fingerprints stay the same.

Proves the speed of incremental audits (quality bar) and G1.6.
"""

from pathlib import Path

from console.audits.audit_run import RepositoryReport, run_audits
from console.audits.kept_finding import kept_findings, kept_fingerprinted
from console.audits.outcome_book import OutcomeBook
from console.audits.repository.checkout import Checkout
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.fingerprint import fingerprinted
from console.domain.audit.rule_severity import RuleSeverity
from tests.fakes.planted_repository import PlantedRepository

_FAULTY = "def add(to=[]):\n    return eval(to)\n"
_TEXTS = {
    "shop/a.py": _FAULTY,
    "shop/b.py": _FAULTY,
    "shop/c.py": f'db_password = "tr0ub4dor&3"\n{_FAULTY}',
    "docs/how.md": "You will recieve it.\n",
}


def _plain(report: RepositoryReport) -> list[object]:
    return [one.outcomes for one in report.results]


def _written(checkout: Checkout) -> set[str]:
    folder = checkout.folder_with(())
    return {one.relative_to(folder).as_posix() for one in folder.rglob("*") if one.is_file()}


def _finding(path: str, line: int, evidence: str = "") -> Finding:
    return Finding("STR02", RuleSeverity.HIGH, path, line, evidence=evidence)


def test_a_push_of_one_file_has_one_file_written_out(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit(_TEXTS)
    book, audits = OutcomeBook(tmp_path / "book"), (AuditName.STRICT, AuditName.TDD)
    first = repository.checkout()
    run_audits(first, "shop", audits, book=book)
    assert _written(first) == set(_TEXTS)
    repository.commit({"shop/b.py": f"{_FAULTY}\n\n{_FAULTY}"})
    pushed = repository.checkout()
    report = run_audits(pushed, "shop", audits, book=book)
    assert _written(pushed) == {"shop/b.py"}
    anew = repository.checkout()
    anew.cache = None
    assert _plain(report) == _plain(run_audits(anew, "shop", audits))


def test_kept_fingerprints_are_those_of_the_lines(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "x = 1\ny = 2\nx = 1\n", "b.py": "x = 1\n"})
    first, other = (
        [_finding("a.py", 1), _finding("b.py", 1)],
        [_finding("a.py", 3), _finding("a.py", 1), _finding("", 0)],
    )
    for asked in (first, other, first):
        checkout = repository.checkout()
        assert kept_fingerprinted(checkout, "STR02", asked) == fingerprinted(asked, checkout.line)
    repository.commit({"a.py": "y = 2\nx = 1\n"})
    checkout = repository.checkout()
    assert kept_fingerprinted(checkout, "STR02", first) == fingerprinted(first, checkout.line)


def test_what_a_file_was_found_to_hold_is_looked_for_again_when_it_changes(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "1\n", "b.py": "2\n"})
    looked: list[str] = []

    def found() -> list[Finding]:
        checkout = repository.checkout()

        def look(path: str) -> list[Finding]:
            looked.append(path)
            return [_finding(path, 1, checkout.line(path, 1))]

        return list(kept_findings(checkout, "some-rule", [("a.py", "a.py"), ("b.py", "b.py")], look))

    assert [one.evidence for one in found()] == ["1", "2"]
    repository.commit({"b.py": "3\n"})
    assert [one.evidence for one in found()] == ["1", "3"]
    assert looked == ["a.py", "b.py", "b.py"]
