"""What scenarios of the delivery service have in common."""

from types import SimpleNamespace
from typing import Any

import pytest

from console.kernel.errors import UserError
from console.lab.objects.config_object import DELIVERY_CONFIG
from console.lab.scenarios.delivery_of import delivery_cells, delivery_setting, has_caught_up, set_delivery
from tests.fakes.simulated_lab import SimulatedLab


@pytest.mark.parametrize(
    ("processed", "lag", "has"), [(0.0, 0.0, False), (10.0, 200.0, True), (10.0, 300.0, True), (10.0, 301.0, False)]
)
def test_a_queue_that_stands_still_or_grows_has_not_caught_up(processed: float, lag: float, has: bool) -> None:
    flow = SimpleNamespace(processed_per_s={"hourly": processed / 2, "daily": processed / 2}, lag=lag)
    state: Any = SimpleNamespace(cells={"tokyo": SimpleNamespace(flow=flow)})
    cell: Any = SimpleNamespace(name="tokyo")
    assert has_caught_up(state, cell) is has


def test_a_setting_is_changed_while_its_config_map_is_there() -> None:
    lab: Any = SimulatedLab()
    cell = delivery_cells(lab.world)[0]
    assert delivery_setting(lab.world, cell, "batch.size", "1") == "500"
    assert delivery_setting(lab.world, cell, "nothing", "1") == "1"
    set_delivery(lab.world, cell, "batch.size", "2")
    assert delivery_setting(lab.world, cell, "batch.size", "1") == "2"
    lab.store.delete("configmaps", cell.namespace, DELIVERY_CONFIG)
    set_delivery(lab.world, cell, "batch.size", "3")
    assert delivery_setting(lab.world, cell, "batch.size", "1") == "1"


def test_a_lab_without_delivery_is_told_so() -> None:
    world: Any = SimpleNamespace(blueprint=SimpleNamespace(cells=()))
    with pytest.raises(UserError, match="delivery service"):
        delivery_cells(world)
