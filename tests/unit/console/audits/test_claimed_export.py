"""Names that a README imports from a package of scripts. Proves G1.2 and G1.11 (INT10)."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.fakes.planted_repository import judged, tells, told_words

_FILES = {
    "package.json": '{"name": "@acme/orders"}\n',
    "src/index.ts": "export function place() { return 1; }\nexport { cancel as stop } from './cancel';\n",
    "src/cancel.ts": "export const cancel = () => 1;\n",
}


def _readme(code: str) -> dict[str, str]:
    return {"README.md": f"# Orders\n\n```ts\n{code}\n```\n"}


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("import { refund } from '@acme/orders';", 4),
        ("import { place, refund } from '@acme/orders';", 4),
        ("import {\n  place,\n  type Refund,\n} from '@acme/orders';", 6),
        ("import orders, { refund as back } from '@acme/orders';", 4),
        ("const { place, refund: back } = require('@acme/orders');", 4),
    ],
)
def test_a_name_that_no_script_has_is_told(tmp_path: Path, code: str, line: int) -> None:
    outcome = judged(tmp_path, {**_FILES, **_readme(code)}, "INT10")
    assert tells(outcome, [f"README.md:{line}"]), told_words(outcome)


@pytest.mark.parametrize(
    ("code", "more"),
    [
        ("import { place, stop as halt } from '@acme/orders';", {}),
        ("import { default as orders } from '@acme/orders';", {}),
        ("import { refund } from '@acme/payments';", {}),
        ("import { refund } from '@acme/orders/extra';", {}),
        ("import { refund } from '@acme/orders';", {"src/all.ts": "export * from '@acme/core';\n"}),
        ("import { refund } from '@acme/orders';", {"src/all.ts": "export * from './made-by-the-build';\n"}),
        ("import { refund } from '@acme/orders';", {"src/all.js": "module.exports = { ...require('base') };\n"}),
        ("import { refund } from '@acme/orders';", {"src/native.rs": "pub fn refund() {}\n"}),
        ("const { place } = require('@acme/orders');", {}),
    ],
)
def test_names_that_are_there_or_may_come_from_elsewhere_are_not(
    tmp_path: Path, code: str, more: Mapping[str, str]
) -> None:
    outcome = judged(tmp_path, {**_FILES, **more, **_readme(code)}, "INT10")
    assert tells(outcome, []), told_words(outcome)


@pytest.mark.parametrize("given", ["./more", "./more.js", "./parts", "./parts/index.js", "."])
def test_what_gives_on_a_script_that_is_there_gives_its_names(tmp_path: Path, given: str) -> None:
    more = {"src/more.ts": "export const a = 1;\n", "src/parts/index.tsx": "export const b = 1;\n"}
    files = {**_FILES, **more, "src/all.ts": f"export * from '{given}';\n"}
    outcome = judged(tmp_path, {**files, **_readme("import { refund } from '@acme/orders';")}, "INT10")
    assert tells(outcome, ["README.md:4"]), told_words(outcome)
