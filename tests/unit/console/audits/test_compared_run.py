"""Findings against a baseline. Proves G1.2 (baselineState of SARIF) and the gate on new findings."""

from pathlib import Path

import pytest

from console.audits.compared_run import ComparedReport, run_compared
from console.audits.sarif import sarif_document
from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_result import AuditStatus
from console.domain.audit.finding import BaselineState
from tests.fakes.planted_repository import PlantedRepository

_LOAD = "import pickle\n\n\ndef load(data):\n    return pickle.loads(data)\n"
_EVAL = "def run(text):\n    return eval(text)\n"
_SHELL = "import os\n\n\ndef clean(name):\n    os.system(f'rm {name}')\n"


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> ComparedReport:
    """One fault moves down, one is in a file that is renamed, one in a line that is edited, one goes, one comes."""
    root = tmp_path_factory.mktemp("compared")
    repository = PlantedRepository(root / "shop")
    before = repository.commit({"shop/stays.py": _LOAD, "shop/moved.py": _EVAL + "\n" * 3, "shop/goes.py": _SHELL,
                                "shop/edited.py": _EVAL})  # fmt: skip
    repository.git("mv", "shop/moved.py", "shop/renamed.py")
    (repository.folder / "shop/goes.py").unlink()
    repository.commit({"shop/stays.py": "import os\n\nprint(os.name)\n" + _LOAD, "shop/comes.py": _EVAL,
                       "shop/edited.py": _EVAL.replace("(text)\n", "(text or '1')\n")})  # fmt: skip
    (earlier := root / "earlier").mkdir()
    return run_compared(repository.checkout(baseline=before), earlier, "planted", [AuditName.STRICT])


def test_each_finding_is_new_or_unchanged_also_when_its_line_or_its_file_moved(compared: ComparedReport) -> None:
    states = {one.path: one.baseline for one in compared.report.results[0].findings if one.rule == "STR03"}
    assert states == {
        "shop/stays.py": BaselineState.UNCHANGED,
        "shop/renamed.py": BaselineState.UNCHANGED,
        "shop/comes.py": BaselineState.NEW,
        "shop/edited.py": BaselineState.UPDATED,
    }


def test_what_is_gone_is_told_and_is_no_finding(compared: ComparedReport) -> None:
    assert [(one.path, one.baseline) for one in compared.gone] == [("shop/goes.py", BaselineState.ABSENT)]
    (run,) = sarif_document(compared.report)["runs"]
    states = [one["baselineState"] for one in run["results"] if one["ruleId"] == "STR03"]
    assert sorted(states) == ["new", "unchanged", "unchanged", "updated"]


def test_what_was_not_added_is_not_gone(tmp_path: Path) -> None:
    """A rule about new code is not asked about the baseline, and tells only what is new of the commit."""
    repository = PlantedRepository(tmp_path / "shop")
    before = repository.commit({"shop/api.py": "def silent():\n    return 1\n"})
    repository.commit({"shop/more.py": "def quiet():\n    return 2\n"})
    (earlier := tmp_path / "earlier").mkdir()
    held = run_compared(repository.checkout(baseline=before), earlier, "x", [AuditName.SAGES])
    asked, kept = ({each.rule for each in one.results[0].outcomes} for one in (held.report, held.before))
    assert asked - kept == {"SAG08"}
    assert [one.path for one in held.report.results[0].findings if one.rule == "SAG08"] == ["shop/more.py"]
    assert "SAG08" not in {one.rule for one in held.gone}


def test_what_was_there_before_does_not_keep_an_audit_from_passing(tmp_path: Path) -> None:
    """The gate is on new findings: the same faults, none of them new, and a lenient score."""
    repository = PlantedRepository(tmp_path / "shop")
    calm = "\n\n".join(f"def price_{n}(order):\n    return order.price * {n}\n" for n in range(2000))
    before = repository.commit({"shop/old.py": _LOAD, "shop/calm.py": calm})
    repository.commit({"README.md": "# Shop\n"})
    (earlier := tmp_path / "earlier").mkdir()
    held = run_compared(repository.checkout(baseline=before), earlier, "x", [AuditName.STRICT]).report.results[0]
    alone = repository.audit(AuditName.STRICT).results[0]
    assert {one.baseline for one in held.findings} == {BaselineState.UNCHANGED}
    assert alone.status is AuditStatus.WARNING
    assert held.status is AuditStatus.PASSED
