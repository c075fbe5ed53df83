"""Tests in languages that no rule looks into are tests all the same, and are not looked into. Proves G1.2 and G1.11."""

from pathlib import Path

import pytest

from console.audits.project_structure import project_structure
from console.audits.proposed_setting import propose_settings
from console.audits.repository.path_class import PathClass, is_measured_code, path_class
from console.audits.tools.codespell_run import spelled_book
from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, told_words

_SCRIPT = {"src/app.js": "export const a = 1;\n"}


@pytest.mark.parametrize(
    "path",
    [
        "tests/Unit/OrderTest.php", "app/OrderTest.php", "tests/Pest.php", "spec/models/order_spec.rb",
        "lib/order_spec.rb", "lib/order_test.rb", "test_order.rb", "Shop.Tests/Order.cs", "Shop/OrderTests.cs",
        "src/Shop.UnitTests/Basket.cs", "Shop/OrderTests.fs", "app/src/test/kotlin/Order.kt", "shared/OrderTest.kt",
        "Sources/OrderTests.swift", "core/OrderSpec.scala", "core/OrderTest.scala", "core/OrderSpec.groovy",
        "test/order_test.exs", "lib/order_test.dart", "src/order_test.clj", "tests/run.bats", "Shop.Tests/web/a.js",
    ],
)  # fmt: skip
def test_what_is_a_test_by_its_name(path: str) -> None:
    assert path_class(path) is PathClass.TEST


@pytest.mark.parametrize(
    "path",
    [
        "app/Models/Test.php", "app/Contest.php", "src/Latest.cs", "app/Order.php", "lib/spec.rb", "tests/logo.png",
        "tests/data.json", "tests/Dockerfile", "v1.Contests/a.cs",
    ],
)  # fmt: skip
def test_what_is_none(path: str) -> None:
    assert path_class(path) is PathClass.OTHER
    assert not is_measured_code(path)


@pytest.mark.parametrize(
    "path", ["tests/OrderTest.php", "spec/a_spec.rb", "Shop.Tests/Order.cs", "app/src/test/kotlin/OrderTest.kt"]
)
def test_tests_in_another_language_are_tests_of_the_source_beside_them(tmp_path: Path, path: str) -> None:
    outcome = judged(tmp_path, {**_SCRIPT, path: "x\n"}, "TDD05")
    assert (outcome.state, outcome.findings) == ("measured", ()), told_words(outcome)


@pytest.mark.parametrize("path", ["tests/settings.yml", "tests/run.sh", "tests/logo.svg"])
def test_what_only_lies_beside_tests_is_none(tmp_path: Path, path: str) -> None:
    outcome = judged(tmp_path, {**_SCRIPT, path: "x\n"}, "TDD05")
    assert len(outcome.findings) == 1


def test_a_fix_that_brings_a_test_in_another_language_is_tested(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({**_SCRIPT, "tests/OrderTest.php": "1\n"}, "Begin")
    bare = made.commit({"src/app.js": "export const a = 2;\n"}, "Fix the rounding of prices")
    made.commit({"src/app.js": "export const a = 3;\n", "tests/OrderTest.php": "2\n"}, "Fix a crash")
    assert [one.commit for one in looked_at(made, "TDD01").findings] == [bare]


@pytest.mark.parametrize("rule", ["TDD05", "STR01", "STR03", "STR05", "STR09", "FLO05"])
def test_a_repository_in_another_language_alone_has_no_source_that_is_measured(tmp_path: Path, rule: str) -> None:
    outcome = judged(tmp_path, {"lib/a.rb": "a = 1\n", "spec/a_spec.rb": "describe\n"}, rule)
    assert (outcome.state, outcome.note) == (
        "not-applicable", "There is no source in a language that is measured."
    )  # fmt: skip


def test_tests_in_another_language_weigh_nothing_and_are_not_looked_into(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({**_SCRIPT, "spec/a_spec.rb": "retries: 3 # teh\n" * 500, "tests/test_a.py": "a = 1\n"})
    checkout = made.checkout()
    assert checkout.kloc == 0.002
    assert set(spelled_book(checkout).missing) == {"src/app.js", "tests/test_a.py"}
    assert looked_at(made, "TDD09").state == "not-applicable"


def test_they_count_as_tests_of_a_structure_and_leave_its_proposals_alone() -> None:
    found = project_structure(("lib/a.rb", "spec/a_spec.rb"))
    assert (found.sources, found.tests, found.languages, found.test_folders) == (0, 1, (), ("spec",))
    assert propose_settings(found, "acme/shop", (), None)[0].setting == "audits"
