"""Outcomes kept by content: incremental audits say what full ones say (spec/audits.md §3), and start no programs."""

import random
from pathlib import Path

import pytest
from msgspec.structs import replace

from console.audits.audit_rule import load_rules
from console.audits.audit_run import RepositoryReport, run_audits
from console.audits.outcome_book import OutcomeBook
from console.audits.repository.checkout import Checkout
from console.audits.tools import tool_run
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from tests.fakes.planted_repository import PlantedRepository

_AUDITS = (AuditName.STRICT, AuditName.TDD, AuditName.SAGES, AuditName.PREDICTIVE)
_TEXTS = {
    "shop/a.py": ["import os\n", "import pickle\n\n\ndef a(x):\n    return pickle.loads(x)\n", "def a():\n    pass\n"],
    "shop/b.py": ["X = 1\n", "def b(x, y=[]):\n    return eval(x)\n", "def b(:\n"],
    "tests/test_a.py": ["def test_a():\n    assert a()\n", "def test_a():\n    a()\n", "import time\n"],
    "README.md": ["# Shop\n", "# Shop\n\n[gone](docs/gone.md)\n", "# Shop\n\nYou will recieve it.\n"],
    "docs/how.md": ["# How\n", "[a](../shop/a.py)\n", ""],
    "setup.cfg": ["[metadata]\nname = shop\n", "[metadata]\nlicense = MIT\n", ""],
}


def _plain(report: RepositoryReport) -> list[tuple[RuleOutcome, ...]]:
    return [one.outcomes for one in report.results]


