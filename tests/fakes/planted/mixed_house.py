"""One repository for several services: Python, TypeScript, Rust and Go side by side."""

from tests.fakes.planted.common import at, readme, well_kept
from tests.fakes.planted.project import PlantedProject

_KEY = "AKIA" + "Q3EGPLX7WNUK2VB5"
_OLD: dict[str, str | bytes] = {
    **well_kept("cargo", "just test"),
    "README.md": readme("House", "make setup", "make run", "just test"),
    "Makefile": "setup run:\n\techo\n",
    "justfile": "test:\n    cargo test && pytest && go test ./...\n",
    "services/price/price/__init__.py": '"""Prices."""\n',
    "services/price/price/rate.py": f'''"""Rates."""

import contextlib
import hashlib
import os
import pickle

ACCESS = "{_KEY}"
TOKEN = os.getenv("RATE_TOKEN", "")
SIGNING_KEY = os.getenv("SIGNING_KEY", "zx81-77-ab-qq")  # PLANT-INT02


def load(data: bytes) -> object:
    """Load."""
    return pickle.loads(data)  # PLANT-STR03


def digest(data: bytes) -> str:
    """Digest."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest()


def weak(data: bytes) -> str:
    """Digest."""
    return hashlib.sha1(data).hexdigest()  # PLANT-STR03


def quiet() -> None:
    """Remove what is old."""
    with contextlib.suppress(FileNotFoundError):
        os.remove("old")
    with contextlib.suppress(Exception):
        os.remove("older")


class Rate:
    """A rate."""

    def of(self, kind: str) -> float:  # PLANT-INT03
        """Return it."""
        ...


RATE = Rate()
''',
    "services/price/tests/test_rate.py": """from price.rate import RATE, digest, load, quiet, weak


def check(one):
    assert one is not None


def test_digest():
    check(digest(b"a"))
    check(weak(b"a"))


def test_sum():
    assert 2 + 2 == 4  # PLANT-INT06


def test_quiet():  # PLANT-INT05
    quiet()
    load(b"")
    RATE.of("a")
""",
    "services/web/package.json": '{"name": "web", "license": "MIT"}\n',
    "services/web/src/app.js": """import { exec, execFile } from "node:child_process";

/** Runs. */
export function run(name, input) {
  exec(`ls ${name}`); // PLANT-STR03
  execFile("ls", [name]);
  return new Function("return " + input)(); // PLANT-STR03
}

/** Loads. */
export async function load() {
  return fetch("/").catch((error) => {});
}
""",
    "services/web/src/app.test.js": """import { run } from "./app";

describe.skip("run", () => {
  it("runs", () => {
    expect(run("a", "1")).toBe(1);
  });
});

test("own function", () => { // PLANT-INT07
  const load = jest.fn().mockReturnValue(1);
  expect(load()).toBe(1);
});

test("fails", async () => {
  await expect(run()).rejects.toThrow();
});
""",
    "crates/core/src/lib.rs": """//! The core.

/// Reads.
pub trait Reader {
    /// Reads.
    fn read(&self) -> String {
        unimplemented!()
    }
}

/// Adds.
pub fn add(a: u32, b: u32) -> u32 {
    todo!() // PLANT-INT03
}

/// Cleans.
pub fn clean(path: &str) {
    let _ = std::fs::remove_file(path);
    // it may be gone
    let _ = std::fs::remove_file(path);
    let _ = format!("{path}");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn adds() {
        assert_eq!(add(1, 2), 3);
    }

    #[test]
    fn cleans() { // PLANT-INT05
        clean("x");
    }

    #[test]
    #[should_panic]
    fn panics() {
        add(1, 2);
    }

    #[test]
    #[ignore]
    fn later() {
        assert_eq!(add(1, 2), 3);
    }

    fn helper() -> u32 {
        todo!()
    }
}
""",
    "services/gate/gate.go": '// Package gate lets in.\npackage gate\n\nimport "strconv"\n\n// Of reads.\n'
    "func Of(text string) int {\n"
    "\tn, _ := strconv.Atoi(text)\n\treturn n\n}\n",
    "services/gate/gate_test.go": 'package gate\n\nimport "testing"\n\n'
    'func TestOf(t *testing.T) {\n\tif Of("1") != 1 {\n'
    '\t\tt.Fatal("wrong")\n\t}\n}\n',
    "third_party/x/x.py": "eval(input())\n",
    "docs/a b.md": "# Ä\n\nSee [c](c%20d.md), [e](none%20e.md). PLANT-SAG09\n",
    "docs/c d.md": "# C\n",
}
_NEW: dict[str, str | bytes] = {
    "services/price/price/part ü.py": '"""Parts."""\r\n\r\n\r\ndef part(n):  # PLANT-TDD08\r\n    """Part."""\r\n'
    "    return n\r\n    print(n)  # PLANT-STR08\r\n",
    "services/price/price/latin.py": '# -*- coding: latin-1 -*-\n"""K\xe4se."""\n\n\n'
    "def _stub():  # PLANT-INT03\n    pass\n".encode("latin-1"),
    "services/price/price/marked.py": '\ufeff"""Marked."""\n\n\n'
    'def _empty():  # PLANT-INT03\n    """Empty."""\n    # later\n',
    "services/web/src/part.js": "/** A part. */\nexport function part() { // PLANT-TDD08\n"
    "  /* istanbul ignore next */ // PLANT-TDD07\n  return 1;\n}\n",
}
MIXED_HOUSE = PlantedProject(
    "mixed-house",
    _OLD,
    _NEW,
    {
        "INT01": frozenset({at(_OLD, "services/price/price/rate.py", "ACCESS")}),
        "INT03": frozenset({"services/price/price/latin.py:5"}),
        "INT04": frozenset(
            {
                at(_OLD, "services/price/price/rate.py", "suppress(Exception)"),
                at(_OLD, "services/web/src/app.js", "catch((error)"),
                at(_OLD, "crates/core/src/lib.rs", "let _ = std"),
                at(_OLD, "services/gate/gate.go", "Atoi"),
            }
        ),
        "INT08": frozenset(
            {
                at(_OLD, "services/web/src/app.test.js", "describe.skip"),
                at(_OLD, "crates/core/src/lib.rs", "#[ignore]"),
            }
        ),
    },
)
