"""An empty table says that there is nothing only where somebody looked. (proves product.md "States are honest")"""

import asyncio
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QTabWidget

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.event import ConnectionChanged, ObjectsListed
from console.domain.resource import ResourceKind
from console.estate.load import parse_estate
from console.kernel.errors import ConnectorError, ErrorKind
from console.presenters.zone_course import zone_course
from tests.fakes.played_connector import PlayedConnector
from tests.fakes.reading import by_name, sees
from tests.fakes.sample_estate import TEXT
from tests.gui.conftest import Stage
from views.page import Destination
from views.widgets.table.data_table import DataTable

ALERTMANAGER = 'alertmanagers: [{key: pager, title: Alertmanager, url: "http://127.0.0.1:9093"}]\n'
TEMPLATE = "templates: [{key: usual, services: [{name: api, layer: application}]}]\n"
PLACES = {
    # page, tab, table: the topics of each connection, and what it says once nothing was found.
    ("incidents", "Alerts", "Alerts"): (
        {"pager": ("alerts",), "metrics": ("alerts",)},
        "No alert fires, and none is pending.",
    ),
    ("incidents", "Silences", "Silences"): ({"pager": ("silences",)}, "Nothing is muted."),
    ("cell", "Diagnosis", "Diagnoses"): ({"asia": ("workloads", "pods")}, "No known fault shows in the evidence."),
    ("cell", "Pods", "Pods"): ({"asia": ("pods",)}, "No pod of this cell has been seen."),
    ("cell", "Jobs", "Jobs"): ({"asia": ("jobs",)}, "No job of this cell has been seen."),
    ("cell", "Cluster rules", "Cluster rules"): (
        {"asia": ("constraints",)},
        "No rules of Gatekeeper are known of this cluster.",
    ),
    ("cell", "Template drift", "Template drift"): (
        {"asia": ("autoscalers", "settings", "workloads")},
        "The cell matches its template.",
    ),
    ("capacity", "Chaos", "Chaos experiments"): (
        {"asia": ("chaos",), "europe": ("chaos",)},
        "No experiment of Chaos Mesh or Litmus is in the clusters.",
    ),
    ("routing", "Protection of services", "Protection of services"): (
        {"asia": ("traffic-policies",), "europe": ("traffic-policies",)},
        "No object of the cluster protects a service.",
    ),
    ("routing", "Switches and caches", "Switches and caches"): (
        {"asia": ("settings",), "europe": ("settings",)},
        "No ConfigMap that the estate refers to holds a switch or a time to live.",
    ),
}
KINDS = {"asia": "kubernetes", "europe": "kubernetes", "metrics": "prometheus", "pager": "alertmanager"}


@pytest.fixture
def wide(make_stage: Callable[..., Stage]) -> Stage:
    """The sample estate with an Alertmanager; nothing has answered yet."""
    stage = make_stage(pager=PlayedConnector("pager", "alertmanager", "Alertmanager 0.28"))
    stage.show()
    text = TEXT.format(environment="production").replace("title: Tokyo", "title: Tokyo, template: usual")
    text += f"{ALERTMANAGER}{TEMPLATE}"
    stage.session.open_estate(parse_estate(text), Path("/estates/shop.yaml"))
    stage.qtbot.waitUntil(lambda: stage.session.store.state.estate is not None and not stage.session.store.pending)
    return stage


def connected(stage: Stage, state: ConnectionState, *keys: str) -> None:
    """Let connections live, or fail."""
    now_s = stage.clock.now().timestamp()
    is_live = state is ConnectionState.LIVE
    stage.play(
        *(
            ConnectionChanged(
                ConnectionStatus(key, KINDS[key], state, now_s, now_s if is_live else None, "" if is_live else "Away.")
            )
            for key in keys
        )
    )


def empty_table(stage: Stage, page: str, tab: str, table: str) -> DataTable[object]:
    """Return a table without rows, its tab in front."""
    stage.window.show_page(Destination(page))
    frame = stage.window._pages.frame
    assert frame is not None
    for tabs in frame.page.findChildren(QTabWidget):
        for place in range(tabs.count()):
            if tabs.tabText(place) == tab:
                tabs.setCurrentIndex(place)
    stage.play()
    found = by_name(frame.page, table, DataTable)
    assert found.model().rowCount() == 0
    return found


@pytest.mark.parametrize("place", PLACES)
def test_a_table_claims_nothing_before_its_sources_have_answered(wide: Stage, place: tuple[str, str, str]) -> None:
    topics, nothing = PLACES[place]
    table = empty_table(wide, *place)
    assert table._empty.startswith("Reading ")
    connected(wide, ConnectionState.FAILED, *KINDS)
    assert table._empty == "Away."
    connected(wide, ConnectionState.LIVE, *KINDS)
    now_s = wide.clock.now().timestamp()
    every = [ObjectsListed(key, topic, (), now_s) for key, of in topics.items() for topic in of]
    wide.play(*every[:-1])
    assert table._empty.startswith("Reading ")  # those that are missing
    wide.play(every[-1])
    if place[1] == "Diagnosis":  # its metrics are evidence, too
        assert table._empty == "Reading metrics …"
    else:
        assert table._empty == nothing


