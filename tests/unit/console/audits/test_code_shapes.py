"""Code that does not parse, is too long, too branched, dead or misspelt, in six languages, and what is none of it.

Proves G1.2 and G1.11.
"""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import PlantedRepository, judged, looked_at, marked

_BROKEN = {
    "src/a.py": "def a(:\n    return 1\n",
    "src/b.py": "x = (1,\ny = 2\n",
    "web/c.js": "function a() {\n  return 1;\n",
    "web/d.ts": "export const a: = 1;\n",
    "web/e.tsx": "export const A = () => <div><span></div>;\n",
    "cmd/f.go": "package main\n\nfunc main( {\n}\n",
    "java/src/main/java/G.java": "class G {\n  int a( {\n    return 1;\n  }\n}\n",
    "rust/src/h.rs": "fn a( {\n    1\n}\n",
    "tools/i.py": "print 'hello'\n",
}
_WHOLE = {
    "ok/new.py": "type X = int\n\n\ndef f[T](a: T) -> T:\n    match a:\n        case [1, *_]:\n            pass\n"
    "    return a\n",
    "ok/text.py": "a = {'b': 1}\nprint(f'{a['b']}')\ntry:\n    pass\nexcept* ValueError:\n    pass\n",
    "ok/bom.py": "\ufeffx = 1\n",
    "ok/empty.py": "",
    "ok/x.pyi": "def a() -> int: ...\n",
    "ok/walrus.py": "async def a():\n    async with b as c, d:\n        return [x async for x in c if (y := x)]\n",
    "ok/a.js": "#!/usr/bin/env node\nimport x from './a.json' with { type: 'json' };\n"
    "class A { #b = 1; static { this.c = 1; } "
    "has(o) { return #b in o; } }\nawait x;\nexport { A as default };\nconst y = a?.b ?? 1_000n;\n",
    "ok/a.jsx": "export default () => <><A {...b} c={1} /></>;\n",
    "ok/a.mjs": "export * as ns from './b.js';\nfor await (const x of y) {}\n",
    "ok/a.ts": "enum A { B }\ndeclare module 'x';\n"
    "abstract class C<T extends object> { constructor(private a?: string) {} "
    "abstract b(): T; }\nconst d = { e: 1 } satisfies Record<string, number>;\ntype F = `a-${string}`;\n"
    "function g<const T>(a: T): asserts a is T {}\nexport type { F } from './f';\nlet h = <string>i;\nlet j = k!;\n",
    "ok/a.tsx": "const A = <T,>(a: T) => <B<T> c={a} />;\n",
    "ok/a.cts": "import x = require('x');\nexport = x;\n",
    "ok/a.go": "package ok\n\ntype N interface{ ~int | ~float64 }\n\nfunc Sum[T N](a ...T) (s T) {\n"
    "\tfor i := range 10 {\n"
    "\t\t_ = i\n\t}\n\treturn\n}\n",
    "ok/A.java": "package ok;\n\npublic sealed interface A permits B {\n  record P(int x) implements A {}\n"
    '  static String s(Object o) {\n    return switch (o) {\n      case P(int x) when x > 1 -> """\n          a\n'
    '          """;\n      default -> "";\n    };\n  }\n}\n',
    "ok/a.rs": "pub async fn a<const N: usize>(b: impl Fn() -> u8 + 'static) -> Result<[u8; N], ()> {\n"
    "    let Some(x) = c() else { return Err(()) };\n    macro_rules! m { ($($a:expr),*) => { vec![$($a),*] } }\n"
    '    let r = r#"x"#;\n    Ok(d?.await)\n}\n',
    "ok/flow.js": "// @flow\nexport function a(b: ?string): number { return 1; }\n",
    "tests/data/bad.py": "def a(:\n",
    "tests/fixtures/bad.js": "function (\n",
    "pkg/testdata/bad.go": "package (\n",
    "src/__fixtures__/bad.ts": "const = 1;\n",
    "vendor/bad.go": "package (\n",
    "third_party/bad.py": "def a(:\n",
    "{{cookiecutter.name}}/main.py": "import {{cookiecutter.name}}\n",
    "templates/main.py.j2": "import {{ name }}\n",
    "templates/main.py": "import {{ name }}\n{% if x %}\n",
    "docs/bad.md": "```python\ndef a(:\n```\n",
}


