"""A server is reached by an address or inside a cluster of the estate: one of the two, and the cluster must exist."""

from typing import Any

import pytest

from console.estate.load import parse_estate
from console.kernel.errors import UserError

INSIDE = "{cluster: main, service: monitoring/server, port: 9090}"


def _text(section: str, entry: str) -> str:
    return f"name: test\nclusters:\n  - key: main\n{section}:\n  - {{key: one, {entry}}}\n"


@pytest.mark.parametrize("section", ["prometheus", "alertmanagers", "grafana"])
def test_either_way_is_fine(section: str) -> None:
    for entry in ("url: http://p.example", f"in_cluster: {INSIDE}"):
        assert getattr(parse_estate(_text(section, entry)), section)


@pytest.mark.parametrize("section", ["prometheus", "alertmanagers", "grafana"])
@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("title: x", "either url or in_cluster"),
        (f"url: http://p.example, in_cluster: {INSIDE}", "either url or in_cluster"),
        ("in_cluster: {cluster: other, service: a/b, port: 1}", 'there is no "other" in clusters'),
        ("in_cluster: {cluster: main, service: server, port: 1}", "service"),
        ("in_cluster: {cluster: main, service: a/b, port: 0}", "port"),
    ],
)
def test_everything_else_is_told(section: str, entry: str, says: str) -> None:
    with pytest.raises(UserError) as caught:
        parse_estate(_text(section, entry))
    told: Any = caught.value
    assert says in f"{told} {getattr(told, 'problems', '')}"
