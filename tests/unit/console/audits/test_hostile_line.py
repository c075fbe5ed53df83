"""Long lines and chains that somebody may have written to stop an audit are read once. Proves G1.11."""

import ast
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from console.audits import claimed_badge, licence
from console.audits.git import declared_types
from console.audits.integrity import conflict_marker, hard_coded_password, key_file, stub_as_product
from console.audits.python_tree import Function, PythonFunction
from console.audits.strict import dead_code
from console.audits.tdd import flaky_case
from tests.fuzz.given_checkout import GivenCheckout

_MANY = 100_000
_BEGIN = "-----BEGIN PRIVATE " + "KEY-----"
_PAGE = "".join("-" * length + "\n" for length in range(4, 1500)) + "<<<<<<< a\n=======\n>>>>>>> b\n"
_WAIT = "setTimeout(() => {"


@pytest.mark.parametrize(
    ("look", "text"),
    [
        (claimed_badge._NAME.findall, f"name: a{' ' * _MANY}b"),
        (key_file._lines, _BEGIN + "\n" * _MANY),
        (key_file._lines, _BEGIN + " A" * _MANY),
        (declared_types._NOTE.split, "\n" * _MANY),
        (lambda text: list(conflict_marker._conflicts("a.adoc", text)), _PAGE),
        (flaky_case._SET_TIMEOUT.match, f"{_WAIT}{'expect}' * _MANY}"),
        (flaky_case._SET_TIMEOUT.match, f"{_WAIT}{'expect ' * _MANY}"),
        (lambda text: flaky_case._played(["it('a', () => {", *text.splitlines()]), "  useFakeTimers()\n" * _MANY),
        (lambda text: list(hard_coded_password._ASSIGNED.finditer(text)), f"setPassword({' ' * _MANY}"),
        (lambda text: list(licence._of_setup(text)), f"license = a{' ' * _MANY}b"),
        (lambda text: list(licence._of_setup(text)), "\n" * _MANY),
    ],
)
def test_a_text_is_read_once(look: Callable[[str], object], text: str) -> None:
    begun_s = time.process_time()
    look(text)
    assert time.process_time() - begun_s < 4


def test_settings_that_are_longer_than_anybody_writes_tell_no_kinds(tmp_path: Path) -> None:
    text = "module.exports = { rules: { 'type-enum': [2, 'always', ['feat', 'fix']] } };\n"
    for more, kinds in (("", {"feat", "fix"}), ("/* " * _MANY, None)):
        given = GivenCheckout({"commitlint.config.js": (text + more).encode()}, tmp_path)
        begun_s = time.process_time()
        assert declared_types.declared_types(given, "commitlint.config.js") == kinds
        assert time.process_time() - begun_s < 4


def test_what_they_look_for_is_still_seen() -> None:
    assert [claimed_badge._plain(one) for one in claimed_badge._NAME.findall("name: 'CI a'  # all\r\nname: b\n")] == [
        "CI a",
        "b",
    ]
    assert list(licence._of_setup("[metadata]\nlicense = MIT  \nname = a\n")) == ["MIT"]
    waits = [f"{_WAIT}\n  expect(a).toBe(1);\n}}, 500)", "setTimeout(function () { done(); }, 10)"]
    assert all(map(flaky_case._SET_TIMEOUT.match, waits))
    assert not flaky_case._SET_TIMEOUT.match(f"{_WAIT} close(); }}, 500)")
    page = "-----\na\n----\n<<<<<<< a\n=======\n>>>>>>> b\n----\n"
    assert not list(conflict_marker._conflicts("a.adoc", page))
    assert list(conflict_marker._conflicts("a.adoc", page.removesuffix("----\n")))


def _chain(links: int, last: str) -> ast.stmt:
    text = "if a == 0:\n    raise a\n" + "".join(f"elif a == {one}:\n    raise a\n" for one in range(links))
    return ast.parse(f"{text}else:\n    {last}\n").body[0]


@pytest.mark.parametrize("links", [0, 1, 900])
def test_a_chain_of_branches_of_any_length_leaves_where_each_does(links: int) -> None:
    assert dead_code._leaves(_chain(links, "raise a"))
    assert not dead_code._leaves(_chain(links, "pass"))


def _class(parts: Sequence[str]) -> ast.ClassDef:
    owner = ast.parse("class A:\n" + "".join(parts)).body[0]
    assert isinstance(owner, ast.ClassDef)
    return owner


def test_a_class_of_thousands_of_methods_is_walked_once() -> None:
    stubs = [f"    def a{one}(self):\n        raise NotImplementedError\n" for one in range(1000)]
    done = [f"    def b{one}(self):\n        return self.x + {one}\n" for one in range(2001)]
    owner = _class([*stubs, *done])
    begun_s = time.process_time()
    methods = [one for one in owner.body[:1000] if isinstance(one, Function)]
    assert all(stub_as_product._is_alone(PythonFunction(one, (owner,), 0, 0)) for one in methods)
    assert time.process_time() - begun_s < 4
