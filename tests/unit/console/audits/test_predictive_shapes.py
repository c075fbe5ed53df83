"""Hints of the predictive audit in six languages, and histories that only look alike. Proves G1.8 and G1.11."""

from pathlib import Path

import pytest

from console.audits.audit_rule import load_rules
from console.domain.audit.rule_outcome import RuleOutcome
from tests.fakes.imported_history import Step, checkout_at, import_history
from tests.fakes.planted_repository import tells, told_words

_WEAK = "shop/weak.py"
_FIXES = ("Fix crash on empty basket", "fix(tax): wrong rate", "Bugfix: rounding of gifts", "Resolve deadlock (#12)",
          "hotfix: leak of sessions")  # fmt: skip
_NO_FIXES = ("Fix typo", "Fix docstring", "fix: lint", "Fix flaky test", "docs: fix example", "Fix the comment")


def _text(version: int, lines: int = 40, deep: int = 0, head: str = "") -> str:
    return f"{head}VERSION = {version}\n" + "".join(f"{'    ' * deep}value_{n} = {n}\n" for n in range(lines))


def _base(ending: str = "py") -> dict[str, str]:
    return {f"shop/calm_{n}.{ending}": _text(n) for n in range(12)}


def _calm(count: int = 36, ending: str = "py", gap: int = 20) -> list[Step]:
    return [
        Step(gap * n + 5, f"Add offer {n}", {f"shop/calm_{n % 12}.{ending}": _text(1000 + n)}, who=f"p{n % 3}")
        for n in range(count)
    ]


def _touched(path: str, titles: tuple[str, ...], start: int = 500, gap: int = 20) -> list[Step]:
    return [Step(start + n * gap, title, {path: _text(n + 1)}) for n, title in enumerate(titles)]


def _look(folder: Path, rule: str, steps: list[Step]) -> RuleOutcome:
    commits = import_history(folder / "shop.git", sorted(steps, key=lambda one: one.day))
    return load_rules().get(rule).check(checkout_at(folder / "shop.git", commits[-1], folder / "tree"))


@pytest.mark.parametrize(
    "path", ["shop/weak.py", "web/src/weak.ts", "pkg/weak.go", "src/weak.rs", "src/main/java/Weak.java", "lib/weak.rb"]
)
def test_a_file_that_fixes_come_back_to_is_hot_in_every_language(tmp_path: Path, path: str) -> None:
    ending = path.rpartition(".")[2]
    steps = [Step(0, "Begin", {path: _text(0), **_base(ending)}), *_calm(ending=ending), *_touched(path, _FIXES)]
    assert [one.path for one in _look(tmp_path, "PRE01", steps).findings] == [path]


_LONG_AGO = [*_calm(60, gap=40), *_touched(_WEAK, _FIXES, start=100)]
_MOVED = Step(700, "Move", {}, renames={_WEAK: "shop/new/strong.py"})


@pytest.mark.parametrize(
    ("path", "more", "wanted"),
    [
        (_WEAK, [*_calm(), *_touched(_WEAK, tuple(f"Add feature {n}" for n in range(10)))], []),
        (_WEAK, [*_calm(), *_touched(_WEAK, _NO_FIXES)], []),
        (_WEAK, [*_calm(), *_touched(_WEAK, _FIXES[:1], start=700)], []),  # once is no habit
        (_WEAK, _LONG_AGO, []),
        (_WEAK, [*_calm(), *_touched(_WEAK, _FIXES, start=400), _MOVED], ["shop/new/strong.py"]),
        (_WEAK, [*_calm(), *_touched(_WEAK, _FIXES, start=400), Step(700, "Remove", {_WEAK: None})], []),
        ("tests/test_x.py", [*_calm(), *_touched("tests/test_x.py", _FIXES)], []),
        ("vendor/x.py", [*_calm(), *_touched("vendor/x.py", _FIXES)], []),
        ("examples/x.py", [*_calm(), *_touched("examples/x.py", _FIXES)], []),
        ("shop/x_pb2.py", [*_calm(), *_touched("shop/x_pb2.py", _FIXES)], []),
        (_WEAK, [*_calm(), Step(700, "Fix wrong encoding everywhere", _base("py"))], []),
    ],
)  # fmt: skip
def test_busy_is_not_hot_and_one_fix_is_none(tmp_path: Path, path: str, more: list[Step], wanted: list[str]) -> None:
    outcome = _look(tmp_path, "PRE01", [Step(0, "Begin", {path: _text(0), **_base()}), *more])
    assert tells(outcome, wanted), told_words(outcome)


