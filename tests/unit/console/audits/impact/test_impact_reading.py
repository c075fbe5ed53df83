"""What a push touches, and that reusing the rest says what a full audit says. Proves G1.6."""

import random
from pathlib import Path

import pytest

from console.audits.audit_rule import AuditRule, load_rules
from console.audits.audit_run import RepositoryReport
from console.audits.compared_run import run_compared
from console.audits.impact.impact_reading import read_dependants, read_impact
from console.audits.outcome_book import OutcomeBook
from console.audits.repository.bare_clone import bare_clone
from console.audits.repository.checkout import Checkout
from console.domain.audit.audit_name import AuditName
from console.domain.audit.push_impact import PushImpact
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from tests.fakes.planted_repository import PlantedRepository

_BASE = {
    "shop/__init__.py": "",
    "shop/price.py": "def total(order):\n    return sum(order)\n",
    "shop/cart.py": "from shop.price import total\n\n\ndef pay(order):\n    return total(order)\n",
    "shop/mail.py": "def send(text):\n    return text\n",
    "tests/test_price.py": "from shop import price\n\n\ndef test_total():\n    assert price.total([1]) == 1\n",
    "web/money.ts": "export const money = 1;\n",
    "web/view.tsx": 'import { money } from "./money";\nexport const view = money;\n',
    "README.md": "# Shop\n",
    ".github/workflows/ci.yml": "on: [push]\njobs:\n  test:\n    runs-on: x\n    steps: [{run: pytest}]\n",
    "price.txt": "price\n",
}


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> PlantedRepository:
    made = PlantedRepository(tmp_path_factory.mktemp("pushed") / "shop")
    made.commit(_BASE)
    return made


def _pushed(repository: PlantedRepository, files: dict[str, str]) -> PushImpact:
    before = repository.git("rev-parse", "HEAD")
    after = repository.commit(files)
    clone = bare_clone(str(repository.folder), repository.folder.with_name("clones"))
    return read_impact(clone.folder, before, after)


@pytest.mark.parametrize(
    ("path", "audits"),
    [
        ("README.md", {"sages", "git"}),
        (".github/workflows/ci.yml", {"servant", "flow"}),
        ("shop/mail.py", {"strict", "integrity", "tdd", "predictive"}),
        ("tests/test_price.py", {"strict", "integrity", "tdd", "predictive"}),
    ],
)
def test_path_classes_decide_what_a_push_is_about(repository: PlantedRepository, path: str, audits: set[str]) -> None:
    impact = _pushed(repository, {path: f"{_BASE[path]}\n# {path}\n"})
    assert {one.value for one in impact.audits} == audits
    assert impact.changed == (path,)


def test_rules_of_code_alone_are_reused_when_only_documents_change(repository: PlantedRepository) -> None:
    documents = _pushed(repository, {"README.md": "# Shop\n\nIt sells.\n"})
    code = _pushed(repository, {"shop/mail.py": "def send(text):\n    return text.strip()\n"})
    of_code = {one.key for one in load_rules() if one.scope == "code"}
    assert of_code
    assert not of_code & set(documents.rules)
    assert set(code.rules) == {one.key for one in load_rules()}


def test_files_that_import_what_changed_are_told_one_level_deep(repository: PlantedRepository) -> None:
    clone = bare_clone(str(repository.folder), repository.folder.with_name("clones")).folder
    impact = _pushed(repository, {"shop/price.py": "def total(order):\n    return sum(order) + 0\n"})
    assert read_dependants(clone, impact.before, impact.after) == ("shop/cart.py", "tests/test_price.py")
    impact = _pushed(repository, {"web/money.ts": "export const money = 2;\n", "README.md": "# price\n"})
    assert read_dependants(clone, impact.before, impact.after) == ("web/view.tsx",)


def test_the_same_commit_needs_no_audit_and_an_unknown_past_needs_all(repository: PlantedRepository) -> None:
    head = repository.git("rev-parse", "HEAD")
    clone = bare_clone(str(repository.folder), repository.folder.with_name("clones"))
    same = read_impact(clone.folder, head, head)
    assert (same.is_needed, same.rules, same.changed) == (False, (), ())
    first = read_impact(clone.folder, "", head)
    assert first.is_needed
    assert len(first.rules) == len(tuple(load_rules()))


