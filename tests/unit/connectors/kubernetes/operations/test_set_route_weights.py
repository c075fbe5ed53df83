"""Weights of routes: what undoes a change of them (proves L5.2, C3)."""

from typing import Any

import pytest

from connectors.kubernetes.operations.draft import Draft
from connectors.kubernetes.operations.set_route_weights import RouteWeightsPerformer
from console.domain.operations.set_route_weights import SetRouteWeights
from console.kernel.errors import UserError

WANTED = SetRouteWeights("main", "VirtualService", "edge", "r", "/spec/http/0", (("a", 60), ("b", 40)))


async def drafted(*weights: int) -> Draft:
    route = [{"destination": {"host": host}, "weight": one} for host, one in zip("ab", weights, strict=True)]
    content: Any = {"spec": {"http": [{"route": route}]}}
    return await RouteWeightsPerformer.__new__(RouteWeightsPerformer).draft(WANTED, content)


@pytest.mark.anyio
@pytest.mark.parametrize(("weights", "relative"), [((20, 80), False), ((1, 1), True), ((900, 100), True)])
async def test_weights_that_are_no_percents_are_brought_back_as_they_were(
    weights: tuple[int, int], relative: bool
) -> None:
    inverse = (await drafted(*weights)).inverse
    assert isinstance(inverse, SetRouteWeights)
    assert (inverse.weights, inverse.relative) == (tuple(zip("ab", weights, strict=True)), relative)


@pytest.mark.anyio
async def test_weights_that_let_nothing_pass_are_not_set_again() -> None:
    assert (await drafted(0, 0)).inverse is None


def test_percents_still_have_to_sum_to_100() -> None:
    with pytest.raises(UserError, match="sum to 90, not to 100"):
        SetRouteWeights("main", "VirtualService", "edge", "r", "/spec/http/0", (("a", 60), ("b", 30)))


@pytest.mark.anyio
async def test_backends_of_one_name_are_told_apart_by_their_namespaces() -> None:
    """Cells that are namespaces have the same services; two of one name were refused as named twice."""
    backends = [{"name": "web", "namespace": "cell-tokyo", "weight": 60}, {"name": "web", "weight": 40}]
    content: Any = {"spec": {"rules": [{"backendRefs": backends}]}}
    weights = (("web.cell-tokyo", 50), ("web.edge", 50))
    wanted = SetRouteWeights("main", "HTTPRoute", "edge", "r", "/spec/rules/0", weights)
    draft = await RouteWeightsPerformer.__new__(RouteWeightsPerformer).draft(wanted, content)
    place = "/spec/rules/0/backendRefs"
    assert draft.edits[0].body == [
        {"op": "test", "path": f"{place}/0/name", "value": "web"},
        {"op": "test", "path": f"{place}/0/namespace", "value": "cell-tokyo"},
        {"op": "add", "path": f"{place}/0/weight", "value": 50},
        {"op": "test", "path": f"{place}/1/name", "value": "web"},
        {"op": "add", "path": f"{place}/1/weight", "value": 50},
    ]
    assert isinstance(draft.inverse, SetRouteWeights)
    assert draft.inverse.weights == (("web.cell-tokyo", 60), ("web.edge", 40))
