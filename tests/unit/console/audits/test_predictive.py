"""The predictive audit over planted histories. Proves G1.8 and the acceptance of spec/audits.md §6."""

import random
from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport, run_audits
from console.audits.foresight.backtest import backtest_of, share_found
from console.audits.foresight.fix_title import is_fix_title, title_of
from console.audits.foresight.hot_file import ranking_of
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from tests.fakes.imported_history import Step, checkout_at, import_history
from tests.fakes.planted_repository import found

_WEAK, _STEADY = "shop/weak.py", "shop/steady.py"


def _text(version: int, lines: int = 60, deep: int = 0) -> str:
    return f"import os\n\nVERSION = {version}\n" + "".join(f"{'    ' * deep}value_{n} = {n}\n" for n in range(lines))


def _planted() -> list[Step]:
    """Three years: weak.py draws fixes by passers-by after its author left; steady.py grows by its owner with tests."""
    steps = [
        Step(0, "Begin", {_WEAK: _text(0), _STEADY: _text(0), "shop/pair_a.py": _text(0), "shop/pair_b.py": _text(0),
                          "shop/known_a.py": "from shop import known_b\n" + _text(0), "shop/known_b.py": _text(0),
                          **{f"shop/quiet_{n}.py": _text(n) for n in range(12)}}, who="gone")
    ]  # fmt: skip
    for n in range(1, 40):
        steps.append(Step(n * 25, f"Add feature {n}", {_STEADY: _text(n), "tests/test_steady.py": _text(n)}))
        if n % 4 == 0:
            steps.append(Step(n * 25 + 1, f"Add offer {n}", {"shop/pair_a.py": _text(n), "shop/pair_b.py": _text(n)}))
            known = {"shop/known_a.py": "from shop import known_b\n" + _text(n), "shop/known_b.py": _text(n)}
            steps.append(Step(n * 25 + 2, f"Add price {n}", known))
    for n in range(1, 8):
        tested = {"tests/test_weak.py": _text(n)}
        steps.append(Step(400 + n * 30, f"Fix crash {n}", {_WEAK: _text(n), **tested}, who=f"early{n}"))
        deep = {_WEAK: _text(n, 60 + 6 * n, 1 + n // 3)}
        steps.append(Step(700 + n * 30, f"Fix wrong sum {n}", deep, who=f"passer{n}"))
    steps.append(Step(900, "Fix typo in docs", {"docs/how.md": "Hello\n"}))
    wide = {f"shop/quiet_{n}.py": _text(100 + n, 90) for n in range(12)}
    steps.append(Step(990, "Rework everything", wide | {"tool/new.py": _text(1, 300)}, who="newcomer"))
    steps.append(Step(991, "Add feature 41", {_STEADY: _text(41)}))
    return sorted(steps, key=lambda step: step.day)


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    folder = tmp_path_factory.mktemp("predictive")
    commits = import_history(folder / "shop.git", _planted())
    checkout = checkout_at(folder / "shop.git", commits[-1], folder / "tree", baseline=commits[-4])
    return run_audits(checkout, "planted", [AuditName.PREDICTIVE])


def test_the_file_that_fixes_come_back_to_is_named_and_the_busy_one_is_not(report: RepositoryReport) -> None:
    assert [one.path for one in found(report, "PRE01")] == [_WEAK]


def test_every_hint_gives_at_least_two_reasons_with_numbers(report: RepositoryReport) -> None:
    """Proves G1.8: obvious reasoning."""
    hints = [one for result in report.results for one in result.findings]
    assert {one.rule for one in hints} == {"PRE01", "PRE02", "PRE03", "PRE04", "PRE05", "PRE06"}
    for one in hints:
        assert sum(any(letter.isdigit() for letter in part) for part in one.evidence.split("; ")) >= 2, one.evidence


@pytest.mark.parametrize("rule", ["PRE02", "PRE04", "PRE06"])
def test_only_the_weak_file_is_told_for_its_tests_nesting_and_owner(report: RepositoryReport, rule: str) -> None:
    assert [one.path for one in found(report, rule)] == [_WEAK]


def test_only_the_wide_commit_of_the_newcomer_is_told(report: RepositoryReport) -> None:
    (one,) = found(report, "PRE03")
    assert "files: 13" in one.evidence
    assert one.path == ""


def test_files_that_change_together_are_told_unless_one_imports_the_other(report: RepositoryReport) -> None:
    (one,) = found(report, "PRE05")
    assert one.path == "shop/pair_a.py"
    assert "shop/pair_b.py" in one.evidence


def test_it_informs_and_never_fails(report: RepositoryReport) -> None:
    (result,) = report.results
    assert result.measured == 6, [one.note for one in result.outcomes]
    assert result.status is AuditStatus.WARNING


def test_a_young_repository_is_not_judged(tmp_path: Path) -> None:
    (commit,) = import_history(tmp_path / "shop.git", [Step(0, "Begin", {_WEAK: _text(0)})])
    report = run_audits(checkout_at(tmp_path / "shop.git", commit, tmp_path / "tree"), "x", [AuditName.PREDICTIVE])
    assert {one.state for one in report.results[0].outcomes} == {"not-applicable"}
    assert report.results[0].score is None


def _long(seed: int) -> list[Step]:
    """Four years over forty files, of which some stay weak for a while; every third one is renamed once."""
    chance = random.Random(seed)
    names = [f"src/part{n}/file{n}.py" for n in range(40)]
    weak = [chance.lognormvariate(0, 1.3) for _ in names]
    sizes = [int(chance.lognormvariate(4, 0.8)) + 5 for _ in names]
    steps = [Step(0, "Begin", {name: _text(0, size) for name, size in zip(names, sizes, strict=True)})]
    for n in range(1, 900):
        place = chance.choices(range(40), weak if n % 3 == 0 else None)[0]
        renames = {}
        if n % 60 == 0:
            fresh = names[place].replace("src/", "lib/")
            renames = {names[place]: fresh} if fresh != names[place] else {}
            names[place] = fresh
        title = f"Fix crash {n}" if n % 3 == 0 else f"Add thing {n}"
        who = chance.choice(["ann", "bob", "cat", f"passer{n}"])
        steps.append(Step(n * 1.6, title, {names[place]: _text(n, sizes[place])}, who=who, renames=renames))
    return steps


def test_the_backtest_uses_nothing_of_the_future_and_finds_more_than_chance_and_the_hotspot(tmp_path: Path) -> None:
    """Proves spec/audits.md §6: the ranking a year ago is the same whether or not the year has happened."""
    commits = import_history(tmp_path / "shop.git", _long(1))
    now = checkout_at(tmp_path / "shop.git", commits[-1], tmp_path / "now")
    backtest = backtest_of(now)
    assert len(backtest.windows) >= 2
    assert backtest.fixes >= 100
    assert backtest.found > max(0.285, backtest.hotspot)
    cut = backtest.windows[0]
    then = checkout_at(tmp_path / "shop.git", cut.commit, tmp_path / "then")
    replaced = import_history(tmp_path / "other.git", [*_long(1)[: commits.index(cut.commit) + 1], *_other_tail()])
    other = checkout_at(tmp_path / "other.git", replaced[-1], tmp_path / "other")
    window = next(one for one in backtest_of(other).windows if one.commit == cut.commit)
    assert window.named == cut.named == tuple(one.path for one in ranking_of(then)[:5])
    assert ranking_of(checkout_at(tmp_path / "other.git", cut.commit, tmp_path / "again")) == ranking_of(then)


def _other_tail() -> list[Step]:
    """Another last year, which ends on the same day."""
    chance = random.Random(7)
    places = [chance.randrange(40) for _ in range(60)]
    return [
        Step(1438.4 - (59 - n) * 6, f"Fix leak {n}", {f"src/part{place}/file{place}.py": _text(n, 30)})
        for n, place in enumerate(places)
    ]


@pytest.mark.parametrize(
    ("title", "is_fix"),
    [
        ("Fix crash when the basket is empty", True),
        ("fix(cart): wrong total", True),
        ("Fixed #31415 -- Prevented a leak of cursors, added tests", True),
        ("Avoid deadlock in the pool", True),
        ("fix(docs): broken link in readme", False),
        ("fix(deps): update dependency x to v2", False),
        ("Fix typo", False),
        ("Fix flaky test", False),
        ("Fix the failing tests on Windows", False),
        ("Add prefix option", False),
        ("chore: fix lint", False),
        ("feat: leak detector", False),
        ("Bump fixtures from 1 to 2", False),
        ("[3.1] Backport: fix crash", False),
    ],
)
def test_fixes_of_the_product_are_told_by_their_title(title: str, is_fix: bool) -> None:
    assert is_fix_title(title) is is_fix


def test_a_merge_is_called_what_its_pull_request_is_called() -> None:
    assert title_of("Merge pull request #7 from ann/fix-sum", "Sum is wrong for refunds\n\nMore") == (
        "Sum is wrong for refunds"
    )
    assert title_of("Merge branch 'fix/empty-basket' into 'main'", "") == "fix empty basket"


def test_the_file_at_the_edge_of_the_lines_counts_by_its_part() -> None:
    ranking = [("a", 10), ("b", 20), ("c", 70)]
    assert share_found(ranking, {"a": 2, "b": 2}) == pytest.approx((2 + 1) / 4)