def _started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the programs that audits start from now on."""
    names: list[str] = []
    program = tool_run.tool_program
    monkeypatch.setattr(tool_run, "tool_program", lambda name: names.append(name) or program(name))
    return names


def _run(checkout: Checkout, book: OutcomeBook | None = None) -> RepositoryReport:
    return run_audits(checkout, "shop", _AUDITS, book=book)


@pytest.mark.parametrize("pushes", [pytest.param(30, marks=pytest.mark.slow)])
def test_after_each_push_incremental_and_full_audits_say_the_same(tmp_path: Path, pushes: int) -> None:
    chance = random.Random(pushes)
    repository = PlantedRepository(tmp_path / "shop")
    before = repository.commit({path: texts[0] for path, texts in _TEXTS.items()})
    book = OutcomeBook(tmp_path / "book")
    _run(repository.checkout(), book)
    for _ in range(pushes):
        path = chance.choice(list(_TEXTS))
        commit = repository.commit({path: chance.choice(_TEXTS[path])}, chance.choice(["Fix crash", "Add thing"]))
        baseline = chance.choice(["", before])
        incremental = _run(repository.checkout(baseline=baseline), book)
        anew = repository.checkout(baseline=baseline)
        anew.cache = None  # nothing that was read before is known
        full = _run(anew)
        assert _plain(incremental) == _plain(full)
        before = commit


def test_nothing_changed_starts_no_program_and_a_page_of_documents_only_the_speller(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({path: texts[1] for path, texts in _TEXTS.items()})
    book = OutcomeBook(tmp_path / "book")
    strict = (AuditName.STRICT,)
    first = run_audits(repository.checkout(), "shop", strict, book=book)
    names = _started(monkeypatch)
    again = run_audits(repository.checkout(), "shop", strict, book=book)
    assert (_plain(again), names) == (_plain(first), [])
    repository.commit({"docs/how.md": "# How to do it\n"})
    run_audits(repository.checkout(), "shop", strict, book=book)
    assert names == []  # none of its words is in the speller's lists
    repository.commit({"docs/how.md": "# How to recieve it\n"})
    run_audits(repository.checkout(), "shop", strict, book=book)
    assert names == ["codespell"]


def test_another_profile_is_another_outcome(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "X = 1\n"})
    book = OutcomeBook(tmp_path / "book")
    rule = next(one for one in load_rules() if one.key == "STR02")
    usual = repository.checkout()
    book.put(
        usual, rule, RuleOutcome("STR02", RuleState.MEASURED, 0.5, (Finding("STR02", rule.severity, "shop/a.py", 1),))
    )
    assert book.get(usual, rule) is not None
    assert book.get(repository.checkout(profile=ENTERPRISE), rule) is None
    assert book.get(repository.checkout(profile=replace(usual.profile, strictness=0.5)), rule) is None


def test_a_default_branch_of_another_name_is_another_outcome_of_what_pipelines_run_for(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    job = "jobs:\n  t:\n    steps: [{run: pytest}]\n"
    workflow = f"on:\n  push: {{branches: [develop]}}\n  pull_request:\n{job}"
    repository.commit({"shop/a.py": "X = 1\n", ".github/workflows/ci.yml": workflow})
    book, seen = OutcomeBook(tmp_path / "book"), []
    for branch in ("develop", "main", "develop"):
        repository.git("checkout", "-q", "-B", branch)
        report = run_audits(repository.checkout(), "shop", (AuditName.FLOW,), book=book)
        seen += [[one.evidence for one in outcome.findings] for outcome in report.results[0].outcomes
                 if outcome.rule == "FLO05"]  # fmt: skip
    assert seen == [[], ["nothing runs for the default branch"], []]


def test_what_is_kept_for_the_code_is_kept_of_the_code_alone(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": _TEXTS["shop/a.py"][1], "tests/test_a.py": _TEXTS["tests/test_a.py"][1]})
    before = repository.checkout()
    repository.commit({
        "conf/shop.yaml": "database:\n  password: S3cretPa55word\n", "main.tf": 'db_password = "S3cretPa55word"\n',
        "web/page.vue": "// TODO\n", "package.json": '{"scripts": {"test": "jest"}}\n', "notes.txt": "assert\n",
    })  # fmt: skip
    after, rules = repository.checkout(), [one for one in load_rules() if one.scope == "code"]
    assert rules
    for one in rules:
        assert one.check(after) == one.check(before), one.key
    found = load_rules().get("INT02").check(after).findings
    assert {one.path for one in found} == {"conf/shop.yaml", "main.tf"}


def test_what_is_not_whole_is_not_there(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "X = 1\n"})
    book = OutcomeBook(tmp_path / "book")
    rule = next(one for one in load_rules() if one.key == "STR02")
    book.put(repository.checkout(), rule, RuleOutcome("STR02", RuleState.MEASURED, 0.5))
    book.keep()
    (kept,) = (tmp_path / "book").rglob("*.json")
    whole = kept.read_bytes()
    assert OutcomeBook(tmp_path / "book").get(repository.checkout(), rule) is not None
    for damaged in (whole[:-3], whole.replace(b"0.5", b'"a"'), whole.replace(b'"STR02"', b'"STR03"'), b"[]", b""):
        kept.write_bytes(damaged)
        assert OutcomeBook(tmp_path / "book").get(repository.checkout(), rule) is None


def test_outcomes_of_an_audit_that_depend_on_the_same_are_one_file_and_others_are_not(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "X = 1\n"})
    rules, checkout = [one for one in load_rules() if one.scope != "forge"], repository.checkout()
    book = OutcomeBook(tmp_path / "book")
    for one in rules:
        book.put(checkout, one, RuleOutcome(one.key, RuleState.MEASURED, 0.5))
    assert not (tmp_path / "book").exists()
    book.keep()
    known = [one for one in rules if OutcomeBook(tmp_path / "book").get(checkout, one) is not None]
    pages = {(one.audit, one.scope) for one in known}
    assert len(list((tmp_path / "book").rglob("*.json"))) == len(pages) < len(known)
    assert {one.scope for one in rules} - {one.scope for one in known} == {"history"}


def test_what_cannot_be_written_takes_no_other_outcome_with_it(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/a.py": "X = 1\n"})
    one, other = (rule for rule in load_rules() if rule.key in {"STR01", "STR02"})
    assert (one.audit, one.scope) == (other.audit, other.scope)
    book, checkout = OutcomeBook(tmp_path / "book"), repository.checkout()
    odd = Finding(one.key, one.severity, "shop/\udcff.py", 1)
    book.put(checkout, one, RuleOutcome(one.key, RuleState.MEASURED, 0.5, (odd,)))
    book.put(checkout, other, RuleOutcome(other.key, RuleState.MEASURED, 0.5))
    book.keep()
    later = OutcomeBook(tmp_path / "book")
    assert (later.get(checkout, one), later.get(checkout, other)) == (
        None, RuleOutcome(other.key, RuleState.MEASURED, 0.5)
    )  # fmt: skip
