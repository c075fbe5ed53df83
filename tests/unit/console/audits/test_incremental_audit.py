"""After any kind of push an audit that knows what was read before says what one that knows nothing says (audits.md §3).

Proves G1.6.
"""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from console.audits.audit_rule import past_of
from console.audits.audit_run import known_audits, run_audits
from console.audits.compared_run import run_compared
from console.audits.outcome_book import OutcomeBook
from console.audits.repository.checkout import Checkout
from console.audits.repository.clone_cache import is_partial
from console.audits.repository.partial_clone import clone_for
from console.audits.repository.past_contents import PastContents
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome
from tests.fakes.planted_repository import NOW_S, PlantedRepository

Push = Callable[[PlantedRepository, random.Random], None]
_TOKEN = "ghp_" + "wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx"
_TEXTS = {
    "shop/a.py": ["import os\n", "import pickle\n\n\ndef a(x):\n    return pickle.loads(x)\n", "def a():\n    pass\n"],
    "shop/b.py": ["X = 1\n", "def b(x, y=[]):\n    return eval(x)\n", "def b(:\n", f'TOKEN = "{_TOKEN}"\n'],
    "tests/test_a.py": ["def test_a():\n    assert a()\n", "def test_a():\n    a()\n", "import time\n"],
    "web/cart.js": ["export const a = 1;\n", "function a() { try { b(); } catch (e) {} }\n"],
    "README.md": ["# Shop\n", "# Shop\n\n[gone](docs/gone.md)\n", "# Shop\n\nYou will recieve it.\n"],
    "docs/how.md": ["# How\n", "[a](../shop/a.py)\n", ""],
}
_SETTINGS = {
    "pyproject.toml": ['[tool.ruff]\nline-length = 90\n[tool.ruff.format]\nquote-style = "single"\n', "[tool.black]\n"],
    ".mailmap": ["Anna <anna@shop.example> <ann@shop.example>\n", ""],
    ".gitattributes": ["*.py text\n", ""],
    ".github/workflows/ci.yml": [
        "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: actions/checkout@v4\n"
    ],
    "CODEOWNERS": ["* @ann\n", ""],
}
_TITLES = ("Fix crash", "Add thing", "fix: wrong sum", "", "Revert what was")


def _edit(repository: PlantedRepository, chance: random.Random) -> None:
    path = chance.choice(list(_TEXTS))
    repository.commit({path: chance.choice(_TEXTS[path])}, chance.choice(_TITLES[:3]))


def _configure(repository: PlantedRepository, chance: random.Random) -> None:
    path = chance.choice(list(_SETTINGS))
    repository.commit({path: chance.choice(_SETTINGS[path])}, "Set things up")


def _rename(repository: PlantedRepository, chance: random.Random) -> None:
    path = chance.choice(repository.git("ls-files").split())
    renamed = str(Path(path).with_name(f"moved{repository.day}{Path(path).suffix}"))
    repository.git("mv", path, renamed)
    repository.commit({}, "Call it otherwise")


def _delete(repository: PlantedRepository, chance: random.Random) -> None:
    repository.git("rm", "-q", chance.choice(repository.git("ls-files").split()))
    repository.commit({"kept.txt": f"{repository.day}\n"}, "Remove what nobody needs")


def _merge(repository: PlantedRepository, chance: random.Random) -> None:
    repository.git("checkout", "-q", "-b", f"side{repository.day}", "HEAD~1")
    repository.commit({"shop/side.py": f"S = {chance.randrange(9)}\n"}, "Add a side")
    repository.git("checkout", "-q", "main")
    when = f"{int(1_790_000_000 - repository.day * 86400) + 60} +0000"
    repository.git("merge", "-q", "--no-ff", "-X", "theirs", "-m", "Merge side", "@{-1}",
                   GIT_AUTHOR_DATE=when, GIT_COMMITTER_DATE=when)  # fmt: skip