def test_what_does_not_parse(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({**_BROKEN, **_WHOLE})
    outcome = looked_at(made, "STR01")
    found = {one.path for one in outcome.findings}
    assert found == set(_BROKEN), (sorted(found - set(_BROKEN)), sorted(set(_BROKEN) - found))
    assert all(one.line for one in outcome.findings)


def _ifs(count: int, line: str, indent: str = "    ") -> str:
    return "".join(f"{indent}{line.format(one)}\n" for one in range(count))


def _branched(count: int, name: str = "f", mark: str = "") -> dict[str, str]:
    """One function of ``count + 1`` paths in each language."""
    note = f" PLANT-{mark}" if mark else ""
    py = _ifs(count, "if a == {0}:\n        a += 1")
    js = _ifs(count, "if (a === {0}) {{ a += 1; }}")
    return {
        f"src/{name}.py": f"def {name}(a):  #{note}\n{py}    return a\n",
        f"web/{name}.js": f"function {name}(a) {{ //{note}\n{js}    return a;\n}}\n",
        f"web/{name}_two.ts": f"export class A {{\n  {name}(a: number): number {{ //{note}\n{js}    return a;\n"
        f"  }}\n}}\n",
        f"web/{name}_three.ts": f"export const {name} = (a: number): number => {{ //{note}\n{js}    return a;\n}};\n",
        f"cmd/{name}.go": f"package main\n\nfunc {name}(a int) int {{ //{note}\n"
        + _ifs(count, "if a == {0} {{\n\t\ta++\n\t}}", "\t") + "\treturn a\n}\n",
        f"java/{name.title()}.java": f"class {name.title()} {{\n  int {name}(int a) {{ //{note}\n"
        + _ifs(count, "if (a == {0}) {{ a++; }}") + "    return a;\n  }\n}\n",
        f"rust/{name}.rs": f"fn {name}(mut a: u8) -> u8 {{ //{note}\n" + _ifs(count, "if a == {0} {{ a += 1; }}")
        + "    a\n}\n",
    }  # fmt: skip


def test_functions_with_many_paths(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    old = _branched(17, "old")
    before = made.commit({**old, **_branched(3, "grown")})
    files = {
        **_branched(15, "many", "STR04"),
        **_branched(17, "grown", "STR04"),
        **_branched(14, "few"),
        "tests/test_many.py": _branched(20, "test_many")["src/test_many.py"],
        "web/many.test.js": _branched(20, "many")["web/many.js"],
        "cmd/many.pb.go": "// Code generated by protoc. DO NOT EDIT.\n" + _branched(20, "many")["cmd/many.go"],
        "vendor/many.js": _branched(20, "many")["web/many.js"],
        "src/table.py": "TABLE = {\n" + _ifs(60, "'{0}': {0},") + "}\n",
    }
    made.commit(files)
    outcome = looked_at(made, "STR04", baseline=before)
    found = {one.place for one in outcome.findings if one.baseline != "unchanged"}
    wanted = marked(files, "STR04")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))
    assert looked_at(made, "STR04").state == "not-applicable"


def _sized(lines: int, name: str, mark: str = "") -> dict[str, str]:
    note = f" PLANT-{mark}" if mark else ""
    body = lines - 2
    return {
        f"src/{name}.py": f"def {name}(a):  #{note}\n" + _ifs(body, "a = a + {0}") + "    return a\n",
        f"web/{name}.ts": f"export function {name}(a: number) {{ //{note}\n" + _ifs(body, "a += {0};") + "}\n",
        f"cmd/{name}.go": f"package main\n\nfunc {name}(a int) {{ //{note}\n" + _ifs(body, "a += {0}", "\t") + "}\n",
        f"java/{name.title()}.java": f"class A {{\n  void {name}(int a) {{ //{note}\n"
        + _ifs(body, "a += {0};") + "  }\n}\n",
        f"rust/{name}.rs": f"fn {name}(mut a: u8) {{ //{note}\n" + _ifs(body, "a += {0};") + "}\n",
    }  # fmt: skip


