"""Which source a test is for, by their names and folders. Proves G1.2 (TDD03)."""

from pathlib import Path

import pytest

from console.audits.tested_pair import test_pairs as pairs_of
from tests.fakes.planted_repository import PlantedRepository

_SOURCES = ("shop/cart.py", "shop/pay/card.py", "shop/mail/letter.py", "shop/web/plan.py")


@pytest.mark.parametrize(
    ("tests", "wanted"),
    [
        (["tests/test_cart.py", "tests/test_plan.py"], {"tests/test_cart.py", "tests/test_plan.py"}),
        (["tests/api/test_cart.py"], {"tests/api/test_cart.py"}),
        (["tests/api/test_cart.py", "tests/api/test_plan.py"], {"tests/api/test_cart.py", "tests/api/test_plan.py"}),
        (["tests/pay/test_card.py", "tests/mail/test_letter.py", "tests/gui/test_plan.py"],
         {"tests/pay/test_card.py", "tests/mail/test_letter.py"}),
        (["tests/shop/pay/test_card.py", "tests/shop/test_cart.py", "tests/soak/test_plan.py", "tests/test_plan.py"],
         {"tests/shop/pay/test_card.py", "tests/shop/test_cart.py", "tests/test_plan.py"}),
    ],
)  # fmt: skip
def test_a_test_in_folders_of_its_own_is_for_a_source_in_them_where_most_are(
    tmp_path: Path, tests: list[str], wanted: set[str]
) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit(dict.fromkeys((*_SOURCES, *tests), "x = 1\n"))
    assert set(pairs_of(made.checkout())) == wanted
