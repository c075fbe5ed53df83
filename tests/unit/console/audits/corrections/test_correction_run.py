"""Safe corrections: proven by another audit, one commit per rule, never written into the repository (audits.md §4)."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from console.audits.audit_rule import RULES, AuditRule, Mending, load_rules
from console.audits.corrections.correction_run import Correction, correct
from console.audits.outcome import passed_or_failed
from console.audits.repository.checkout import Checkout
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_outcome import RuleOutcome
from console.domain.audit.rule_severity import RuleSeverity
from tests.fakes.planted_repository import PlantedRepository

_TEST = "test('one', () => { expect(sum(1)).toBe(2) });\n"
_FILES = {
    "shop/sum.py": "import json\nimport os\nimport sys\n\n\ndef name():\n    return os.name\n",
    "tests/sum.test.js": f"{_TEST}it.only('two', () => {{ expect(sum(2)).toBe(4) }});\n",
    "shop/crlf.py": "import json\r\nimport os\r\n\r\n\r\ndef name():\r\n    return os.name\r\n",
}


@contextmanager
def _folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> tuple[PlantedRepository, str]:
    made = PlantedRepository(tmp_path_factory.mktemp("corrected") / "shop")
    before = made.commit({"README.md": "# Shop\n"})
    made.commit(_FILES)
    return made, before


@pytest.fixture(scope="module")
def corrected(repository: tuple[PlantedRepository, str]) -> Correction:
    made, before = repository
    return correct(made.checkout(baseline=before), "shop", ("STR08", "INT08"), _folder)


def test_each_rule_is_one_commit_that_git_am_applies(
    repository: tuple[PlantedRepository, str], corrected: Correction, tmp_path: Path
) -> None:
    made, _ = repository
    assert [(one.rule, one.refused) for one in corrected.rules] == [("INT08", ""), ("STR08", "")]
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", str(made.folder), str(copy)], check=True)
    who = ["-c", "user.name=Ann", "-c", "user.email=ann@shop.example"]
    subprocess.run(
        ["git", *who, "am", "-q", "--keep-cr"],
        cwd=copy,
        input=corrected.patch.encode(),
        check=True,
        capture_output=True,
    )
    assert (copy / "shop/sum.py").read_text() == "import os\n\n\ndef name():\n    return os.name\n"
    assert "it('two'" in (copy / "tests/sum.test.js").read_text()
    assert (copy / "shop/crlf.py").read_bytes() == b"import os\r\n\r\n\r\ndef name():\r\n    return os.name\r\n"
    log = subprocess.run(["git", "log", "--format=%s", "-2"], cwd=copy, check=True, capture_output=True, text=True)
    assert [line[:6] for line in log.stdout.splitlines()] == ["STR08:", "INT08:"]


def test_the_repository_itself_is_not_written(repository: tuple[PlantedRepository, str], corrected: Correction) -> None:
    made, _ = repository
    assert corrected.tip != corrected.base == made.git("rev-parse", "HEAD")
    assert made.git("status", "--porcelain") == ""
    assert made.git("for-each-ref", "--format=%(refname)") == "refs/heads/main"


def test_a_rule_that_also_reads_the_day_is_corrected_too(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"pyproject.toml": "[project]\nname = 'shop'\nversion = '1'\ndependencies = ['httpx']\n"})
    done = correct(made.checkout(), "shop", ("SRV05",), _folder)
    assert [(one.rule, one.refused) for one in done.rules] == [("SRV05", "")]
    assert "+++ b/.github/dependabot.yml" in done.patch


def test_more_than_200_lines_are_not_changed(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    before = made.commit({"README.md": "# Shop\n"})
    unused = "".join(f"import module_{n}\n" for n in range(201))
    made.commit({"shop/a.py": f"{unused}\nVALUE = 1\n"})
    done = correct(made.checkout(baseline=before), "shop", ("STR08",), _folder)
    assert (done.patch, done.tip) == ("", done.base)
    assert "200" in done.rules[0].refused


def _planting(patch_of: dict[str, str]) -> AuditRule:
    """A rule that calls its own patches safe, wrongly."""

    def check(checkout: Checkout) -> RuleOutcome:
        bad = [path for path, _ in patch_of.items() if "old" in checkout.text(path)]
        return passed_or_failed(
            "XXX01", [Finding("XXX01", RuleSeverity.LOW, one, 1, patch=patch_of[one]) for one in bad]
        )

    return AuditRule(
        "XXX01", AuditName.STRICT, RuleSeverity.LOW, str, str, str, check, mending=Mending.SAFE, scope="files"
    )


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("old = 2", "another audit would find XXX01"),
        ("new = eval(input())", "another audit would find STR03"),
        ("new = (", "no longer parse"),
    ],
)
def test_a_patch_that_breaks_or_worsens_or_does_not_help_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, why: str
) -> None:
    """A rule that mends badly is found out by the audit, and nothing of it is kept."""
    load_rules()
    patch = f"--- a/shop/a.py\n+++ b/shop/a.py\n@@ -1 +1 @@\n-old = 1\n+{line}\n"
    monkeypatch.setitem(RULES._items, "XXX01", _planting({"shop/a.py": patch}))
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"shop/a.py": "old = 1\n"})
    done = correct(made.checkout(), "shop", ("XXX01",), _folder)
    assert done.patch == ""
    assert why in done.rules[0].refused


def test_a_patch_that_does_not_fit_or_leads_out_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_rules()
    patches = {
        "shop/a.py": "--- a/shop/a.py\n+++ b/shop/a.py\n@@ -1 +1 @@\n-other = 1\n+new = 1\n",
        "shop/b.py": "--- /dev/null\n+++ b/../../evil.py\n@@ -0,0 +1 @@\n+new = 1\n",
        "shop/c.py": "--- a/shop/c.py\n+++ /dev/null\n@@ -1 +0,0 @@\n-old = 1\n",
    }
    monkeypatch.setitem(RULES._items, "XXX01", replace(_planting(patches), scope="tree"))
    made = PlantedRepository(tmp_path / "shop")
    made.commit(dict.fromkeys(patches, "old = 1\n"))
    done = correct(made.checkout(), "shop", ("XXX01",), _folder)
    assert (done.patch, done.tip) == ("", done.base)
    assert [len(one.findings) for one in done.rules] == [0]
