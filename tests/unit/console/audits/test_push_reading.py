"""A push asks git for nothing twice: listings, references and revisions are read once for a commit and its baseline."""

import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from console.audits.audit_rule import load_rules
from console.audits.compared_run import run_compared
from console.audits.repository.bare_clone import BareClone, bare_clone
from console.audits.repository.blob_text import files_at, files_before
from console.audits.repository.checkout import Checkout
from console.audits.repository.history import history_of, people_of
from console.audits.repository.reference import branches_of, tags_of
from console.audits.reviewed_commit import first_parents
from console.domain.audit.audit_name import AuditName
from console.kernel.errors import UserError
from console.services.audits.audit_order import AuditOrder, plan_audit
from tests.fakes.planted_repository import NOW_S, PlantedRepository

_ROBOT = "renovate[bot] <renovate@bots.example>"
_EVAL = "def run(text):\n    return eval(text)\n"
_CASES = "def test_{name}_runs():\n    run()\n\n\ndef test_{name}_runs_again():\n    run()\n"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the command and the arguments of every git that is started from now on."""
    found: list[str] = []
    began = subprocess.Popen.__init__

    def noted(self: object, line: list[str], *given: object, **named: object) -> None:
        if Path(line[0]).name == "git" and "--git-dir" in line:
            found.append(" ".join(line[line.index("--git-dir") + 2 :]))
        began(self, line, *given, **named)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess.Popen, "__init__", noted)
    return found


def _pair(repository: PlantedRepository, before: str, folder: Path) -> tuple[Checkout, Checkout]:
    """Return the checkout of HEAD against an earlier commit, and that of the earlier one."""
    (earlier := folder / "earlier").mkdir()
    checkout = repository.checkout(baseline=before)
    return checkout, Checkout(checkout.repository, before, earlier, now_s=checkout.now_s, later=checkout)


def test_branches_tags_and_files_of_the_baseline_are_listed_once(tmp_path: Path, asked: list[str]) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    before = repository.commit({"shop/api.py": _EVAL})
    repository.git("tag", "v1.0.0")
    repository.commit({"shop/more.py": _EVAL})
    checkout, earlier = _pair(repository, before, tmp_path)
    assert branches_of(earlier) == branches_of(checkout) != ()
    assert tags_of(checkout) == tags_of(earlier) != ()
    assert [one.path for one in earlier.tracked] == [one.path for one in files_before(checkout)] == ["shop/api.py"]
    assert [one.partition(" ")[0] for one in asked].count("for-each-ref") == 1
    assert [one for one in asked if one.startswith("ls-tree") and before in one] == [
        f"ls-tree -r -z -l --full-tree {before}"
    ]


def test_a_later_checkout_with_another_baseline_lends_no_files(tmp_path: Path) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    first = repository.commit({"shop/api.py": _EVAL})
    second = repository.commit({"shop/more.py": _EVAL})
    repository.commit({"shop/last.py": _EVAL})
    checkout, earlier = _pair(repository, first, tmp_path)
    between = Checkout(checkout.repository, second, tmp_path / "between", now_s=checkout.now_s, later=checkout)
    assert [one.path for one in earlier.tracked] == ["shop/api.py"]
    assert [one.path for one in between.tracked] == ["shop/api.py", "shop/more.py"]


@pytest.mark.parametrize("on_top", ["one", "a robot", "a branch", "nothing new by people"])
def test_the_people_of_the_baseline_are_those_that_are_read_without_a_later_checkout(
    tmp_path: Path, on_top: str
) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"shop/api.py": _EVAL})
    repository.commit({"shop/api.py": "1\n"}, author=_ROBOT)
    before = repository.commit({"shop/more.py": _EVAL})
    if on_top == "a branch":
        repository.git("checkout", "-q", "-b", "topic", "HEAD~1")
        repository.commit({"shop/topic.py": _EVAL})
        repository.git("checkout", "-q", "main")
        repository.git("merge", "-q", "--no-ff", "-m", "Merge topic", "topic")
    if on_top != "nothing new by people":
        repository.commit({"shop/last.py": _EVAL})
    repository.commit({"shop/robot.py": _EVAL}, author=_ROBOT if on_top != "one" else "Ann <ann@shop.example>")
    checkout, earlier = _pair(repository, before, tmp_path)
    alone = Checkout(checkout.repository, before, tmp_path / "alone", now_s=checkout.now_s)
    assert people_of(earlier) == people_of(alone)
    assert people_of(alone)[0].id == before
    assert len(people_of(alone)) == 2


@pytest.mark.parametrize("is_renamed", [False, True])
def test_renames_are_asked_for_only_where_a_file_is_no_longer_there(
    tmp_path: Path, asked: list[str], is_renamed: bool
) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    before = repository.commit({"shop/api.py": _EVAL})
    if is_renamed:
        repository.git("mv", "shop/api.py", "shop/door.py")
    repository.commit({"shop/more.py": _EVAL})
    (earlier := tmp_path / "earlier").mkdir()
    compared = run_compared(repository.checkout(baseline=before), earlier, "x", [AuditName.SAGES])
    assert any("--diff-filter=R" in one for one in asked) is is_renamed
    assert compared.gone == ()


def test_the_lines_of_tests_that_check_nothing_are_read_at_once(tmp_path: Path, asked: list[str]) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    names = [f"part{number}" for number in range(5)]
    repository.commit({f"tests/test_{one}.py": _CASES.format(name=one) for one in names})
    cache = tmp_path / "cache"
    cache.mkdir()
    found = []
    for round_ in ("first", "again"):
        (folder := tmp_path / round_).mkdir()
        known = repository.checkout()
        checkout = Checkout(known.repository, known.commit, folder, now_s=known.now_s, cache=cache)
        rule = next(one for one in load_rules() if one.key == "INT05")
        asked.clear()
        found.append(rule.check(checkout).findings)
        assert len([one for one in asked if one == "cat-file --batch"]) == 1
    assert len(found[0]) == 10
    assert found[0] == found[1]


def test_several_revisions_are_looked_up_at_once_and_what_is_missing_is_named(tmp_path: Path, asked: list[str]) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    first = repository.commit({"a.py": "A = 1\n"})
    repository.git("tag", "v1")
    second = repository.commit({"a.py": "A = 2\n"})
    clone = BareClone("shop", repository.folder / ".git")
    asked.clear()
    assert clone.commits("", "v1", first[:10], "main") == (second, first, first, second)
    assert len(asked) == 1
    for wrong in ("gone", "two\nlines", "v1 missing"):
        with pytest.raises(UserError, match="no branch, tag or commit") as told:
            clone.commits("main", wrong, "v1")
        assert repr(wrong) in str(told.value)


def test_kingfisher_keeps_as_much_of_a_clone_unpacked_as_git_does(tmp_path: Path) -> None:
    """It keeps few unless the repository says how many bytes, and unpacking is much of a first audit."""
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "A = 1\n"})
    clone = bare_clone(str(repository.folder), tmp_path / "clones")
    assert "deltabasecachelimit = 96m" in (clone.folder / "config").read_text("utf-8").lower()


@pytest.mark.parametrize("name", [":x.py", ":(top)x.py", "*.py", "a?.py", "[ab].py", "-l", "ü.py", "a\nb.py"])
def test_some_files_of_a_commit_are_asked_for_by_name_whatever_that_is(tmp_path: Path, name: str) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    commit = repository.commit({f"shop/{name}": "A = 1\n", "shop/b.py": "B = 1\n", name: "C = 1\n"})
    folder = repository.folder / ".git"
    everything = {one.path: one for one in files_at(folder, commit)}
    assert set(everything) == {f"shop/{name}", "shop/b.py", name}
    assert files_at(folder, commit, [name, "gone.py"]) == (everything[name],)


@pytest.mark.parametrize("has_merge", [False, True])
def test_the_line_of_a_branch_leaves_out_what_merges_brought(tmp_path: Path, has_merge: bool) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    line = [repository.commit({"a.py": f"A = {one}\n"}) for one in range(3)]
    if has_merge:
        repository.git("checkout", "-q", "-b", "side", line[0])
        repository.commit({"b.py": "B = 1\n"})
        repository.git("checkout", "-q", "main")
        repository.git("merge", "-q", "--no-ff", "-m", "Merge side", "side")
        line.append(repository.git("rev-parse", "main"))
    checkout = repository.checkout()
    assert [one.id for one in first_parents(checkout)] == line[::-1]
    assert len(history_of(checkout)) == len(line) + has_merge


def test_after_a_push_the_code_is_not_measured_again_for_an_estimate(tmp_path: Path, asked: list[str]) -> None:
    repository = PlantedRepository(tmp_path / "shop")
    repository.commit({"a.py": "A = 1\n" * 5000})
    order = AuditOrder("shop", str(repository.folder))
    first = plan_audit(order, tmp_path / "cache", NOW_S, None)
    before, after = first.commit, repository.commit({"a.py": "A = 2\n"})
    bare_clone(order.source, tmp_path / "cache" / "clones")
    asked.clear()
    pushed = plan_audit(replace(order, baseline=before, fetched=after), tmp_path / "cache", NOW_S, None)
    assert [one for one in asked if one.startswith("ls-tree")] == []
    assert [one.estimate_s for one in pushed.tasks] == [one.estimate_s for one in first.tasks]
    anew = plan_audit(order, tmp_path / "cache", NOW_S, None)
    assert anew.commit == pushed.commit == after
    assert anew.tasks[0].estimate_s < pushed.tasks[0].estimate_s
