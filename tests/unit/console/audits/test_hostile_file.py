"""Files of a repository that were made to grow, to go deep or to take long are read in time, and disable no rule."""

import time
from pathlib import Path

import pytest

from console.audits.bare_code import bare_code
from console.audits.ci_target import called_commands
from console.audits.ci_yaml import read_yaml
from console.audits.coverage_report import coverage_of
from console.audits.document_page import headings, prose
from console.audits.foreign_case import _helpers as helpers_of
from console.audits.function_shape import function_shapes
from console.audits.integrity import assertionless_case, false_claim, hard_coded_password
from console.audits.known_word import known_words
from console.audits.long_text import inner_lines
from console.audits.project_settings import toml_settings
from console.audits.sages import page_drift
from console.audits.tdd.shown_example import shown_words
from console.audits.tools.grammar_gap import newer_files
from console.audits.written_case import test_cases as cases_of
from tests.fuzz.given_checkout import GivenCheckout


def _given(folder: Path, path: str, text: str) -> GivenCheckout:
    return GivenCheckout({path: text.encode()}, folder)


def test_a_chain_of_branches_that_is_longer_than_python_recurses_is_one_level_deep(tmp_path: Path) -> None:
    text = "def f():\n    if a: b\n" + "    elif a: b\n" * 1500 + "    else:\n        if c: d\n        e\n"
    shape = function_shapes(_given(tmp_path, "src/a.py", text))[0]
    assert (shape.ccn, shape.nesting) == (1503, 2)


def test_a_name_of_many_parts_is_a_name(tmp_path: Path) -> None:
    text = "def test_a():\n    a" + ".b()" * 900 + ".assert_it()\n"
    assert [one.checks for one in cases_of(_given(tmp_path, "tests/test_a.py", text))] == [1]


@pytest.mark.parametrize(
    "text",
    [
        "on: " + "[" * 3000,
        "on: &a {include: *a}\n",
        "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 25)),
        "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 25)),
    ],
)
def test_yaml_that_grows_or_holds_itself_says_nothing(text: str) -> None:
    assert read_yaml(text) == {}


def test_yaml_with_aliases_says_what_it_says() -> None:
    text = ".base: &base {script: [a]}\nunit: {<<: *base, stage: test}\nlint: {<<: *base}\n"
    assert read_yaml(text)["unit"] == {"script": ["a"], "stage": "test"}


def test_a_key_of_too_many_parts_and_too_large_a_number_are_no_settings(tmp_path: Path) -> None:
    for text in ("a." * 200 + "b = 1\n", f"a = {'9' * 5000}\n"):
        assert not toml_settings(_given(tmp_path, "pyproject.toml", text), "pyproject.toml")
    text = "[tool.a.b]\nversions = '1.2.3.4'\n"
    assert toml_settings(_given(tmp_path, "pyproject.toml", text), "pyproject.toml", "tool", "a", "b")


def test_a_name_without_a_value_that_goes_on_below_names_no_words(tmp_path: Path) -> None:
    assert known_words(_given(tmp_path, ".codespellrc", "[codespell]\nskip\n  more\n")) == (frozenset(), ())


def test_a_target_without_a_name_is_none(tmp_path: Path) -> None:
    text = " :\n\tx\nall lint: build\n\t@ruff check\nbuild :\n\tcc a.c\n"
    found = called_commands(_given(tmp_path, "Makefile", text), "make lint")
    assert "ruff check" in found
    assert "cc a.c" in found


def test_a_number_of_a_coverage_report_that_is_too_large_is_no_line(tmp_path: Path) -> None:
    text = f"SF:lcov.info\nDA:1,2\nDA:{'9' * 5000},1\nDA:3,{'9' * 5000}\n"
    assert coverage_of(_given(tmp_path, "lcov.info", text)) == {"lcov.info": {1: 2, 3: 999_999_999}}


def test_a_comment_without_an_end_hides_nothing() -> None:
    text = "# A\n<!-- x\ny -->\n# B\n`<!--` begins a comment\n# C\n"
    assert [(one.line, one.title) for one in headings(text)] == [(1, "A"), (4, "B"), (6, "C")]
    assert prose("a <!-- b") == "a <!-- b"
    assert prose("a <!-- b --> c") == "a  c"


@pytest.mark.parametrize("path", ["src/a.ts", "src/a.js", "cmd/a.go", "src/main/java/A.java", "src/a.rs"])
def test_texts_and_comments_without_an_end_are_read_once(tmp_path: Path, path: str) -> None:
    for part in ("'\\", '"', "/*", "//x,\n", " \n", "<", ", ", "import("):
        assert not newer_files(_given(tmp_path, path, part * 200_000), [path])


@pytest.mark.parametrize("part", ["`\\", '"\\', "'\\", "/*", "func (", "func a() { throw new Error('should x') }\n"])
def test_functions_of_foreign_tests_are_read_once(tmp_path: Path, part: str) -> None:
    assert not any(helpers_of(_given(tmp_path, "tests/a.test.js", part * 100_000)).values()) or "should" in part


