"""Clones without contents that no rule reads: the same findings, one request, and never a half that looks whole.

Proves G1.5 and G1.6.
"""

import shutil
import subprocess
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest

from console.audits.audit_rule import AuditRule, load_rules, past_of
from console.audits.audit_run import known_audits, run_audits
from console.audits.repository import bare_clone as cloning
from console.audits.repository.bare_clone import BareClone, bare_clone, kept_clone
from console.audits.repository.checkout import Checkout
from console.audits.repository.clone_cache import KEPT_S, evict_clones, is_partial, note_use
from console.audits.repository.git_reading import git_output
from console.audits.repository.partial_clone import clone_for
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.forge_facts import NOTHING_TOLD, ForgeFacts, ReviewFact, RunFact
from console.domain.audit.rule_outcome import RuleState
from console.kernel.errors import ConnectorError, ConsoleError, UserError
from tests.fakes.imported_history import BEGAN_S, DAY_S, Step, import_history

NOW_S = BEGAN_S + 1010.0 * DAY_S
_WEAK, _STEADY = "shop/weak.py", "shop/steady.py"
_BIG = "".join(f"{number * 7919 % 1_000_003:07d}" for number in range(780_000))
_LETTER = "".join(f"Line {number} of what is moved and changed\n" for number in range(30))
_TOKEN = "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"


def _text(version: int, lines: int = 60, deep: int = 0) -> str:
    return f"import os\n\nVERSION = {version}\n" + "".join(f"{'    ' * deep}value_{n} = {n}\n" for n in range(lines))


