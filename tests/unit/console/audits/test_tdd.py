"""The audit of tests that accompany change over planted faults and traps. Proves G1.2 and the precision of G1.11."""

from itertools import pairwise
from pathlib import Path

import pytest

from console.audits.audit_run import RepositoryReport
from console.audits.ci_yaml import read_yaml, text_of
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted_repository import PlantedRepository, found, marked, places

BEFORE: dict[str, str] = {
    "src/shop/old.py": "def old():\n    return 1\n",
    "tests/test_old.py": "from shop.old import old\n\n\ndef test_old():\n    assert old() == 1\n",
    ".github/workflows/ci.yml": """on: [push]
jobs:
  test:
    runs-on: x
    steps: [{run: make check-all}, {run: tox}]
""",
}
FILES: dict[str, str] = {
    "src/shop/price.py": """def price(order):
    return 1


def discount(order):  # PLANT-TDD08
    return 2


def _round(order):
    return 3


class Cart:
    def total(self):  # PLANT-TDD08
        if self.broken:  # pragma: no cover PLANT-TDD07
            return 0
        if self.windows:  # pragma: no cover - only on a machine with Windows
            return 1
        return 2


if __name__ == "__main__":  # pragma: no cover
    price(1)
MARK = "pragma: no cover"
""",
    "src/shop/ship.go": "package shop\n\nfunc Ship() {}\n\nfunc Sink() {} // PLANT-TDD08\n",
    "src/shop/ship_test.go": """package shop

func TestShip(t *testing.T) {
	Ship()
	time.Sleep(2) // PLANT-TDD09
	if false {
		t.Fatal()
	}
}
""",
    "tests/test_price.py": """import asyncio
import time
from time import sleep

import pytest

from shop.price import price


def test_price(monkeypatch):
    monkeypatch.setattr(time, "sleep", lambda _: None)
    time.sleep(1)  # PLANT-TDD09
    sleep(0.5)  # PLANT-TDD09
    assert price(1) == 1


async def test_turn():
    await asyncio.sleep(0)
    assert "time.sleep(1)"


@pytest.mark.flaky(reruns=3)  # PLANT-TDD09
def test_again():
    assert price(1) == 1
""",
    "tests/test_nothing.py": """from shop.price import price


def test_one():  # PLANT-TDD04
    price(1)


def test_two():
    price(2)
""",
    "tests/wait.test.ts": """it("waits", async () => {
  await new Promise((resolve) => setTimeout(resolve, 500)); // PLANT-TDD09
  await new Promise((resolve) => setTimeout(resolve, 0));
  expect(1 + 1).toBe(2);
});
""",
}


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    made = PlantedRepository(tmp_path_factory.mktemp("tdd") / "shop")
    before = made.commit(BEFORE)
    made.commit(FILES)
    return made.audit(AuditName.TDD, baseline=before)


@pytest.mark.parametrize("rule", ["TDD04", "TDD07", "TDD08", "TDD09"])
def test_every_planted_fault_is_found_and_no_trap_is(report: RepositoryReport, rule: str) -> None:
    assert places(report, rule) == marked(FILES, rule)


def test_every_rule_was_looked_at_and_tests_that_ci_runs_are_no_fault(report: RepositoryReport) -> None:
    told = {one.rule: one.note for result in report.results for one in result.outcomes if one.state == "not-run"}
    assert told == {}
    assert found(report, "TDD05") == ()


def test_fixes_without_tests_and_late_tests_are_found(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "fixes")
    made.commit({"src/a.py": "a = 1\n", "README.md": "x\n", "src/lib.rs": "#[cfg(test)]\nmod tests {}\n"}, "Begin")
    made.commit({"src/b.py": "b = 1\n"}, "Add b")
    bare = made.commit({"src/a.py": "a = 2\n"}, "Fix the rounding of prices")
    made.commit({"src/a.py": "a = 3\n", "tests/test_a.py": "def test_a():\n    assert 1 == 1\n"}, "Fix a crash")
    made.commit({"src/a.py": "a = 4  # prices\n"}, "Fix typo in comment")
    made.commit({"README.md": "y\n"}, "Fix the address in the README")
    made.commit({"src/lib.rs": "#[cfg(test)]\nmod tests { }\n"}, "fix: overflow of prices")
    made.commit({"src/a.py": "a = 5\n"}, "Prefix the names of orders")
    late = made.commit({"tests/test_b.py": "def test_b():\n    assert 1 == 1\n"}, "Test b")
    report = made.audit(AuditName.TDD)
    assert {one.commit for one in found(report, "TDD01")} == {bare}
    assert {one.commit for one in found(report, "TDD03")} == {late}
    assert len(found(report, "TDD02")) == 1


def test_no_tests_and_tests_that_nothing_runs_are_critical(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "bare")
    made.commit({"src/a.py": "a = 1\n"})
    assert len(found(made.audit(AuditName.TDD), "TDD05")) == 1
    made.commit({"tests/test_a.py": "def test_a():\n    assert 1 == 1\n"})
    assert found(made.audit(AuditName.TDD), "TDD05") == ()
    made.commit({".gitlab-ci.yml": "build:\n  script: [docker build .]\n"})
    assert places(made.audit(AuditName.TDD), "TDD05") == {".gitlab-ci.yml"}
    made.commit({".gitlab-ci.yml": "build:\n  script: [./tools/all.sh]\n", "tools/all.sh": "python -m pytest\n"})
    assert found(made.audit(AuditName.TDD), "TDD05") == ()
    only = PlantedRepository(tmp_path / "documents")
    only.commit({"docs/a.md": "# A\n"})
    assert found(only.audit(AuditName.TDD), "TDD05") == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("coverage.xml", '<class filename="src/a.py"><line number="1" hits="1"/><line number="2" hits="0"/></class>'),
        ("lcov.info", "SF:src/a.py\nDA:1,4\nDA:2,0\nend_of_record\n"),
        (
            "jacoco.xml",
            '<package name="src"><sourcefile name="a.py"><line nr="1" ci="2"/><line nr="2" ci="0"/></sourcefile>',
        ),
    ],
)
def test_new_lines_that_no_test_runs_are_found(tmp_path: Path, name: str, text: str) -> None:
    made = PlantedRepository(tmp_path / "covered")
    before = made.commit({"README.md": "x\n"})
    made.commit({"src/a.py": "a = 1\nb = 2\n", f"reports/{name}": text})
    report = made.audit(AuditName.TDD, baseline=before)
    assert places(report, "TDD06") == {"src/a.py:2"}
    (score,) = [one.score for result in report.results for one in result.outcomes if one.rule == "TDD06"]
    assert score == pytest.approx(0.5 / 0.8)


def test_without_a_report_coverage_is_neither_full_nor_none(report: RepositoryReport) -> None:
    (one,) = [one for result in report.results for one in result.outcomes if one.rule == "TDD06"]
    assert one.state == "not-applicable"
    assert one.score is None


def test_yaml_that_means_harm_is_nothing() -> None:
    letters = "abcdefghijklmnopqrst"
    lines = [f"{two}: &{two} [*{one}, *{one}]\n" for one, two in pairwise(letters)]
    bomb = "a: &a [x, x]\n" + "".join(lines)
    assert len(text_of(read_yaml(bomb))) < 100_000
    assert read_yaml("a: !!python/object/apply:os.system [id]") == {}
    assert read_yaml("x: !reference [a, b]") == {"x": ["a", "b"]}
    assert read_yaml("[" * 5000) == {}
    assert read_yaml("- 1") == {}
