"""Agreed weights come from an annotation that people write: what is not usable is nothing. Proves L1.3."""

import json
from typing import Any

import pytest

from connectors.kubernetes.kind import object_decoder
from connectors.kubernetes.rows.agreed_weights import agreed_weights
from connectors.kubernetes.topics import TOPICS
from console.domain.route import INTENDED_WEIGHTS


def _row(kind: str, body: dict[str, Any]) -> Any:
    one = next(each for kinds in TOPICS.values() for each in kinds if each.kind == kind)
    return one.row(object_decoder(one.wire).decode(json.dumps(body).encode()), one.at(one.versions[0]), "lab")


@pytest.mark.parametrize("kind", ["VirtualService", "HTTPRoute"])
def test_a_route_tells_what_was_agreed(kind: str) -> None:
    note = {INTENDED_WEIGHTS: '{"tokyo":60,"osaka":40.5}'}
    assert _row(kind, {"metadata": {"name": "r", "annotations": note}}).agreed == (("tokyo", 60.0), ("osaka", 40.5))
    assert _row(kind, {"metadata": {"name": "r"}}).agreed == ()


@pytest.mark.parametrize(
    "text", ["", "60/40", "[60, 40]", '{"tokyo":"most"}', '{"tokyo":null}', '{"tokyo":-1}', '{"tokyo":1e999}', "{"]
)
def test_what_is_not_usable_is_nothing(text: str) -> None:
    assert agreed_weights({INTENDED_WEIGHTS: text}) == ()


def test_a_run_knows_the_cron_job_that_began_it() -> None:
    owner = {"kind": "CronJob", "name": "demand-forecast", "controller": True}
    body = {"metadata": {"name": "demand-forecast-1", "ownerReferences": [owner]}}
    assert _row("Job", body).owner == "CronJob/demand-forecast"