def _steps() -> list[Step]:
    """Three years in which every rule that looks at the past has something to say."""
    begun = {
        "README.md": "# Shop\n\nSee [letter](notes/letter.md).\n", "CHANGELOG.md": "# Changes\n\n## 1.0.0\n\n- Begun\n",
        "CODEOWNERS": "/shop/steady.py @ann\n", "docs/weak.md": "# Weak\n", _WEAK: _text(0), _STEADY: _text(0),
        ".github/dependabot.yml": "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n",
        "shop/pair_a.py": _text(0), "shop/pair_b.py": _text(0), "notes/letter.md": _LETTER, "film.txt": _BIG,
        **{f"shop/quiet_{n}.py": _text(n) for n in range(34)},
    }  # fmt: skip
    steps = [
        Step(0, "Begin", begun, who="gone"),
        Step(10, "Add access", {"conf.py": f'TOKEN = "{_TOKEN}"\n'}),
        Step(20, "Remove access", {"conf.py": None}),
        Step(22, "Tell how to help", {"CONTRIBUTING.md": "# How\n\nAsk Ann. All commits must be signed.\n"}),
        Step(23, "Ask nobody", {"CONTRIBUTING.md": "# How\n\nAll commits must be signed.\n"}),
        Step(25, "Remove the film", {"film.txt": None}),
        Step(
            30, "Move the letter", {"notes/post.md": _LETTER + "P.S.\n"}, renames={"notes/letter.md": "notes/post.md"}
        ),
        Step(32, "Bump the pins", {"requirements.txt": "ruff==0.1\n"}, who="dependabot[bot]"),
    ]
    for n in range(1, 40):
        steps.append(Step(n * 25.1, f"Add feature {n}", {_STEADY: _text(n), "tests/test_steady.py": _text(n)}))
        if n % 4 == 0:
            steps.append(Step(n * 25 + 1, f"Add offer {n}", {"shop/pair_a.py": _text(n), "shop/pair_b.py": _text(n)}))
    for n in range(1, 8):
        steps.append(Step(400 + n * 30, f"Fix crash {n}", {_WEAK: _text(n)}, who=f"early{n}"))
        deep = {_WEAK: _text(n, 60 + 6 * n, 1 + n // 3)}
        steps.append(Step(700 + n * 30, f"Fix wrong sum {n}", deep, who=f"passer{n}"))
    wide = {f"shop/quiet_{n}.py": _text(100 + n, 90) for n in range(34)}
    steps.append(Step(990, "Rework everything", wide | {"tool/new.py": _text(1, 300)}, who="newcomer"))
    return [*sorted(steps, key=lambda step: step.day), Step(1000, "Add feature 41", {_STEADY: _text(41)})]


def _serve(folder: Path, steps: Iterable[Step]) -> list[str]:
    commits = import_history(folder, steps)
    _git(folder, "config", "uploadpack.allowFilter", "true")
    return commits


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "--git-dir", str(folder), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@dataclass
class Told:
    """What the rules say over three clones whose origin is gone: whole, and partial of two kinds."""

    whole: dict[str, object]
    renamed: dict[str, object]
    none: dict[str, object]


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    place = tmp_path_factory.mktemp("partial")
    commits = _serve(place / "shop.git", _steps())
    _git(place / "shop.git", "branch", "topic", commits[5])
    _git(place / "shop.git", "tag", "v1.0.0", commits[8])
    source, named = (place / "shop.git").as_uri(), (commits[-1], commits[-3])
    whole = clone_for(source, place / "0", named, PastContents.ALL)
    renamed = clone_for(source, place / "1", named, PastContents.RENAMED)
    none = clone_for(source, place / "2", named, PastContents.NONE)
    assert [is_partial(one.folder) for one in (whole, renamed, none)] == [False, True, True]
    shutil.move(place / "shop.git", place / "gone.git")
    own = [one for one in load_rules() if one.key not in {"STR06", "STR10"}]  # the project has neither
    read = [one for one in own if one.key != "INT01"]  # has a test of its own: its program begins slowly
    return Told(*(_outcomes(place / str(n), one, named, read) for n, one in enumerate((whole, renamed, none))))


def _outcomes(place: Path, clone: BareClone, named: tuple[str, str], rules: Collection[AuditRule]) -> dict[str, object]:
    checkout, alone = _checkout(place / "told", clone, *named), _checkout(place / "alone", clone, *named)
    alone.forge = NOTHING_TOLD
    found: dict[str, object] = {}
    for one in rules:
        try:
            found[one.key] = one.check(
                alone if one.key == "FLO02" else checkout
            )  # asks the past when the forge is mute
        except ConsoleError as error:
            found[one.key] = f"not run: {error}"
    return found


def _checkout(place: Path, clone: BareClone, commit: str, baseline: str = "") -> Checkout:
    (tree := place / "tree").mkdir(parents=True)
    reviews = (ReviewFact(1, "ann", ("bo",), merge_commit=commit, merged_s=float(BEGAN_S)),)
    runs = (RunFact("1", commit, "success", NOW_S - 900, 60.0, release="v1.0.0"),)
    forge = ForgeFacts("main", reviews=reviews, runs=runs, admins=())
    return Checkout(clone.folder, commit, tree, now_s=NOW_S, baseline=baseline, forge=forge)


def test_every_rule_says_over_a_partial_clone_what_it_says_over_a_whole_one(told: Told) -> None:
    for one in load_rules():
        if one.key in told.whole:
            assert not isinstance(told.whole[one.key], str), one.key
            if one.past is PastContents.NONE:
                assert told.none[one.key] == told.whole[one.key], one.key
            if one.past <= PastContents.RENAMED:
                assert told.renamed[one.key] == told.whole[one.key], one.key


def test_what_a_rule_declares_to_read_it_does_read(told: Told) -> None:
    for one in load_rules():
        if one.key in told.whole and one.past is PastContents.RENAMED:
            assert "unable to read" in str(told.none[one.key]), f"{one.key} would do with less"
        if one.key in told.whole and one.past is PastContents.ALL:
            assert told.renamed[one.key] != told.whole[one.key], f"{one.key} would do with less"
    assert {one.key for one in load_rules() if one.past is PastContents.ALL} == {
        "INT01", "GIT03", "GIT04", "GIT06", "PRE03", "PRE04", "PRE06"
    }  # fmt: skip


@pytest.fixture
def origin(tmp_path: Path) -> Path:
    """A small repository: a file that is gone, one that was moved and changed, one that changed."""
    folder = tmp_path / "acme" / "shop.git"
    _serve(
        folder,
        [
            Step(0, "Begin", {"a.py": "A = 1\n", "gone.txt": "gone\n" * 3000, "letter.md": _LETTER}),
            Step(1, "Tidy", {"gone.txt": None, "a.py": "A = 2\n"}),
            Step(2, "Move", {"post.md": _LETTER + "P.S.\n"}, renames={"letter.md": "post.md"}),
            Step(3, "Add", {"a.py": "A = 3\n"}),
        ],
    )
    return folder


def _has(clone: BareClone, name: str) -> bool:
    try:
        git_output(clone.folder, "cat-file", "-e", name)
    except ConnectorError:
        return False
    return True


def _packs(clone: BareClone) -> int:
    return len(list((clone.folder / "objects" / "pack").glob("*.pack")))


def test_contents_come_in_one_request_and_only_those_that_are_read(origin: Path, tmp_path: Path) -> None:
    clone = clone_for(origin.as_uri(), tmp_path / "clones", ("",), PastContents.NONE)
    assert is_partial(clone.folder)
    assert _packs(clone) == 2, "what leads to the commits, and the contents of one of them"
    names = ["HEAD:a.py", "HEAD:post.md", "HEAD~1:a.py", "HEAD~2:letter.md", "HEAD~3:gone.txt"]
    assert [_has(clone, one) for one in names] == [True, True, False, False, False]
    clone = clone_for(origin.as_uri(), tmp_path / "clones", ("main", "HEAD~1"), PastContents.RENAMED)
    assert _packs(clone) == 3
    assert [_has(clone, one) for one in names] == [True, True, True, True, False]
    clone_for(origin.as_uri(), tmp_path / "clones", ("main", "HEAD~1"), PastContents.RENAMED)
    assert _packs(clone) == 3, "nothing was missing"
    with pytest.raises(UserError, match="no branch, tag or commit"):
        clone_for(origin.as_uri(), tmp_path / "clones", ("nowhere",), PastContents.NONE)


def test_what_is_missing_is_told_and_never_fetched_by_reading(origin: Path, tmp_path: Path) -> None:
    clone = clone_for(origin.as_uri(), tmp_path / "clones", ("",), PastContents.NONE)
    assert "promisor" not in (clone.folder / "config").read_text()
    for command in (["cat-file", "blob", "HEAD~3:gone.txt"], ["log", "-p", "HEAD"], ["diff", "HEAD~1", "HEAD"]):
        with pytest.raises(ConnectorError):
            git_output(clone.folder, *command)
    with pytest.raises(ConnectorError, match="missing"):
        _ = _checkout(tmp_path / "old", clone, clone.commit("HEAD~3")).tracked
    _git(clone.folder, "config", "remote.origin.promisor", "true")  # as if somebody had written it there
    with pytest.raises(ConnectorError):
        git_output(clone.folder, "cat-file", "blob", "HEAD~3:gone.txt")
    assert _packs(clone) == 2


def test_rules_that_read_the_past_are_not_run_over_a_partial_clone(origin: Path, tmp_path: Path) -> None:
    clone = clone_for(origin.as_uri(), tmp_path / "clones", ("",), PastContents.RENAMED)
    report = run_audits(_checkout(tmp_path / "work", clone, clone.commit()), "shop", [AuditName.GIT])
    for result in report.results:
        for one in result.outcomes:
            rule = load_rules().get(one.rule)
            assert (one.state is RuleState.NOT_RUN) == (rule.past is PastContents.ALL), one.rule
            assert one.state is not RuleState.NOT_RUN or "no contents of earlier commits" in one.note


def test_an_order_that_reads_the_past_makes_the_clone_whole_or_leaves_it_as_it_was(
    origin: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = tmp_path / "clones"
    partial = clone_for(origin.as_uri(), cache, ("",), PastContents.RENAMED)
    assert kept_clone(origin.as_uri(), cache) == partial
    with pytest.raises(UserError, match="no contents of earlier commits"):
        kept_clone(origin.as_uri(), cache, whole=True)

    def cut_off(folder: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cloning, "note_paths", cut_off)  # everything is there but for the last step
    with pytest.raises(KeyboardInterrupt):
        clone_for(origin.as_uri(), cache, ("",), PastContents.ALL)
    monkeypatch.undo()
    assert kept_clone(origin.as_uri(), cache) == partial
    assert clone_for(origin.as_uri(), cache, ("",), PastContents.NONE) == partial
    whole = clone_for(origin.as_uri(), cache, ("",), PastContents.ALL)
    assert not is_partial(whole.folder)
    assert _has(whole, "HEAD~3:gone.txt")
    assert kept_clone(origin.as_uri(), cache, whole=True) == kept_clone(origin.as_uri(), cache) == whole
    assert clone_for(origin.as_uri(), cache, ("",), PastContents.NONE) == whole, "a whole clone is used by all"
    assert partial.folder.name == whole.folder.name, "what was read is kept by this name"


@pytest.mark.parametrize(
    "setting", [("uploadpack.allowFilter", "false"), ("uploadpackfilter.blob:none.allow", "false")]
)
def test_a_server_that_cannot_filter_or_does_not_want_to_gives_everything(
    origin: Path, tmp_path: Path, setting: tuple[str, str]
) -> None:
    _git(origin, "config", *setting)
    clone = clone_for(origin.as_uri(), tmp_path / "clones", ("",), PastContents.NONE)
    assert not is_partial(clone.folder)
    assert _has(clone, "HEAD~3:gone.txt")
    assert not list(clone.folder.rglob("*.promisor"))
    assert "promisor" not in (clone.folder / "config").read_text()
    assert _git(clone.folder, "fsck", "--connectivity-only", "--no-dangling") == ""
    assert not list((tmp_path / "clones").rglob("*.part"))
    assert clone_for(origin.as_uri(), tmp_path / "clones", ("",), PastContents.NONE) == clone


def test_a_push_brings_the_new_contents_and_a_rewritten_branch_is_followed(origin: Path, tmp_path: Path) -> None:
    cache = tmp_path / "clones"
    first = clone_for(origin.as_uri(), cache, ("main",), PastContents.RENAMED).commit("main")
    pushed = tmp_path / "pushed.git"
    steps = [Step(9, "Other", {"b.py": "B = 1\n", "c.py": "C = 1\n" * 50}), Step(10, "More", {"b.py": "B = 2\n"})]
    import_history(pushed, steps)
    _git(origin, "fetch", "-q", str(pushed), "+main:main")
    clone = clone_for(origin.as_uri(), cache, ("main",), PastContents.RENAMED)
    assert clone.commit("main") != first
    assert [_has(clone, one) for one in ("main:b.py", "main~1:b.py", f"{first}:a.py")] == [True, False, True]
    checkout = _checkout(tmp_path / "work", clone, clone.commit("main"), first)
    assert {one.path for one in checkout.tracked} == {"b.py", "c.py"}


def test_a_partial_clone_lends_nothing_and_goes_when_a_whole_one_is_there(origin: Path, tmp_path: Path) -> None:
    cache, fork = tmp_path / "clones", tmp_path / "other" / "shop.git"
    shutil.copytree(origin, fork)
    partial = clone_for(origin.as_uri(), cache, ("",), PastContents.NONE)
    forked = clone_for(fork.as_uri(), cache, ("",), PastContents.ALL)
    assert not (forked.folder / "objects" / "info" / "alternates").exists()
    shutil.rmtree(forked.folder)
    whole = bare_clone(origin.as_uri(), cache)
    borrower = clone_for(fork.as_uri(), cache, ("",), PastContents.NONE)
    assert (borrower.folder / "objects" / "info" / "alternates").read_text().strip() == str(whole.folder / "objects")
    note_use(partial.folder)
    used_s = partial.folder.stat().st_mtime
    assert evict_clones(cache, used_s + KEPT_S / 2) == 0, "a fleet may have tasks waiting for it"
    assert evict_clones(cache, used_s + 2 * KEPT_S) == 1
    assert [one.folder.is_dir() for one in (partial, whole, borrower)] == [False, True, True]
    assert evict_clones(cache, used_s + 2 * KEPT_S, most_bytes=0) == 1, "the borrower; it was lent to before"
    assert evict_clones(cache, used_s + 2 * KEPT_S, most_bytes=0) == 1


def test_names_that_look_like_the_answers_of_git_are_names(tmp_path: Path) -> None:
    texts = (_LETTER, _LETTER.upper(), _LETTER[::-1])
    before = dict(zip((":100644 000000 a b D", "?deadbeef", '"new\\nline.md"'), texts, strict=True))
    after = dict(zip((":x", "?y", "z\x01"), (f"{one}P.S.\n" for one in texts), strict=True))
    steps = [
        Step(0, "Begin", {"kept.md": "Kept\n", **before}),
        Step(1, "Move", {**dict.fromkeys(before), **after}),
        Step(2, "Drop", dict.fromkeys(after)),
    ]
    _serve(tmp_path / "odd.git", steps)
    clone = clone_for((tmp_path / "odd.git").as_uri(), tmp_path / "clones", ("",), PastContents.RENAMED)
    whole = bare_clone((tmp_path / "odd.git").as_uri(), tmp_path / "whole")
    assert is_partial(clone.folder)
    listed = ("log", "--name-status", "-M", "-z", "--format=%H", "HEAD")
    told = git_output(clone.folder, *listed)
    assert told == git_output(whole.folder, *listed)
    assert told.replace(b"\n", b"").count(b"\0R") == 3


def test_only_audits_none_of_whose_rules_reads_the_past_want_less_than_everything() -> None:
    wanted = {one.value: past_of([one]) for one in known_audits()}
    some, everything = PastContents.RENAMED, PastContents.ALL
    assert wanted == {
        "strict": PastContents.NONE, "tdd": some, "flow": some, "sages": some, "servant": some,
        "integrity": everything, "git": everything, "predictive": everything,
    }  # fmt: skip
    assert past_of([]) is everything
