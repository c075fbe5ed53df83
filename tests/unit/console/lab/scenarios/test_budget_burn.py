"""Releases that burn an error budget: seen in the metrics of their cell alone, healed by the image from before.

# proves C7, L3.1
"""

import pytest

from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import SimulatedLab

DEPLOYMENTS = "deployments.apps"


def _requests(lab: SimulatedLab, cell: str) -> tuple[float, float]:
    """Return the failed and all requests of web in a cell so far."""
    found = read_exposition(lab.world.metrics_text()).named("http_server_requests_total", cell=cell, service="web")
    failed = sum(value for labels, value in found.items() if dict(labels)["http_response_status_code"].startswith("5"))
    return failed, sum(found.values())


def _burn(lab: SimulatedLab, cell: str) -> float:
    """Return how many times too fast the budget of 99.9 % goes during the next five minutes."""
    before = _requests(lab, cell)
    lab.run(300)
    failed, whole = (late - early for late, early in zip(_requests(lab, cell), before, strict=True))
    return failed / whole / 0.001


@pytest.mark.parametrize(("key", "least", "most"), [("fast-burn", 14.4, 40.0), ("slow-burn", 3.0, 6.0)])
def test_a_release_burns_the_budget_of_one_cell_until_it_is_taken_back(key: str, least: float, most: float) -> None:
    lab = SimulatedLab()
    regional = [cell.name for cell in lab.world.blueprint.cells if cell.kind == "regional"]
    cell, other = (regional[0], regional[-1]) if key == "fast-burn" else (regional[-1], regional[0])
    lab.run(30)
    lab.world.scenarios.start(key)
    lab.run(180)
    assert least < _burn(lab, cell) < most
    assert _burn(lab, other) < 1.5
    assert lab.world.scenarios.status(key).state == "active"
    namespace = f"cell-{cell}"
    template = lab.store.get(DEPLOYMENTS, namespace, "web")["spec"]["template"]
    container = template["spec"]["containers"][0]
    container["image"] = container["image"].rpartition("-burns-")[0]
    lab.patch(DEPLOYMENTS, namespace, "web", {"spec": {"template": template}})
    lab.run(180)
    assert lab.world.scenarios.status(key).state == "healed"
    assert _burn(lab, cell) < 1.5
