"""What is empty in a class is for others to fill only inside that class. Proves G1.2 (INT03)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, marked

_STUBS = {
    "src/order.ts": """export abstract class Shape {
  abstract area(): number;
  name(): string {
    throw new Error("not implemented");
  }
}

export const ship = async (id: string) => {
  throw new Error("TODO: ship"); // PLANT-INT03
};

export class Mixed extends mixin({
  named: true,
}) {
  label(): string {
    throw new Error("not implemented");
  }
}

export class Own extends Mixed {}

export class Empty extends Shape {}

export function send(): void {
  throw new Error("not implemented"); // PLANT-INT03
}
""",
    "src/main/java/Ledger.java": """package org.kern;

interface Book { void close(); }

class Ledger {
    abstract static class Page {
        void turn() {
            throw new UnsupportedOperationException("not implemented");
        }
    }

    void post() {
        throw new UnsupportedOperationException("not implemented"); // PLANT-INT03
    }
}
""",
}


@pytest.mark.parametrize("path", _STUBS)
def test_a_class_that_ended_above_excuses_nothing_below_it(tmp_path: Path, path: str) -> None:
    outcome = judged(tmp_path, {path: _STUBS[path]}, "INT03")
    assert {one.place for one in outcome.findings} == marked({path: _STUBS[path]}, "INT03")