_EIGHT, _SEVEN = ["a", "b", "c", "d", "e", "f", "g", "h"], ["a", "b", "c", "d", "e", "f", "g"]
_WIDE = {
    "src/wide.py": f"def wide({', '.join(_EIGHT)}):  # PLANT-STR05\n    return a\n\n\nclass A:\n"
    f"    def ok(self, {', '.join(_SEVEN)}):\n        return a\n\n    @classmethod\n"
    f"    def fine(cls, {', '.join(_SEVEN)}):\n        return a\n\n"
    f"    def wide(self, {', '.join(_EIGHT)}):  # PLANT-STR05\n        return a\n\n\n"
    f"def seven({', '.join(_SEVEN)}):\n    return wide({', '.join(_EIGHT)})\n",
    "web/wide.ts": "export function wide(" + ", ".join(f"{one}: number" for one in _EIGHT)
    + ") { return a; } // PLANT-STR05\nexport const ok = ({ " + ", ".join(_EIGHT) + " }) => a;\n"
    "export function seven(" + ", ".join(f"{one}: Map<string, number>" for one in _SEVEN) + ") { return a; }\n",
    "cmd/wide.go": "package main\n\nfunc wide(" + ", ".join(_EIGHT) + " int) {} // PLANT-STR05\n\nfunc seven("
    + ", ".join(_SEVEN) + " int) {}\n",
    "java/Wide.java": "class Wide {\n  void wide(" + ", ".join(f"int {one}" for one in _EIGHT)
    + ") {} // PLANT-STR05\n  void seven(" + ", ".join(f"Map<A, B> {one}" for one in _SEVEN) + ") {}\n"
    "  record R(" + ", ".join(f"int {one}" for one in _EIGHT) + ") {}\n}\n",
    "rust/wide.rs": "fn wide(" + ", ".join(
    f"{one}: u8" for one in _EIGHT) + ") {} // PLANT-STR05\nimpl A {\n    fn ok(&self, "
    + ", ".join(f"{one}: u8" for one in _SEVEN) + ") {}\n}\n",
}  # fmt: skip


def _nested(depth: int, name: str, mark: str = "") -> dict[str, str]:
    note = f" PLANT-{mark}" if mark else ""

    def fill(open_: str, close: str) -> str:
        down = "".join(f"{'    ' * (one + 1)}{open_}\n" for one in range(depth))
        return down + f"{'    ' * (depth + 1)}a();\n" + "".join(
            f"{'    ' * (one + 1)}{close}\n" for one in reversed(range(depth)) if close
        )  # fmt: skip

    return {
        f"src/{name}.py": f"def {name}(a):  #{note}\n" + fill("if a:", "").replace("a();", "a()"),
        f"web/{name}.js": f"function {name}(a) {{ //{note}\n" + fill("if (a) {", "}") + "}\n",
        f"cmd/{name}.go": f"package main\n\nfunc {name}() {{ //{note}\n" + fill("for a {", "}") + "}\n",
        f"java/{name.title()}.java": f"class A {{\n  void {name}() {{ //{note}\n"
        + fill("while (a) {", "}")
        + "  }\n}\n",
        f"rust/{name}.rs": f"fn {name}() {{ //{note}\n" + fill("if a {", "}") + "}\n",
    }


def _chain(count: int) -> dict[str, str]:
    py = "    if a == 0:\n        return 0\n" + "".join(
        f"    elif a == {n}:\n        return {n}\n" for n in range(1, count)
    )
    js = "  if (a) { b(); }" + " else if (a) { b(); }" * count
    return {
        "src/chain.py": f"def chain(a):\n{py}    return a\n",
        "web/chain.js": f"function chain(a) {{\n{js}\n}}\n",
        "java/Chain.java": f"class A {{ void chain() {{\n{js}\n}} }}\n",
        "cmd/chain.go": "package main\n\nfunc chain() {\n" + js.replace("(a)", "a") + "\n}\n",
        "rust/chain.rs": "fn chain() {\n" + js.replace("(a)", "a") + "\n}\n",
    }


