"""What languages have learnt after the parser is no fault, and hides none. Proves G1.2 (STR01)."""

from pathlib import Path

import pytest

from console.audits.tools import grammar_gap
from console.kernel.errors import ConnectorError, ErrorKind
from tests.fakes.planted_repository import judged
from tests.fuzz.given_checkout import GivenCheckout

_NEWER = {
    "src/variance.ts": "export interface A<\n  /** kept */\n  out T extends object = object, // @ts-ignore\n"
    "  in out U = T,\n> { x: (t: U) => T }\nexport class B<const in T> {}\n",
    "src/types.ts": "export type * from './a';\nexport type * as ns from './b';\nf<<T>(x: T) => T>(1);\n"
    "f<<T, U>(x: T, y: U) => T>(1);\nf<<T extends object>(x: T) => T>(1);\nconst m = [1<<n, 2<<n];\n",
    "src/made.d.ts": "export default function (): {\n  a: string;\n};\n",
    "src/words.mjs": "const n = 1;\nexport { n as null, n as function };\nimport defer * as ns from './a.js';\n",
    "src/raw.js": "export const a = String.raw`\\underline{\\xi}`;\nclass B { static accessor c = 1; }\n",
    "cmd/new.go": "package cmd\n\nvar p = new(42)\nvar q = new(f(1))\nvar r = new([]int)\n",
    "src/main/java/M.java": "import module java.base;\n\nclass M extends B {\n  M(int a) {\n    check(a);\n"
    "    super(a);\n  }\n}\n",
    "src/ended.js": "const told = (one) => {\n  return one\n}\n\n[...warnings, ...errors].forEach((one) => {\n"
    "  told(one)\n})\n",
    "src/used.d.ts": "declare const x: { a?: import('s').S<[error: unknown, reset: () => void]> | null };\n",
    "src/out.rs": 'unsafe extern "C" {\n    safe fn f();\n    pub safe static X: u8;\n}\n',
}
_RIGHT = {
    "src/count.js": "let n = 0;\nok && n++;\nconst z = a - b--;\nconst re = o.re || /abc/;\n",
    "src/list.jsx": "export const A = ({ s }) => <p>{s && <b />}{s || <i>x</i>}</p>;\n",
    "src/terms.jsx": 'export const A = () => <a href="/x?a=1&b=2">Terms & Conditions, Q&A, don\'t</a>;\n',
    "src/salt.tsx": "type C = A & B;\nexport const D = (a: C) => (\n  <p>\n    {a.x && 1 & 2} Salt & &amp; &\n  </p>\n"
    ");\n",
    "src/list.tsx": "export const A = ({ s }: any) => s && <B<T> />;\nlet d = s! && t!;\n",
    "src/as.ts": "export const f = (x: any, y: any) => x ?? y as Map<string, number>;\n",
    "src/ends.js": "export const open = (s) => /\\{/.test(s);\n// the end, without a line end",
    "tests/import/syntax-error.mjs": "export const a = ((;\n",
}
_WRONG = {
    "src/d.jsx": "export const A = ({ s }) => <p>{s &&}</p>;\n",
    "src/terms.jsx": "export const A = () => <b>Terms & Conditions</b>;\nexport const B = (;\n",
    "src/e.ts": "if (a >) {\n  b();\n}\n",
    "src/f.js": "foo(a +);\n",
    "src/h.js": "const told = (one) => {\n  return one\n}\n\n[...warnings, errors.forEach(told)\n",
    "src/i.js": "const rows = [\n  {\n    a: 1,\n  }\n  [...b],\n];\n",
    "src/g.js": "export function a(s) {\n  return s;\n// the end, without a line end",
    "tests/errors.test.js": "test('a', () => {\n  expect(a).toBe(1;\n});\n",
    "src/a.ts": "export interface A<out T> { x: T }\nexport const b: = 1;\n",
    "src/b.mjs": "const n = 1;\nexport { n as null };\nfunction c( {\n  return 1;\n}\n",
    "cmd/c.go": "package cmd\n\nvar p = new(42)\n\nfunc d( {\n}\n",
}


@pytest.mark.parametrize("path", _NEWER)
def test_newer_words_are_no_fault(tmp_path: Path, path: str) -> None:
    assert not judged(tmp_path, {path: _NEWER[path]}, "STR01").findings


@pytest.mark.parametrize("path", _RIGHT)
def test_what_an_expression_ends_with_is_no_fault(tmp_path: Path, path: str) -> None:
    assert not judged(tmp_path, {path: _RIGHT[path]}, "STR01").findings


@pytest.mark.parametrize("path", _WRONG)
def test_a_fault_beside_them_is_found(tmp_path: Path, path: str) -> None:
    assert [one.path for one in judged(tmp_path, {path: _WRONG[path]}, "STR01").findings] == [path]


def test_a_tool_that_fails_leaves_nothing_that_the_next_try_fails_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(*_asked: object) -> None:
        raise ConnectorError(ErrorKind.TIMEOUT, "It is late.")

    monkeypatch.setattr(grammar_gap, "run_tool", late)
    tree = tmp_path / "tree"
    tree.mkdir()
    checkout = GivenCheckout({"src/raw.js": _NEWER["src/raw.js"].encode()}, tree)
    for _ in range(2):
        with pytest.raises(ConnectorError):
            grammar_gap.newer_files(checkout, ["src/raw.js"])
    assert list(tmp_path.iterdir()) == [tree]
