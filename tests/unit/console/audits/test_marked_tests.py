"""Tests with marks above them: where they are, what switches them off, what they compare. Proves G1.2 and G1.11."""

from pathlib import Path

from tests.fakes.planted_repository import judged, marked, tells, told_words

_ANNOTATED = {
    "src/test/java/CartTest.java": """class CartTest {
    @Test
    @DisplayName("adds :( \\" things")
    void adds() { // PLANT-INT05
        new Cart().add(1);
    }

    @ParameterizedTest // each alone
    @CsvSource({
        "1, 2",
    })
    public void rows(int a, int b) { // PLANT-INT05
        new Cart().add(a, b);
    }

    @Test void one() { new Cart().add(1); } // PLANT-INT05

    @Test
    @Disabled("SHOP-3")
    void off() {
        new Cart().add(1);
    }

    @Disabled("SHOP-4") @Test void offToo() { new Cart().add(1); }

    @Disabled("SHOP-5")
    @ParameterizedTest
    @CsvSource({
        "1, 2",
        "1, 3",
        "1, 4",
        "1, 5",
    })
    void offRows(int a, int b) {
        new Cart().add(a, b);
    }
    @Test
    void on() { // PLANT-INT05
        new Cart().add(1);
    }
}
"""
}


def test_an_annotated_test_without_checks_is_found_at_its_name_and_not_when_it_is_off(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _ANNOTATED, "INT05")
    assert {one.place for one in outcome.findings} == marked(_ANNOTATED, "INT05"), told_words(outcome)


_RUST = """#[test]
fn sums() {
    assert_eq!(sum, sum, "sum of {}", rows); // PLANT
    assert_eq!(sum, 3, "sum of {}", sum);
    assert_eq!(total(1), total(1), "the same each time");
}
"""


def test_a_message_hides_no_comparison_with_itself(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"tests/sums.rs": _RUST}, "INT06")
    assert [one.place for one in outcome.findings] == ["tests/sums.rs:3"], told_words(outcome)


_PYTHON = """import pytest

pytest.skip(allow_module_level=True)
pytest.skip("no printer", allow_module_level=True)
try:
    import printer
except ImportError:
    pytest.skip(allow_module_level=True)


@pytest.mark.xfail(strict=True)
def test_strictly():
    assert run()


@pytest.mark.xfail(run=False, reason="SHOP-2")
def test_said():
    assert run()


@pytest.mark.xfail(raises=NotImplementedError)
def test_not_there():
    assert run()
"""


def test_what_a_mark_is_told_to_do_is_no_reason(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"tests/test_a.py": _PYTHON}, "INT08")
    assert tells(outcome, ["tests/test_a.py:3", "tests/test_a.py:11"]), told_words(outcome)


_CHECKED = {
    "tests/test_a.py": '''import pytest


def test_soft(check):
    check.equal(go(), 1)


def test_is_left_out():
    """Later."""
    pytest.skip("needs a printer")


def test_inner():
    async def run():
        assert await go() == 1

    asyncio.run(run())


async def test_runs(job):  # PLANT-INT05
    await job.run()


def test_is_left_out_at_times():  # PLANT-INT05
    if go():
        pytest.skip("needs a printer")
''',
    "src/test/java/BTest.java": """class BTest {
    @Test void given() { then(go()).isEqualTo(1); }
    @Test void goes() { start().then(go()).isReady(); } // PLANT-INT05
}
""",
}


def test_checks_of_other_libraries_and_of_functions_within_a_test(tmp_path: Path) -> None:
    outcome = judged(tmp_path, _CHECKED, "INT05")
    assert {one.place for one in outcome.findings} == marked(_CHECKED, "INT05"), told_words(outcome)


_PLAYED = """import asyncio

import pytest

from shop import mail


@pytest.mark.parametrize("count", [len("a"), make_count()])
def test_sends(mocker, count):  # PLANT-INT07
    mocker.patch.object(mail, "send", return_value=count)
    assert mail.send("a") == count


def test_sends_later(mocker):  # PLANT-INT07
    mocker.patch("shop.mail.send", new=AsyncMock(return_value=1))
    assert asyncio.run(mail.send("a")) == 1


@pytest.mark.parametrize("count", [1, 2])
def test_tells(mocker, count):
    mocker.patch.object(mail, "send", return_value=count)
    assert mail.tell("a") == count
"""


def test_marks_and_runners_are_no_subject(tmp_path: Path) -> None:
    files = {"src/shop/mail.py": "def send(to):\n    return 1\n", "tests/test_mail.py": _PLAYED}
    outcome = judged(tmp_path, files, "INT07")
    assert {one.place for one in outcome.findings} == marked(files, "INT07"), told_words(outcome)