def test_functions_that_are_too_large(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    files = {
        **_sized(101, "long", "STR05"), **_sized(100, "short"), **_WIDE, **_chain(8),
        **_nested(6, "deep", "STR05"), **_nested(5, "flat"),
        "web/cart.test.js": "describe('a', () => {\n" + _ifs(150,
        "it('{0}', () => {{ expect(a).toBe({0}); }});") + "});\n",
        "tests/test_long.py": _sized(150, "test_long")["src/test_long.py"],
        "src/klass.py": "class A:\n" + "".join(f"    def f{n}(self):\n        return {n}\n\n" for n in range(60)),
        "vendor/long.go": _sized(150, "long")["cmd/long.go"],
    }  # fmt: skip
    made.commit(files)
    found = {one.place for one in looked_at(made, "STR05").findings}
    wanted = marked(files, "STR05")
    assert found == wanted, (sorted(found - wanted), sorted(wanted - found))


_DEAD = {
    "src/shop/a.py": """import os  # PLANT-STR08
import sys
from json import dumps, loads  # PLANT-STR08
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal


def spare(a: "Decimal"):
    left = 1  # PLANT-STR08
    _ = a
    return dumps(sys.argv)


def gone():
    return 1
    print("never")  # PLANT-STR08


def caught():
    try:
        return 1
    except ValueError as error:  # PLANT-STR08
        return 2


def never():
    if False:  # PLANT-STR08
        return 1
    while True:
        print("x")
    print("y")  # PLANT-STR08
""",
    "src/shop/__init__.py": "from shop.a import spare\nfrom . import b\n",
    "src/shop/b.py": """from __future__ import annotations

import readline  # noqa: F401
import numpy as numpy
from shop.a import gone as gone

try:
    import ujson
except ImportError:
    ujson = None

try:
    import yaml
    HAS_YAML = True
except ImportError:
    HAS_YAML = False

__all__ = ["caught"]
from shop.a import caught


class Visitor:
    def visit(self, node, parent):
        return node

    def seen(self, request, *args, **kwargs):
        return request


def on_event(signal, frame):
    first, second = signal
    for _index in range(3):
        pass
    return first


def call(callback=lambda event: None):
    debug = False
    if debug:
        print(1)
    return callback


def lazily():
    raise NotImplementedError
    yield
""",
    "tests/test_a.py": "import pytest\n\n\n@pytest.fixture\ndef shop(tmp_path):\n    return 1\n\n\n"
    "@pytest.mark.usefixtures('shop')\ndef test_a(shop, monkeypatch):\n    assert 1 + 1 == 2\n",
    "vendor/x.py": "import os\n",
    "src/shop/orders_pb2.py": "# Generated by the protocol buffer compiler.  DO NOT EDIT!\nimport os\n",
}


def test_code_that_nothing_needs(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    before = made.commit({"src/shop/old.py": "import os\n"})
    made.commit(_DEAD)
    outcome = looked_at(made, "STR08", baseline=before)
    found = {one.place for one in outcome.findings if one.baseline != "unchanged"}
    wanted = marked(_DEAD, "STR08")
    assert found - {"src/shop/old.py:1"} == wanted, (sorted(found - wanted), sorted(wanted - found))


_SPELT = {
    "README.md": "# Shop\n\nYou will recieve it. PLANT-STR09\n\n"
    "It is seperate and behaviour, colour are fine. PLANT-STR09\n"
    "See https://example.com/recieve and `recieve()`.\n",
    "docs/guide.rst": "Guide\n=====\n\nThe occurence of x. PLANT-STR09\n",
    "src/a.py": '"""Definately a module."""  # PLANT-STR09\n\n\ndef a():\n    # retreive it PLANT-STR09\n'
    '    return "b"\n',
    "src/b.go": "package b\n\n// Accross all. PLANT-STR09\nfunc B() {}\n",
    "web/a.ts": 'throw new Error("Could not acommodate"); // PLANT-STR09\n',
    "docs/de/anleitung.md": "Die Addresse und der Grund; als und oder, Adresse, nd, fo, ist.\n",
    "locale/fr/messages.po": 'msgid "x"\nmsgstr "Adresse developpement reponse"\n',
    "src/i18n/nl.json": '{"a": "adres, als, ons"}\n',
    "README.fr.md": "# Boutique\n\nLe developpement et la reponse.\n",
    "package-lock.json": '{"integrity": "sha512-teh"}\n',
    "web/dist/x.min.js": "var teh=1;\n",
    "vendor/x.md": "recieve\n",
    "src/c.py": "nd = 1\nfo = nd\nte = 'ba'\nhist = [crate for crate in ans]\n",
    "AUTHORS": "Ande Teh\nIs Fo\n",
    "words.txt.sha": "deadbeef teh\n",
}


def test_words_that_are_misspelt(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit(_SPELT)
    outcome = looked_at(made, "STR09")
    found, wanted = {one.place for one in outcome.findings}, marked(_SPELT, "STR09")
    assert found == wanted, (told(outcome.findings, found - wanted), sorted(wanted - found))


def told(findings: tuple[object, ...], places: set[str]) -> list[str]:
    """Return what was found at places."""
    return [f"{one.place} {one.evidence}" for one in findings if one.place in places]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("setup.cfg", "[codespell]\nignore-words-list = recieve\n"),
        (".codespellrc", "[codespell]\nignore-words-list = abc,recieve\n"),
        ("pyproject.toml", '[tool.codespell]\nignore-words-list = "recieve"\n'),
        ("pyproject.toml", '[tool.codespell]\nskip = "docs/*"\n'),
    ],
)
def test_words_that_the_project_knows(tmp_path: Path, path: str, text: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({path: text, "docs/a.md": "You recieve it.\n"})
    assert looked_at(made, "STR09").findings == ()


def test_without_code_and_without_pages_nothing_is_praised(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({"data/rates.dat": "x\n"})
    for rule in ("STR01", "STR04", "STR05", "STR08", "STR09", "INT06", "SAG08", "SAG09", "SRV09", "TDD02", "TDD03"):
        outcome = looked_at(made, rule)
        assert outcome.state == "not-applicable", rule
        assert outcome.score is None
        assert outcome.note


_LENT = (
    "from tests.fixtures import cart, shop, store  # noqa: F401\n\n\ndef test_a(shop):\n    assert shop\n\n\n"
    "async def test_b(\n    store,\n):\n    assert store\n\n\ndef cart():\n    return 1\n"
)


def test_fixtures_that_a_test_imports_are_given_to_it_and_not_defined_anew(tmp_path: Path) -> None:
    outcome = judged(tmp_path, {"tests/test_a.py": _LENT, "src/a.py": "a = 1\n"}, "STR02")
    assert [one.place for one in outcome.findings] == ["tests/test_a.py:14"]


_BRANCHES = """\
def a(x):
    if x:
        return 1
    elif x is None:
        raise KeyError
    else:
        return 2
    print(x)  # PLANT-STR08


def b(x):
    try:
        return x()
    except KeyError:
        raise
    print(x)  # PLANT-STR08


def c(x):
    for one in x:
        if one:
            continue
        else:
            break
        print(one)  # PLANT-STR08
    if x:
        return 1
    print(x)
    try:
        return x()
    except KeyError:
        print(x)
    try:
        x()
    finally:
        return 1


def d(x):
    if x:
        return 1
    else:
        return 2
    raise AssertionError("never")


def e(x):
    with x:
        return 1
    return 2
"""


def test_what_stands_behind_branches_that_all_leave_is_never_reached(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    before = made.commit({"README.md": "# Shop\n"})
    made.commit({"src/a.py": _BRANCHES})
    outcome = looked_at(made, "STR08", baseline=before)
    assert {one.place for one in outcome.findings} == marked({"src/a.py": _BRANCHES}, "STR08")
