"""What the palette finds by name: incidents, objectives, projects, connections and runbooks."""

from dataclasses import replace

from console.domain.connection import ConnectionStatus
from console.domain.connection_state import ConnectionState
from console.domain.incident.incident import Incident, IncidentState
from console.domain.runbooks.runbook import Runbook
from console.estate.schema.project import Project
from console.presenters.palette import match
from console.presenters.palette_names import named_entries, runbook_entries
from console.store.state import ObjectTable, State
from tests.fakes.reviewed_estate import SLO
from tests.fakes.sample_estate import sample_estate

PROJECT = Project(key="shop-web", url="https://git.example/shop/web")
ESTATE = sample_estate().model_copy(update={"projects": (PROJECT,)})
STATE = State(
    ESTATE,
    connections={"asia": ConnectionStatus("asia", "kubernetes", ConnectionState.LIVE, 0.0)},
    objects={("metrics", "slos"): ObjectTable({SLO.ref: SLO}, 0.0)},
    incidents={
        "i-1": Incident("i-1", "shop", 1, "Checkout answers with errors", 0.0),
        "i-2": Incident("i-2", "shop", 1, "Long over", 0.0, state=IncidentState.RESOLVED),
    },
)


def test_each_leads_to_itself_and_what_is_over_is_left_out() -> None:
    assert [(one.title, one.page, dict(one.arguments)) for one in named_entries(STATE)] == [
        ("Checkout answers with errors", "incidents", {"incident": "i-1"}),
        (SLO.title, "slos", {"service": SLO.ref.namespace, "name": SLO.ref.name}),
        ("shop-web", "audits", {"project": "shop-web"}),
        ("asia", "connections", {"connection": "asia"}),
    ]
    assert list(named_entries(replace(STATE, estate=None, connections={}, objects={}, incidents={}))) == []


def test_runbooks_are_found_by_title_and_by_id() -> None:
    entries = list(
        runbook_entries([Runbook("router-skew", "Even out a router", "", ()), Runbook("b", "Other", "", ())])
    )
    for typed in ("even out", "router-skew"):
        assert [dict(one.arguments) for one in match(typed, entries, 5)] == [{"runbook": "router-skew"}]
