"""Switches and times to live of a cell act on what it asks of models. Proves L5.3."""

from dataclasses import replace

import pytest

from console.lab.objects.config_object import MODEL_ROUTER
from console.lab.simulator.cell_flow import CellInputs, cell_flow
from console.lab.simulator.controls import CellControl
from console.lab.simulator.estate_blueprint import estate_blueprint
from console.lab.simulator.lab_scale import LabScale
from console.lab.world.control_reader import cell_control

KNOWN = CellControl(500.0, 1000.0, {"gpt-4o-mini": 1.0})
WEIGHTS = '{"gpt-4o-mini": 1.0}'


def calls(**entries: str) -> float:
    return cell_control(KNOWN, MODEL_ROUTER, {"weights.json": WEIGHTS, **entries}).model_calls


@pytest.mark.parametrize(
    ("entries", "share"),
    [
        ({}, 1.0),
        ({"cta_only": "false", "answer_cache_ttl": "300s"}, 1.0),
        ({"cta_only": "true"}, 0.15),
        ({"answer_cache_ttl": "0s"}, 1.5),
        ({"answer_cache_ttl": "1200s"}, 0.5),
        ({"answer_cache_ttl": "soon"}, 1.0),
    ],
)
def test_the_share_of_the_usual_calls_follows_the_settings(entries: dict[str, str], share: float) -> None:
    assert calls(**entries) == pytest.approx(share)


def test_fewer_calls_are_seen_in_the_flow_of_the_cell() -> None:
    cell = next(one for one in estate_blueprint(LabScale()).cells if one.name == "tokyo")
    ready = {one.name: 4.0 for one in cell.workloads}
    usual = CellInputs(
        {"b2b": 60.0, "b2c": 15.0, "enterprise": 5.0}, {}, {}, 0.0, ready, 500.0, 1000.0, {"gpt-4o-mini": 1.0}
    )
    flows = [cell_flow(7, cell, replace(usual, model_calls=share), 1.7e9) for share in (1.0, 0.15)]
    before, after = (one.models["gpt-4o-mini"].rps for one in flows)
    assert after == pytest.approx(before * 0.15, rel=0.01)
    assert flows[0].services["web"].rps == flows[1].services["web"].rps