def test_marks_of_tests_inside_a_source_are_read_once(tmp_path: Path) -> None:
    begun_s = time.process_time()
    assert not helpers_of(_given(tmp_path, "src/lib.rs", "#[cfg(test)]\n" * 20_000))
    assert time.process_time() - begun_s < 3


@pytest.mark.parametrize("part", ["`\\", '"\\', "'\\", "/*", "\\", "''", "'a"])
def test_texts_of_code_without_an_end_are_read_once(part: str) -> None:
    text = "{" + part * 200_000
    assert len(bare_code(text)) == len(text)
    assert bare_code(text)[0] == "{"


def test_blanks_behind_a_setting_are_read_once(tmp_path: Path) -> None:
    text = "password: S3cretPa55" + " " * 400_000
    for end, count in (("z", 0), ("", 1), (",  # mine", 1)):
        outcome = hard_coded_password._check(_given(tmp_path, "conf/a.yaml", text + end + "\n"))
        assert len(outcome.findings) == count


@pytest.mark.parametrize("part", ["\n", "\n ", "<!--", "::: ", "```{auto"])
def test_a_page_is_looked_at_once_for_what_draws_it(part: str) -> None:
    begun_s = time.process_time()
    assert page_drift._DRAWN.search(part * 100_000) is None
    assert time.process_time() - begun_s < 3
    assert page_drift._DRAWN.search(f"# Page\n{part}\n  .. automodule:: shop\n") is not None


def test_pages_of_many_sub_projects_are_held_to_their_commands_in_time_where_there_are_many_files(
    tmp_path: Path,
) -> None:
    shown = ("cd src{0}\nnpm run x", "kubectl apply -f k8s/{0}.yaml", "python -m tool{0}.run", "go run ./cmd/{0}")
    told = "```python\nfrom pack{0} import a\nlib{0}.nn.Linear(3)\n```\n"
    page = "".join(f"```\n{one.format(place)}\n```\n" for place in range(8) for one in shown).encode()
    page += "".join(told.format(place) for place in range(30)).encode()
    files = {f"a/b{place % 3}/c/d{place}/README.md": page for place in range(20)}
    files |= {f"more/e{place % 100}/f{place}.py": b"" for place in range(20_000)}
    begun_s = time.process_time()
    found = false_claim._check(GivenCheckout(files, tmp_path)).findings
    assert time.process_time() - begun_s < 4
    assert len(found) == 20 * 24


def test_blank_lines_of_what_a_page_names_are_read_once(tmp_path: Path) -> None:
    page = b"`shop.core.gone(1)`\n\n```\ncargo run --bin gone\n```\n" + b"`shop.core.total(1)`\n" * 5000
    files = {"README.md": page, "Cargo.toml": b"\n" * 200_000, "shop/__init__.py": b""}
    files |= {"shop/core.py": b"\n" * 200_000 + b"def total(n):\n    return n\n"}
    files |= {f"more/f{place}.py": b"" for place in range(5000)}
    begun_s = time.process_time()
    found = false_claim._check(GivenCheckout(files, tmp_path)).findings
    assert time.process_time() - begun_s < 3
    assert [one.line for one in found] == [4, 1]


@pytest.mark.parametrize(("path", "begin"), [("a.py", ">>> total()"), ("a.rs", "/// ```\n/// total()\n/// ```")])
def test_blank_lines_beside_an_example_are_read_once(path: str, begin: str) -> None:
    begun_s = time.process_time()
    assert shown_words(path, begin + "\n" * 100_000) == {"total"}
    assert time.process_time() - begun_s < 3


@pytest.mark.parametrize(("path", "part"), [("a.py", '"""\n\n"""\n'), ("a.go", "`\n\n`\n"), ("a.c", "/*\n\n*/\n")])
def test_lines_before_a_long_text_are_counted_once(path: str, part: str) -> None:
    begun_s = time.process_time()
    found = inner_lines(path, part * 200_000)
    assert time.process_time() - begun_s < 3
    assert len(found.texts | found.comments) == (400_000 if path == "a.c" else 200_000)
    assert (2 in found.texts | found.comments, 1 in found.texts | found.comments) == (True, False)


def test_what_a_job_calls_by_many_names_is_followed_in_time(tmp_path: Path) -> None:
    targets = "a " * 20_000 + ": b\n" + "\tcc a.c\n" * 100_000
    begun_s = time.process_time()
    found = called_commands(_given(tmp_path, "Makefile", targets), "make a\n" + "task " * 60_000)
    assert time.process_time() - begun_s < 4
    assert found.startswith("make b\ncc a.c\n")


def test_blanks_above_a_test_without_checks_are_read_once(tmp_path: Path) -> None:
    text = (
        " " * 400_000 + "x = 1\n\n\ndef test_a():\n    x = 2\n" + "def test_b():  #" + " " * 400_000 + "x\n    x = 2\n"
    )
    begun_s = time.process_time()
    outcome = assertionless_case._check(_given(tmp_path, "tests/test_a.py", f"if a:\n{text}"))
    assert time.process_time() - begun_s < 3
    assert [one.line for one in outcome.findings] == [5, 7]
