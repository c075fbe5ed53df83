"""Whatever a cluster answers, only ``ConnectorError`` comes out of the decoders. (hostile input, fuzzed)"""

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from connectors.kubernetes.kind import WatchedKind, object_decoder
from connectors.kubernetes.log_line import MOST_LINE, cut_lines
from connectors.kubernetes.rows.quantity import amount, quantity
from connectors.kubernetes.table import TableWire, _rows
from connectors.kubernetes.topics import TOPICS
from console.domain.resource import ResourceKind
from console.kernel.errors import ConnectorError
from console.presenters.resource_view import resource_view

CORPUS = Path(__file__).parents[2] / "fuzz" / "corpus" / "object"
KINDS = [kind for kinds in TOPICS.values() for kind in kinds]
POD = ResourceKind("", "v1", "Pod", "pods", namespaced=True)
_NAMES = st.sampled_from(
    [
        "metadata", "spec", "status", "name", "namespace", "labels", "annotations", "kind", "data", "stringData",
        "containers", "containerStatuses", "state", "replicas", "active", "conditions", "ownerReferences", "ports",
        "selector", "matchLabels", "template", "creationTimestamp", "resources", "requests", "cpu", "rules", "metrics",
        "currentMetrics", "type", "reason", "message", "lastTransitionTime", "value", "env", "port", "hard", "used",
    ]
)  # fmt: skip
_SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), _NAMES,
    st.sampled_from(["1e999999999", "9" * 40, "-1", "0001-01-01T00:00:00+14:00", "9999999-01-01", "\ud800", "\x00"]),
)  # fmt: skip
_TREES: st.SearchStrategy[Any] = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_NAMES, inner, max_size=5),
    max_leaves=25,
)


def _row(kind: WatchedKind, raw: bytes) -> None:
    """Decode as listing and watch do; what those two catch is no fault of a row."""
    try:
        wire = object_decoder(kind.wire).decode(raw)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return
    row = kind.row(wire, kind.at(kind.versions[0]), "c")
    assert row.ref.connection == "c"
    numbers = [value for name in type(row).__match_args__ if isinstance(value := getattr(row, name), int)]
    assert all(abs(number) < 2**64 for number in numbers)


def _view(raw: bytes) -> None:
    try:
        view = resource_view(raw, 1.7e9)
    except ConnectorError:
        return
    view.yaml.encode()
    repr(view.sections).encode()
    assert "canary-secret" not in view.yaml + repr(view.sections)


@pytest.mark.parametrize("file", sorted(CORPUS.iterdir()), ids=lambda file: file.stem)
def test_objects_that_once_broke_something_break_nothing(file: Path) -> None:
    for kind in KINDS:
        _row(kind, file.read_bytes())
    _view(file.read_bytes())


@settings(max_examples=120, deadline=None)
@given(st.dictionaries(_NAMES, _TREES, max_size=5))
def test_any_tree_becomes_rows_and_a_view_or_a_connector_error(tree: dict[str, Any]) -> None:
    raw = json.dumps(tree).encode()
    for kind in KINDS:
        _row(kind, raw)
    _view(raw)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=120))
def test_any_bytes_become_a_view_or_a_connector_error(raw: bytes) -> None:
    _view(raw)


@pytest.mark.parametrize("depth", [900, 1_100, 10_000])
def test_deep_nesting_is_refused_and_ends_nothing(depth: int) -> None:
    raw = b'{"metadata":{"name":"x"},"junk":%s%s}' % (b"[" * depth, b"]" * depth)
    for kind in KINDS:
        _row(kind, raw)
    _view(raw)


def test_a_hundred_thousand_labels_stay_a_bounded_summary() -> None:
    labels = {f"label-{number}": "x" * 20 for number in range(100_000)}
    raw = json.dumps({"kind": "ConfigMap", "metadata": {"name": "x", "labels": labels}, "data": labels}).encode()
    view = resource_view(raw, 1.7e9)
    assert sum(len(section.lines) for section in view.sections) < 300
    assert max(len(text) for section in view.sections for _name, text in section.lines) < 20_000
    assert "more" in repr(view.sections)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=12) | st.from_regex(r"[+-]?[0-9.]{0,6}([eE][+-]?[0-9]{1,12}|[munkKMGTPEi]{0,2})", fullmatch=True)
)
def test_a_quantity_is_a_finite_number_or_a_value_error(text: str) -> None:
    try:
        quantity(text)
    except ValueError:
        assert amount(text) == 0.0
    assert amount(text) - amount(text) == 0.0


@settings(max_examples=60, deadline=None)
@given(st.lists(_TREES, max_size=6))
def test_table_cells_are_bounded(cells: list[Any]) -> None:
    body = json.dumps({"kind": "Table", "rows": [{"cells": cells, "object": {"metadata": {"name": "x"}}}]})
    try:
        page = msgspec.json.decode(body.encode(), type=TableWire)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return
    for row in _rows(page, POD, "c"):
        assert all(len(str(cell)) < 5_000 for cell in row.cells)


@pytest.mark.anyio
@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=30), max_size=8))
async def test_log_lines_are_text_without_line_ends(pieces: list[bytes]) -> None:
    async def stream() -> Any:
        for piece in pieces:
            yield piece

    found = [line async for line in cut_lines(stream())]
    assert all("\n" not in line and len(line) <= MOST_LINE + 2 for line in found)
    for line in found:
        line.encode()


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"
