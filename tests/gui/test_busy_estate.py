"""The window stays fluid and loses nothing under 5,000 changes a second. Proves quality-bar "5,000 watch events/s"."""

from collections.abc import Callable
from pathlib import Path

import pytest

from console.domain.event import ObjectsListed
from console.domain.workload import Pod
from tests.fakes.busy_estate import GapWatch, changing_pods, pod
from tests.fakes.small_estate import ESTATE
from tests.gui.conftest import Stage

PODS, PER_SECOND, SECONDS = 2_000, 5_000, 3.0


@pytest.mark.alone
def test_five_thousand_changes_a_second_lose_nothing_and_leave_the_window_fluid(
    make_stage: Callable[..., Stage],
) -> None:
    stage = make_stage()
    stage.session.open_estate(ESTATE, Path("/estates/shop.yaml"))
    stage.show()
    stage.play(ObjectsListed("main", "pods", tuple(pod(number, 0) for number in range(PODS)), 0.0))
    watch = GapWatch()
    watch.start()
    with changing_pods(stage.session.store, PODS, PER_SECOND, SECONDS) as sender:
        stage.qtbot.waitUntil(lambda: not sender.is_alive() and not stage.session.store.pending, timeout=30_000)
    watch.stop()
    total = int(PER_SECOND * SECONDS)
    last = {number % PODS: number for number in range(total)}
    seen = {int(row.ref.name[4:]): row.restarts for row in stage.session.store.state.rows("main", "pods", Pod)}
    assert seen == last
    # The bar (16 ms / 50 ms) is measured by `make bench`; this bound only tells a stalled window from a busy machine.
    assert watch.quantile(0.99) < 0.25