def _fixed(start: int, gap: int, tested: bool, who: str = "ann", version: int = 0) -> list[Step]:
    return [
        Step(start + n * gap, _FIXES[n % 5],
             {_WEAK: _text(version + n + 1), **({"tests/test_weak.py": _text(version + n)} if tested else {})},
             who=who.format(n=n))
        for n in range(8)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fixes", "wanted"),
    [
        (_fixed(800, 30, False, "q{n}"), [_WEAK]),
        (_fixed(800, 30, True), []),
        ([*_fixed(480, 40, True), *_fixed(860, 40, False, version=50)], [_WEAK]),
        ([*_fixed(480, 40, False), *_fixed(860, 40, True, version=50)], []),
    ],
)
def test_hot_files_with_falling_tests_or_without_an_owner(tmp_path: Path, fixes: list[Step], wanted: list[str]) -> None:
    steps = [Step(0, "Begin", {_WEAK: _text(0), **_base()}, who="gone"), *_calm(60), *fixes]
    outcome = _look(tmp_path, "PRE02", steps)
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("owners", "wanted"),
    [("* @shop/core\n", []), ("shop/ @ann\n", []), ("docs/ @ann\n", [_WEAK]), ("* @ann\nshop/\n", [_WEAK])],
)
def test_a_hot_file_that_many_change_is_owned_by_whom_codeowners_name(
    tmp_path: Path, owners: str, wanted: list[str]
) -> None:
    named = Step(0, "Begin", {_WEAK: _text(0), ".github/CODEOWNERS": owners, **_base()}, who="gone")
    outcome = _look(tmp_path, "PRE02", [named, *_calm(60), *_fixed(800, 30, False, "q{n}")])
    assert tells(outcome, wanted), told_words(outcome)


_WIDE = {f"shop/calm_{n}.py": _text(77 + n, 120) for n in range(10)}
_MOVES = {f"shop/calm_{n}.py": f"lib/calm_{n}.py" for n in range(10)}


@pytest.mark.parametrize(
    ("last", "wanted"),
    [
        (Step(990, "Rework", {**_WIDE, "tool/new.py": _text(1, 300)}, who="new"), ["files: 11"]),
        (Step(990, "Add a value", {"shop/calm_1.py": _text(5000)}, who="new"), []),
        (Step(990, "Docs", {f"docs/p{n}.md": "x\n" * 50 for n in range(20)}, who="new"), None),
        (Step(990, "Vendor", {f"vendor/x/{n}.py": _text(n, 500) for n in range(20)}, who="new"), None),
        (Step(990, "Move", {}, renames=_MOVES, who="new"), None),
        (Step(990, "Move and add", {"lib/calm_1.py": _text(1000, 44)}, renames=_MOVES, who="new"), []),
    ],
)
def test_what_was_pushed_last(tmp_path: Path, last: Step, wanted: list[str] | None) -> None:
    outcome = _look(tmp_path, "PRE03", [Step(0, "Begin", _base()), *_calm(), last])
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("depths", "wanted"), [((1, 1, 2, 2, 3, 3, 4, 5), [_WEAK]), ((2,) * 8, []), ((1, 2, 5, 5, 5, 3, 2, 2), [])]
)
def test_hot_files_that_grow_deeper(tmp_path: Path, depths: tuple[int, ...], wanted: list[str]) -> None:
    grown = [Step(700 + n * 45, _FIXES[n % 5], {_WEAK: _text(n + 1, 60, deep)}) for n, deep in enumerate(depths)]
    steps = [Step(0, "Begin", {_WEAK: _text(0, 60, 1), **_base()}), *_calm(54), *grown]
    outcome = _look(tmp_path, "PRE04", steps)
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("one", "other", "head", "is_hidden"),
    [
        ("shop/tax.py", "shop/print.py", "", True),
        ("web/src/total.ts", "api/src/invoice.ts", "", True),
        ("internal/tax/tax.go", "internal/mail/mail.go", "", True),
        ("shop/tax.py", "shop/mail.py", "# see mail\n", True),
        ("shop/tax.py", "shop/mail.py", "from shop import (\n    cart,\n    mail,\n)\n", False),
        ("shop/tax.py", "shop/mail.py", "def f():\n    from . import mail\n", False),
        ("shop/settings.py", "shop/mail.py", 'MIDDLEWARE = ["shop.mail.Mail"]\n', False),
        ("web/tax.ts", "web/mail.ts", 'import {\n  a,\n} from "./mail";\n', False),
        ("web/tax.ts", "web/mail/index.ts", 'const m = await import("./mail");\n', False),
        ("src/tax.rs", "src/mail.rs", "use crate::{\n    cart::Cart,\n    mail::Mail,\n};\n", False),
        ("src/main/java/a/Tax.java", "src/main/java/b/Mail.java", "import b.Mail;\n", False),
        ("src/tax.c", "include/mail.h", "#include <mail.h>\n", False),
        ("bin/tax.sh", "bin/mail.sh", '. "$HERE/mail.sh"\n', False),
        ("infra/tax.tf", "infra/mail.tf", "", False),
        ("lib/tax.rb", "lib/mail.rb", "require_relative 'mail'\n", False),
        ("app/tax.rb", "lib/pdf_mail.rb", "Mail.new\n", True),
        ("app/tax.rb", "lib/pdf_mail.rb", "PdfMail.new\n", False),
        ("app/tax.rb", "app/mail.rb", "has_many :mails\n", False),
        ("src/Tax.php", "src/Mail.php", "new Mail();\n", False),
    ],
)
def test_files_that_change_together(tmp_path: Path, one: str, other: str, head: str, is_hidden: bool) -> None:
    steps = [Step(0, "Begin", {one: _text(0, head=head), other: _text(0), **_base()}), *_calm()]
    steps += [
        Step(100 + n * 20, f"Add rate {n}", {one: _text(n + 1, head=head), other: _text(n + 1)}) for n in range(8)
    ]
    outcome = _look(tmp_path, "PRE05", steps)
    assert tells(outcome, [other] if is_hidden else []), told_words(outcome)


