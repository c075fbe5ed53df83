"""The objectives that concern a cell, and its release gate over them. Proves L3.4."""

from __future__ import annotations

from dataclasses import replace

from console.domain.release_gate import GateGround, GateTopic
from console.domain.resource import ResourceRef
from console.domain.slo.slo_status import SloStatus
from console.presenters.cell_budget import worst_objective
from console.presenters.cell_gate import cell_gate
from console.presenters.cell_objectives import cell_objectives
from console.store.state import ObjectTable, State
from tests.fakes.small_estate import ESTATE, NOW_S, state

TOKYO = ESTATE.cells[0].model_copy(update={"segments": ("B2C", "Enterprise")})
OTHER = (GateTopic.COST, GateTopic.CARBON)


def _status(name: str, ratio: float = 0.0, **labels: str) -> SloStatus:
    ref = ResourceRef("prom", "SLO", "bff", name)
    return SloStatus(ref, "", 99.9, 30 * 86_400, ratio, ((3600, 0.0),), 1e6, "q", tuple(labels.items()))


def _state(*found: SloStatus) -> State:
    known = state()
    tables = {**known.objects, ("prom", "slos"): ObjectTable({one.ref: one for one in found}, NOW_S)}
    return replace(known, objects=tables)


def test_a_cell_is_concerned_by_its_own_objectives_and_by_those_of_no_cell_for_its_segments() -> None:
    known = _state(
        _status("own", cell="tokyo"),
        _status("foreign", cell="osaka"),
        _status("whole"),
        _status("served", segment="b2c"),
        _status("unserved", segment="b2b"),
    )
    assert {row.name for row in cell_objectives(known, TOKYO)} == {"own", "whole", "served"}
    anybody = TOKYO.model_copy(update={"segments": ()})
    assert {row.name for row in cell_objectives(known, anybody)} == {"own", "whole", "served", "unserved"}


def test_an_objective_of_several_cells_or_segments_concerns_each_of_them() -> None:
    """OpenSLO's labels may be lists; the gate must not overlook them."""
    known = _state(
        _status("cells", 0.004, cell="osaka,tokyo"),
        _status("others", cell="osaka,berlin"),
        _status("segments", segment="b2b,b2c"),
    )
    assert {row.name for row in cell_objectives(known, TOKYO)} == {"cells", "segments"}
    assert not cell_gate(known, TOKYO, NOW_S, without=OTHER).is_go
    worst = worst_objective(known, TOKYO)
    assert worst is not None
    assert worst.name == "cells"


def test_an_objective_of_the_whole_estate_that_is_used_up_closes_the_gate_of_a_cell() -> None:
    gate = cell_gate(_state(_status("whole", 0.004)), TOKYO, NOW_S, without=OTHER)
    assert [one.ground for one in gate.checks] == [GateGround.USED_UP]
    assert not gate.is_go
    assert cell_gate(_state(_status("whole", 0.0001)), TOKYO, NOW_S, without=OTHER).is_go


def test_the_gate_of_a_cell_is_closed_until_its_own_server_has_told_its_objectives() -> None:
    servers = (ESTATE.prometheus[0], ESTATE.prometheus[0].model_copy(update={"key": "far"}))
    estate = ESTATE.model_copy(update={"slos": ("slo/*.yaml",), "prometheus": servers})
    far = TOKYO.model_copy(update={"prometheus": "far"})
    known = replace(_state(_status("whole", 0.0001)), estate=estate)
    assert cell_gate(known, TOKYO, NOW_S, without=OTHER).is_go
    unread = cell_gate(known, far, NOW_S, without=OTHER)
    assert not unread.is_go
    assert {one.ground for one in unread.checks} == {GateGround.KEPT, GateGround.UNKNOWN}
    read = replace(known, objects={**known.objects, ("far", "slos"): ObjectTable({}, NOW_S)})
    assert cell_gate(read, far, NOW_S, without=OTHER).is_go


def test_documents_without_any_objective_are_no_reason_to_let_a_release_through() -> None:
    """A folder that is not mounted, or that was moved: the other topics alone would say “go”."""
    estate = ESTATE.model_copy(update={"slos": ("slo/*.yaml",)})
    gate = cell_gate(replace(_state(), estate=estate), TOKYO, NOW_S)
    assert GateGround.UNKNOWN in {one.ground for one in gate.checks if one.topic is GateTopic.SLO}
    assert not gate.is_go