class ForbiddingCluster:
    """Says what it serves once it may."""

    def __init__(self) -> None:
        self.forbids, self.asked = True, 0

    async def kinds(self) -> tuple[ResourceKind, ...]:
        self.asked += 1
        if self.forbids:
            raise ConnectorError(ErrorKind.FORBIDDEN, "asia forbids it.", "Ask for the right.")
        return ()


def test_experiments_that_may_not_be_read_are_not_read_for_ever_and_are_asked_for_of_each_estate(
    make_stage: Callable[..., Stage],
) -> None:
    cluster, nothing = ForbiddingCluster(), "No experiment of Chaos Mesh or Litmus is in the clusters."
    stage = make_stage(asia=PlayedConnector("asia", "kubernetes", cluster=cluster))  # type: ignore[arg-type]
    stage.open_estate()
    stage.session.wait_connected()
    stage.show()
    table = empty_table(stage, "capacity", "Chaos", "Chaos experiments")
    stage.qtbot.waitUntil(lambda: table._empty == "asia forbids it. Ask for the right.")
    cluster.forbids = False
    connected(stage, ConnectionState.LIVE, "asia", "europe")
    stage.play(ObjectsListed("europe", "chaos", (), stage.clock.now().timestamp()))
    stage.qtbot.waitUntil(lambda: table._empty == nothing)
    asked = cluster.asked
    stage.open_estate()
    stage.session.wait_connected()
    connected(stage, ConnectionState.LIVE, "asia")
    stage.qtbot.waitUntil(lambda: cluster.asked > asked)


class SlowCluster:
    """Fails when it is told to, whatever is open by then."""

    def __init__(self) -> None:
        self.asked, self.fails = threading.Event(), asyncio.Event()

    async def kinds(self) -> tuple[ResourceKind, ...]:
        self.asked.set()
        await self.fails.wait()
        raise ConnectorError(ErrorKind.FORBIDDEN, "asia forbids it.", "Ask for the right.")

    async def fail(self) -> None:
        self.fails.set()
        for _ in range(20):  # until everybody who waits for the answer has it
            await asyncio.sleep(0)


def test_the_trouble_of_a_closed_estate_is_none_of_the_open_one(make_stage: Callable[..., Stage]) -> None:
    cluster = SlowCluster()
    stage = make_stage(asia=PlayedConnector("asia", "kubernetes", cluster=cluster))  # type: ignore[arg-type]
    stage.open_estate()
    stage.session.wait_connected()
    stage.show()
    table = empty_table(stage, "capacity", "Chaos", "Chaos experiments")
    stage.qtbot.waitUntil(cluster.asked.is_set)
    stage.connectors["asia"].cluster = None
    stage.open_estate()
    stage.session.wait_connected()
    connected(stage, ConnectionState.LIVE, "asia")
    stage.session.runtime.run(cluster.fail())
    told = list[str]()
    stage.desktop.around.bridge.later(lambda: told.append(table._empty))  # comes behind the answer
    stage.qtbot.waitUntil(lambda: bool(told))
    assert told[0].startswith("Reading ")


def test_a_cluster_that_was_not_read_has_no_canary_to_deny(wide: Stage) -> None:
    wide.window.show_page(Destination("cell", cell="tokyo", tab="release"))
    assert sees(wide.window, "Reading asia …")
    connected(wide, ConnectionState.LIVE, "asia")
    wide.play(ObjectsListed("asia", "rollouts", (), wide.clock.now().timestamp()))
    assert sees(wide.window, "No canary is on its way in this cell.")


def test_autoscaling_denies_no_cluster_autoscaler_that_it_has_not_looked_for(wide: Stage) -> None:
    denial = "No cluster autoscaler publishes its state here."
    wide.window.show_page(Destination("autoscaling"))
    assert not sees(wide.window, denial)
    connected(wide, ConnectionState.LIVE, "asia", "europe")
    now_s = wide.clock.now().timestamp()
    wide.play(ObjectsListed("asia", "autoscalers", (), now_s))
    assert not sees(wide.window, denial)
    wide.play(ObjectsListed("europe", "autoscalers", (), now_s))
    assert sees(wide.window, denial)


def test_without_a_zone_nobody_is_said_not_to_tell_its_course(wide: Stage) -> None:
    assert zone_course(wide.session.store.state, "", wide.clock.now().timestamp()).note == ""


def test_a_cost_server_that_failed_is_not_one_that_is_missing(wide: Stage) -> None:
    wide.window.show_page(Destination("cost"))
    connected(wide, ConnectionState.FAILED, "metrics")
    assert sees(wide.window, "Failed", "Away.")
    assert not sees(wide.window, "Nobody tells costs.")


def test_a_cluster_is_connecting_until_its_connector_is_there(
    make_stage: Callable[..., Stage], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage = make_stage()
    stage.open_estate()
    stage.session.wait_connected()
    stage.show()
    monkeypatch.setattr(stage.session, "_connectors", {})  # as before they are built
    stage.window.show_page(Destination("resources"))
    assert sees(stage.window, "Loading", "Connecting …")
    assert not sees(stage.window, "has no connection")