_UI = {"ui/package.json": '{"name": "@shop/ui"}', "web/package.json": '{"name": "web"}'}
_LIB = {"lib/index.ts": "export * from './mail';\n"}
_NO_LIB = {"lib/index.ts": "export * from './x';\n"}
_OUT = {"shop/post/__init__.py": "from .mail import M\n"}


@pytest.mark.parametrize(
    ("one", "other", "head", "beside", "is_hidden"),
    [
        ("web/tax.ts", "ui/mail.ts", "import { M } from '@shop/ui';\n", _UI, False),
        ("web/tax.ts", "ui/mail.ts", "import { M } from '@shop/ui/forms';\n", _UI, False),
        ("web/tax.ts", "ui/mail.ts", "import { M } from '@shop/uis';\n", _UI, True),
        ("ui/tax.ts", "ui/mail.ts", "export const me = '@shop/ui';\n", _UI, True),
        ("web/tax.ts", "lib/mail.ts", "import { M } from '../lib';\n", _LIB, False),
        ("web/tax.ts", "lib/mail.ts", "import { M } from '../lib';\n", _NO_LIB, True),
        ("web/tax.ts", "lib/mail.ts", "import { M } from '../lib/x';\n", _LIB, True),
        ("shop/tax.py", "shop/post/mail.py", "from shop.post import M\n", _OUT, False),
        ("shop/tax.py", "shop/post/mail.py", "from shop.post.x import M\n", _OUT, True),
    ],
)  # fmt: skip
def test_what_the_root_of_a_folder_hands_on_is_not_hidden(
    tmp_path: Path, one: str, other: str, head: str, beside: dict[str, str], is_hidden: bool
) -> None:
    steps = [Step(0, "Begin", {one: _text(0, head=head), other: _text(0), **beside, **_base()}), *_calm()]
    steps += [
        Step(100 + n * 20, f"Add rate {n}", {one: _text(n + 1, head=head), other: _text(n + 1)}) for n in range(8)
    ]
    outcome = _look(tmp_path, "PRE05", steps)
    assert len(outcome.findings) == is_hidden, told_words(outcome)


@pytest.mark.parametrize(
    ("author", "later", "wanted"),
    [
        ("gone", [], [_WEAK]),
        ("ann", [], []),
        ("format-bot", [], []),
        ("gone", [Step(1100, "Add a page", {"docs/x.md": "x"}, who="gone")], []),
    ],
)
def test_hot_files_by_people_who_left(tmp_path: Path, author: str, later: list[Step], wanted: list[str]) -> None:
    begun = Step(0, "Begin", {_WEAK: _text(0, 80), **_base()}, who=author)
    fixes = [Step(820 + n * 40, _FIXES[n % 5], {_WEAK: _text(n + 1, 80)}) for n in range(8)]
    outcome = _look(tmp_path, "PRE06", [begun, *_calm(60), *fixes, *later])
    assert tells(outcome, wanted), told_words(outcome)
