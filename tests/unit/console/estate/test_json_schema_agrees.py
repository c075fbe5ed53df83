"""What the loader accepts the JSON Schema accepts, and what is written is read back as it was. (generated estates)"""

from functools import cache
from typing import Any

import jsonschema
from hypothesis import given, settings
from hypothesis import strategies as st

from console.estate.json_schema import estate_json_schema
from console.estate.load import parse_estate
from console.estate.read_yaml import read_yaml
from console.estate.schema.estate import Estate
from console.estate.write_yaml import estate_text, yaml_text

_TEXT = st.one_of(
    st.sampled_from(
        ["", "no", "NO", "on", "~", "null", "true", "1", "012", "1e3", "0x1F", "<<",
         "- a", "# b", "a: b", "*x", "&y", "!z", "|", ">", "%a", "@a", "`a"]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp")), max_size=12),
).map(str.strip)  # fmt: skip
_KEY = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?", fullmatch=True)
_REFERENCE = st.sampled_from(["keyring:prod/x", "env:TOKEN_1", "file:/run/x", "file:~/ほげ"])
_AUTH = st.one_of(
    st.none(),
    st.fixed_dictionaries({"kind": st.just("bearer"), "token": _REFERENCE}),
    st.fixed_dictionaries({"kind": st.just("basic"), "username": _TEXT, "password": _REFERENCE}),
)
_ENVIRONMENT = st.sampled_from(["production", "staging", "development"])
_SECONDS = st.integers(1, 3600) | st.floats(1, 3600)
_PLAIN = st.one_of(_TEXT, st.integers(-(10**14), 10**14), st.booleans(), st.none(), st.lists(_TEXT, max_size=3))
_SERVICE = {"layer": st.sampled_from(["ai", "data", "application"]), "title": _TEXT}


def _keyed(fields: dict[str, Any], optional: dict[str, Any] | None = None) -> st.SearchStrategy[list[dict[str, Any]]]:
    entry = st.fixed_dictionaries({"key": _KEY, **fields}, optional=optional or {})
    return st.lists(entry, max_size=3, unique_by=lambda one: one["key"])


def _unique_connections(data: dict[str, Any]) -> dict[str, Any]:
    for section in ("clusters", "prometheus", "github"):
        for number, entry in enumerate(data.get(section, ())):
            entry["key"] = f"{section.replace('_', '-')}-{number}"
    return data


_ESTATE = st.fixed_dictionaries(
    {"name": _KEY},
    optional={
        "title": _TEXT,
        "environment": _ENVIRONMENT,
        "clusters": _keyed(
            {}, {"title": _TEXT, "environment": _ENVIRONMENT, "namespaces": st.lists(_TEXT, max_size=2)}
        ),
        "prometheus": _keyed(
            {"url": st.just("https://p.example.org")},
            {"auth": _AUTH, "poll_s": _SECONDS, "queries": st.dictionaries(_TEXT, _TEXT, max_size=3)},
        ),
        "github": _keyed({}, {"token": _REFERENCE, "hosts": st.lists(_TEXT, max_size=2)}),
        "templates": _keyed(
            {"services": st.lists(st.fixed_dictionaries({"name": _KEY, **_SERVICE}), max_size=1)},
            {"quotas": st.dictionaries(_TEXT, st.integers(-999, 999) | st.floats(-1e9, 1e9)), "autoscale": st.none()},
        ),
        "budgets": _keyed({"limit": st.fixed_dictionaries({"amount": st.floats(0, 1e12), "currency": st.just("JPY")})}),
        "calendars": _keyed(
            {
                "entries": st.just(
                    [
                        {
                            "title": "x",
                            "kind": "freeze",
                            "start": "2026-01-01T00:00:00+09:00",
                            "end": "2026-01-02T00:00:00Z",
                        }
                    ]
                )
            }
        ),
    },
).map(_unique_connections)  # fmt: skip


@cache
def _validator() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(estate_json_schema())


@settings(max_examples=50, deadline=None)
@given(_ESTATE)
def test_the_schema_accepts_what_the_loader_accepts_before_and_after_defaults(data: dict[str, Any]) -> None:
    estate = parse_estate(yaml_text(data))
    _validator().validate(data)
    _validator().validate(estate.model_dump(mode="json"))


@settings(max_examples=50, deadline=None)
@given(_ESTATE, _TEXT)
def test_an_estate_that_is_written_is_read_back_as_it_was(data: dict[str, Any], comment: str) -> None:
    estate: Estate = parse_estate(yaml_text(data))
    keys = [one.key for one in estate.clusters]
    assert parse_estate(estate_text(estate, [comment], [(key, comment) for key in keys])) == estate


@settings(max_examples=100, deadline=None)
@given(
    st.dictionaries(_TEXT, st.one_of(_TEXT, st.integers(-(10**14), 10**14), st.booleans(), st.none(), st.lists(_TEXT)))
)
def test_plain_values_survive_writing_and_reading(data: dict[str, Any]) -> None:
    assert read_yaml(yaml_text(data).encode(), "e").value == data
