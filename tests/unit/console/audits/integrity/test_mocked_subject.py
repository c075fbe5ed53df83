"""Script tests that replace the only module whose names they take. Proves G1.2, G1.11 (INT07)."""

from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, marked, told_words

_SOURCES = {
    "web/src/price.ts": "export const tax = (x: number) => x;\nexport const total = (x: number) => x;\n",
    "web/src/order.ts": "import { tax } from './price';\nexport const order = (x: number) => tax(x);\n",
}
_REPLACED = """import { vi, it, expect } from 'vitest';
import { tax } from './price';

vi.mock('./price', () => ({ tax: () => 3 })); // PLANT-INT07

it('has a tax', () => {
  expect(tax(1)).toBe(3);
});
"""
_NOT_REPLACED = {
    "another module is tested": """import { order } from './order';
import { tax } from './price';
jest.mock('./price');
it('orders', () => { order(1); expect(tax).toHaveBeenCalledWith(1); });
""",
    "the tested module is loaded in the test": """import { tax } from './price';
jest.mock('./price');
it('orders', async () => { const { order } = await import('./order'); order(1); expect(tax).toHaveBeenCalled(); });
""",
    "the other half of it is real": """import { tax } from './price';
jest.mock('./price', () => ({ ...jest.requireActual('./price'), total: jest.fn() }));
it('has a tax', () => { expect(tax(1)).toBe(1); });
""",
    "a package is tested with it": """import { run } from '@shop/runner';
import { tax } from './price';
jest.mock('./price');
it('runs', () => { run(); expect(tax).toHaveBeenCalled(); });
""",
}


def test_what_is_replaced_may_lie_in_a_file_of_another_name(tmp_path: Path) -> None:
    files = {**_SOURCES, "web/src/vat.test.ts": _REPLACED}
    outcome = judged(tmp_path / "a", files, "INT07")
    assert {one.place for one in outcome.findings} == marked(files, "INT07"), told_words(outcome)


@pytest.mark.parametrize("text", _NOT_REPLACED.values(), ids=_NOT_REPLACED)
def test_a_test_that_takes_anything_else_is_none(tmp_path: Path, text: str) -> None:
    assert judged(tmp_path / "a", {**_SOURCES, "web/src/vat.test.ts": text}, "INT07").findings == ()
