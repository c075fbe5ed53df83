"""How the cache tells things apart is read from one value, whatever stands there (proves L2.3)."""

from typing import Any

import pytest

from console.estate.schema.service_connection import CacheKeysEntry
from console.lab.edge.edge_seed import CACHE_KEYS, CONFIG, GOOD_KEYS
from console.lab.edge.kv_namespace import KvEntry
from tests.fakes.edge_lab import EdgeLab

TOPIC = "edge-cache-keys"


@pytest.fixture
def written(lab: EdgeLab, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Write another value for one test."""
    entries = lab.edge.config.entries

    def write(value: bytes) -> None:
        monkeypatch.setitem(entries, CACHE_KEYS, KvEntry(value))

    return write


def test_patterns_and_what_was_agreed_are_told_together(lab: EdgeLab) -> None:
    (row,) = lab.read(lab.connect(), TOPIC)
    assert (row.ref.namespace, row.ref.name) == (CONFIG, CACHE_KEYS)
    assert dict(row.patterns) == dict(row.agreed) == GOOD_KEYS
    assert row.shared == ()


def test_a_changed_value_is_seen_at_the_next_look(lab: EdgeLab, written: Any) -> None:
    connector = lab.connect()
    lab.read(connector, TOPIC)
    written(b'{"cta": "x:{issue}", "proof": "x:{issue}", "page": "p"}')
    (row,) = lab.read(connector, TOPIC)
    assert row.shared == (("x:{issue}", ("cta", "proof")),)


@pytest.mark.parametrize("value", [b"no json", b"[1]", b'{"cta": 7}', b"\xff", b'{"cta": "' + b"x" * 20_000 + b'"}'])
def test_anything_else_is_told_as_unreadable_and_shares_nothing(lab: EdgeLab, written: Any, value: bytes) -> None:
    written(value)
    (row,) = lab.read(lab.connect(), TOPIC)
    assert (row.readable, row.patterns, row.shared) == (False, (), ())


def test_no_such_value_or_namespace_is_no_row(lab: EdgeLab) -> None:
    for entry in (CacheKeysEntry(namespace=CONFIG, name="gone"), CacheKeysEntry(namespace="gone", name=CACHE_KEYS)):
        assert lab.read(lab.connect(cache_keys=entry), TOPIC) == ()


def test_an_account_that_names_no_value_is_not_asked(lab: EdgeLab) -> None:
    topics = {source.topic for source in lab.connect(cache_keys=None).sources()}
    assert TOPIC not in topics
    assert "zones" in topics