def _force(repository: PlantedRepository, chance: random.Random) -> None:
    repository.git("reset", "-q", "--hard", "HEAD~1")
    _edit(repository, chance)


_KINDS = (_edit, _configure, _rename, _delete, _merge, _force)


def _anew(checkout: Checkout, cache: Path) -> Checkout:
    """Return the same, with nothing that was read before but the rules that kingfisher compiled."""
    assert checkout.cache is not None
    shutil.rmtree(cache, ignore_errors=True)
    cache.mkdir()
    if (checkout.cache / "kingfisher").is_dir():
        (cache / "kingfisher").symlink_to(checkout.cache / "kingfisher")
    checkout.cache = cache
    return checkout


def _said(checkout: Checkout, folder: Path, audits: tuple[AuditName, ...], book: OutcomeBook | None) -> object:
    """Return all outcomes, of the commit and of its baseline, and what is gone since then."""
    if not checkout.baseline:
        return [one.outcomes for one in run_audits(checkout, "shop", audits, book=book).results]
    folder.mkdir(parents=True)
    compared = run_compared(checkout, folder, "shop", audits, book)
    outcomes: list[tuple[RuleOutcome, ...]] = [
        one.outcomes for report in (compared.report, compared.before) for one in report.results
    ]
    gone: tuple[Finding, ...] = compared.gone
    return outcomes, gone


def _begun(folder: Path) -> PlantedRepository:
    repository = PlantedRepository(folder)
    repository.commit({path: texts[0] for path, texts in _TEXTS.items()})
    repository.commit({"shop/c.py": "C = 1\n", "docs/more.md": "# More\n"})
    return repository


def _hold(tmp_path: Path, pushes: list[Push], audits: tuple[AuditName, ...], chance: random.Random) -> None:
    repository = _begun(tmp_path / "shop")
    book = OutcomeBook(tmp_path / "book")
    _said(repository.checkout(), tmp_path / "first", audits, book)
    for number, push in enumerate(pushes):
        before = repository.git("rev-parse", "HEAD")
        push(repository, chance)
        baseline = "" if push is _force else chance.choice(["", before])  # what was pushed away is in no clone
        incremental = _said(repository.checkout(baseline=baseline), tmp_path / f"known{number}", audits, book)
        anew = _anew(repository.checkout(baseline=baseline), tmp_path / "anew")
        full = _said(anew, tmp_path / f"full{number}", audits, None)
        assert incremental == full, (number, push.__name__, baseline)


def test_after_each_kind_of_push_an_incremental_audit_says_what_a_full_one_says(tmp_path: Path) -> None:
    quick = tuple(one for one in known_audits() if one is not AuditName.INTEGRITY)  # kingfisher takes a second to start
    _hold(tmp_path, list(_KINDS), quick, random.Random(5))


def test_after_each_kind_of_push_a_partial_clone_says_what_a_whole_one_says(tmp_path: Path) -> None:
    repository, chance = _begun(tmp_path / "shop"), random.Random(7)
    repository.git("config", "uploadpack.allowFilter", "true")
    audits = tuple(one for one in known_audits() if past_of([one]) is not PastContents.ALL)
    for number, push in enumerate(_KINDS):
        push(repository, chance)
        (tree := tmp_path / f"tree{number}").mkdir()
        clone = clone_for(str(repository.folder), tmp_path / "clones", ("main",), past_of(audits))
        assert is_partial(clone.folder)
        partial = Checkout(clone.folder, clone.commit("main"), tree, now_s=NOW_S)
        said = [_said(one, tmp_path / "none", audits, None) for one in (partial, repository.checkout())]
        assert said[0] == said[1], push.__name__


@pytest.mark.slow
@pytest.mark.timeout(900)  # three to five minutes on a busy machine
@pytest.mark.parametrize("seed", [1, 2])
def test_after_many_pushes_of_all_kinds_all_audits_still_say_the_same(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    _hold(tmp_path, [chance.choice(_KINDS) for _ in range(30)], known_audits(), chance)
