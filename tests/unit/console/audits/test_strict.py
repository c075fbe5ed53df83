"""The audit of code rules over planted faults and traps. Proves G1.2 and the precision of G1.11."""

from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import PlantedRepository, found, judged, marked, places

_WAYS = "\n".join(f"    if order == {number}:\n        return {number}" for number in range(17))
_LONG = "\n".join(f"    total += {number}" for number in range(110))

BEFORE: dict[str, str] = {
    "shop/old.py": "import json  # never used, but old\n\n\ndef price(order):\n" + _WAYS + "\n    return 0\n",
}
FILES: dict[str, str] = {
    "shop/broken.py": "def ship(:  # PLANT-STR01\n    pass\n",
    "shop/broken.go": "package shop\n\nfunc ) Ship { // PLANT-STR01\n}\n",
    "shop/mistakes.py": """def collect(order, found=[]):  # PLANT-STR02
    found.append(order)
    return found


def greet():
    return "{} {}".format("one")  # PLANT-STR02


def meant(order, found=[]):  # noqa: B006
    return found


def total(prices: list[int]) -> int:
    return sum(prices)
""",
    "shop/insecure.py": """import hashlib
import pickle
import subprocess

import yaml


def load(data, name):
    one = pickle.loads(data)  # PLANT-STR03
    two = yaml.load(data, Loader=yaml.Loader)  # PLANT-STR03
    three = yaml.safe_load(data)
    subprocess.run(f"ls {name}", shell=True)  # PLANT-STR03
    subprocess.run(["ls", name], check=True)
    four = eval(name)  # PLANT-STR03
    mark = hashlib.md5(data, usedforsecurity=False).hexdigest()
    return one, two, three, four, mark
""",
    "shop/page.js": "export function run(text) {\n  eval(text); // PLANT-STR03\n  return JSON.parse(text);\n}\n",
    "shop/shapes.py": f"""import json  # PLANT-STR08
import os


def route(order):  # PLANT-STR04
{_WAYS}
    return os.name


def sum_up():  # PLANT-STR05
    total = 0
{_LONG}
    return total


def many(a, b, c, d, e, f, g, h):  # PLANT-STR05
    return a + b + c + d + e + f + g + h


def few(a, b, *, c=1):
    return a + b + c
""",
    "docs/how.md": "You will recieve it. PLANT-STR09\n\nCall `recieve()` or see https://example.com/recieve there.\n",
    "tests/test_shop.py": "def test_it():\n    assert eval('1') == 1\n",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    repository = PlantedRepository(tmp_path_factory.mktemp("strict") / "shop")
    before = repository.commit(BEFORE)
    repository.commit(FILES)
    return repository.audit(AuditName.STRICT, baseline=before)


@pytest.mark.parametrize("rule", ["STR01", "STR02", "STR03", "STR04", "STR05", "STR08", "STR09"])
def test_every_planted_fault_is_found_and_no_trap_is(report: RepositoryReport, rule: str) -> None:
    assert places(report, rule) == marked(FILES, rule)


def test_what_ruff_mends_safely_comes_as_a_patch(report: RepositoryReport) -> None:
    (one,) = found(report, "STR08")
    assert "-import json" in one.patch


def test_every_rule_was_measured(report: RepositoryReport) -> None:
    """Only the project's own tools are not: it has none."""
    (result,) = report.results
    silent = {one.rule for one in result.outcomes if one.state != "measured"}
    assert silent == {"STR06", "STR07", "STR10"}, [one.note for one in result.outcomes]


def test_java_that_names_its_classes_in_full_is_as_insecure(tmp_path: Path) -> None:
    source = """class A {
    Object read(java.io.InputStream in) throws Exception {
        return new java.io.ObjectInputStream(in).readObject(); // PLANT-STR03
    }
    byte[] mark(byte[] in) throws Exception {
        return java.security.MessageDigest.getInstance("MD5").digest(in); // PLANT-STR03
    }
    byte[] sum(byte[] in) throws Exception {
        return java.security.MessageDigest.getInstance("SHA-256").digest(in);
    }
}
"""
    files = {"src/main/java/A.java": source}
    assert {one.place for one in judged(tmp_path, files, "STR03").findings} == marked(files, "STR03")
