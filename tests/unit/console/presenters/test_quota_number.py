"""Quotas are read from ConfigMaps as people write them. Proves L1.4."""

import pytest

from console.domain.resource import ResourceRef
from console.domain.route import Setting
from console.presenters.quota_number import quota_numbers


def _setting(**entries: str) -> Setting:
    return Setting(ResourceRef("main", "ConfigMap", "tokyo", "cell-quota"), tuple(entries.items()))


def test_without_a_named_entry_every_entry_is_a_quota() -> None:
    assert quota_numbers(_setting(langchain_rps="120", next_edge_rps="1k")) == {
        "langchain_rps": 120.0,
        "next_edge_rps": 1_000.0,
    }


@pytest.mark.parametrize(
    "text", ['{"langchain_rps": 120, "next_edge_rps": "1k"}', "langchain_rps: 120\nnext_edge_rps: 1k  # by hand\n"]
)
def test_a_named_entry_holds_a_mapping_in_json_or_yaml_and_the_others_are_not_read(text: str) -> None:
    found = quota_numbers(_setting(quotas=text, note="7"), "quotas")
    assert found == {"langchain_rps": 120.0, "next_edge_rps": 1_000.0}


def test_a_named_entry_may_hold_one_number() -> None:
    assert quota_numbers(_setting(langchain_rps="80", other="9"), "langchain_rps") == {"langchain_rps": 80.0}
    assert quota_numbers(_setting(other="9"), "langchain_rps") == {}


@pytest.mark.parametrize("text", ["many", "[1, 2]", "", "a: [", "\x00", "&a [*a]", "x" * 2_000_000])
def test_what_is_no_number_is_not_guessed(text: str) -> None:
    assert quota_numbers(_setting(langchain_rps=text)) == {"langchain_rps": None}


def test_a_mapping_may_hold_what_is_no_number() -> None:
    assert quota_numbers(_setting(q='{"a": null, "b": [1], "c": 2}'), "q") == {"a": None, "b": None, "c": 2.0}