class _Watched(OutcomeBook):
    """Notes which rules were made anew for the newest commit."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.made: set[str] = set()
        self.commit = ""

    def put(self, checkout: Checkout, rule: AuditRule, outcome: RuleOutcome) -> None:
        if checkout.commit == self.commit and outcome.state is not RuleState.NOT_RUN:
            self.made.add(rule.key)
        super().put(checkout, rule, outcome)


_UNSAFE = "import os\n\n\ndef total(order, tax=[]):\n    return eval(order)\n"
_LATER = "def total(order):\n    pass\n\n\ndef extra(order):\n    return order  # TODO later\n"
_PICKLE = "import pickle\n\n\ndef pay(x):\n    return pickle.loads(x)\n"
_SLEEP = "import time\n\n\ndef test_total():\n    time.sleep(1)\n"
_WIDE = (
    "on: pull_request_target\npermissions: write-all\njobs:\n  a: {runs-on: x, steps: [{uses: actions/checkout@v4}]}\n"
)
_TEXTS = {
    "shop/price.py": [_BASE["shop/price.py"], _UNSAFE, _LATER],
    "shop/cart.py": [_BASE["shop/cart.py"], "def pay(:\n", _PICKLE],
    "tests/test_price.py": [_BASE["tests/test_price.py"], _SLEEP, "def test_total():\n    assert True\n"],
    "README.md": ["# Shop\n", "# Shop\n\n[gone](docs/gone.md)\n", "# Shop\n\nYou will recieve it.\n"],
    ".github/workflows/ci.yml": [_BASE[".github/workflows/ci.yml"], _WIDE],
    "setup.cfg": ["[metadata]\nname = shop\n", "[metadata]\nlicense = MIT\n"],
}


def _facts(report: RepositoryReport) -> dict[str, object]:
    return {one.rule: (one.state, one.score, one.findings) for result in report.results for one in result.outcomes}


def _fingerprints(report: RepositoryReport) -> list[tuple[str, str, str]]:
    return [(one.rule, one.fingerprint, one.baseline) for result in report.results for one in result.findings]


_QUICK = (AuditName.TDD, AuditName.SAGES, AuditName.GIT, AuditName.PREDICTIVE)


@pytest.mark.parametrize(
    ("pushes", "audits"), [(3, _QUICK), pytest.param(30, tuple(AuditName), marks=pytest.mark.slow)]
)
def test_after_each_push_the_incremental_audit_says_what_the_full_one_says(
    tmp_path: Path, pushes: int, audits: tuple[AuditName, ...]
) -> None:
    chance = random.Random(9)
    repository = PlantedRepository(tmp_path / "shop")
    before = repository.commit(_BASE)
    book = _Watched(tmp_path / "book")
    for number in range(pushes):
        paths = chance.sample(sorted(_TEXTS), chance.choice([1, 1, 2]))
        files = {path: chance.choice(_TEXTS[path]) for path in paths}
        after = repository.commit(files, chance.choice(["Fix crash", "Add thing", "wip"]))
        book.made, book.commit = set(), after
        incremental, full = (
            _compared(repository, before, tmp_path / f"{kind}-{number}", kept, audits)
            for kind, kept in (("incremental", book), ("full", None))
        )
        assert _fingerprints(incremental) == _fingerprints(full)
        assert _facts(incremental) == _facts(full)
        clone = bare_clone(str(repository.folder), tmp_path / "clones")
        impact = read_impact(clone.folder, before, after)
        if number:  # the first one fills the book
            assert book.made <= set(impact.rules)
        before = after


def _compared(
    repository: PlantedRepository, before: str, folder: Path, book: OutcomeBook | None, audits: tuple[AuditName, ...]
) -> RepositoryReport:
    folder.mkdir()
    return run_compared(repository.checkout(baseline=before), folder, "shop", audits, book).report
