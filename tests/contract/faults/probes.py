"""The registration of every kind of connector; a kind without one fails the suite."""

from pathlib import Path
from typing import Any

from console.domain.operations.add_annotation import AddAnnotation
from console.domain.operations.create_silence import CreateSilence
from console.domain.operations.open_issue import OpenIssue
from console.kernel.errors import ErrorKind
from console.ports.change_executor import ChangeExecutor
from tests.contract.faults.notify_probes import NOTIFY_PROBES
from tests.contract.faults.probe import NAME, REFERENCE, SECRET, Probe
from tests.contract.faults.routed import routed
from tests.fakes.fault_server import answering
from tests.fakes.kube_setup import kubeconfig

_ACCOUNT = "0123456789abcdef0123456789abcdef"
_MOMENT = "2026-01-05T09:00:00Z"


def _cluster(url: str, folder: Path) -> dict[str, Any]:
    (folder / "config").write_text(kubeconfig(url, user={"token": SECRET}))
    return {"kubeconfig": "config"}


def _bearer(url: str, _folder: Path) -> dict[str, Any]:
    return {"url": url, "auth": {"kind": "bearer", "token": REFERENCE}}


def _basic(url: str, _folder: Path) -> dict[str, Any]:
    return {"url": url, "auth": {"kind": "basic", "username": "me", "password": REFERENCE}}


def _token(**more: Any) -> Any:
    return lambda url, _folder: {"url": url, "token": REFERENCE, **more}


def _change(operation: Any) -> Any:
    """Return what previews a change and does it."""

    async def change(connector: Any) -> object:
        desk: Any = connector.offers(ChangeExecutor)
        return await desk.apply(operation, (await desk.preview(operation)).base)

    return change


def _carbon(provider: str, good: Any, topic: str = "", **more: Any) -> Probe:
    return Probe(
        "carbon",
        lambda url, _folder: {"url": url, "provider": provider, "zones": {"GB": "GB"}, **more},
        good,
        variant=provider,
        topic=topic,
        sends_secret="token" in more,
    )


_SHOP = {"status": "active", "name": "Shop", "id": _ACCOUNT}
_CLUSTER_STATUS = {
    "uptime": _MOMENT,
    "cluster": {"status": "disabled", "peers": []},
    "versionInfo": {"version": "0.27"},
}
_UK = {
    "data": [{"from": "2026-01-05T09:00Z", "to": "2026-01-05T09:30Z", "intensity": {"forecast": 100, "index": "low"}}]
}
_POINT = {"datetime": _MOMENT, "carbonIntensity": 90}
_WATTTIME = {"data": [{"point_time": _MOMENT, "value": 900.0}], "meta": {"units": "lbs_co2_per_mwh"}}
_WATTTIME_SERVER = routed({"/login": {"token": "bought-token"}, "/forecast": _WATTTIME})
_ISSUE = _change(OpenIssue(NAME, "team/web", "Title"))

PROBES = (
    Probe("kubernetes", _cluster, answering(200, {"gitVersion": "v1.31.0"})),
    Probe(
        "prometheus",
        _bearer,
        answering(200, {"status": "success", "data": ["job"]}),
        read=lambda connector: connector.directory.label_names(),
    ),
    Probe(
        "alertmanager",
        _basic,
        routed({"/status": _CLUSTER_STATUS, "/receivers": [], "/silences": [], "/alerts": []}),
        topic="silences",
        write=_change(CreateSilence(NAME, ('cell="tokyo"',), 2_000_000_000.0, "why", "me")),
    ),
    Probe(
        "grafana",
        _bearer,
        routed({"/health": {"version": "11"}, "/search": [], "/annotations": []}),
        topic="dashboards",
        write=_change(AddAnnotation(NAME, "text", 1_800_000_000.0)),
    ),
    Probe(
        "opencost",
        _bearer,
        answering(200, {"code": 200, "data": [{}]}),
        topic="cost-allocation",
        differs={"400 that repeats the credentials": ErrorKind.REJECTED},  # what it says of a window that is none
    ),
    Probe(
        "audit_service",
        _bearer,
        routed(
            {"/health": {"name": "audits", "version": "1", "workers": 2}, "/audit/tasks": {"version": 0, "tasks": []}}
        ),
        topic="audit-tasks",
    ),
    Probe(
        "cloudflare",
        _token(account_id=_ACCOUNT),
        routed({"/zones": {"success": True, "result": []}, "": {"success": True, "result": _SHOP}}),
        topic="zones",
    ),
    _carbon("uk", answering(200, _UK)),
    _carbon(
        "electricity-maps",
        routed(
            {
                "/forecast": {"forecast": [_POINT]},
                "/history": {"history": [_POINT]},
                "": _POINT,
            }
        ),
        token=REFERENCE,
        topic="carbon",
    ),
    _carbon(
        "watttime",
        routed({"/login": {"token": "bought-token"}, "/forecast": _WATTTIME}),
        token=REFERENCE,
        username="me",
    ),
    _carbon("carbon-aware-sdk", answering(200, [{"time": _MOMENT, "rating": 90.0}])),
    Probe(
        "github",
        _token(),
        routed({"/issues": [], "/repos": [], "": {"login": "me"}}),
        topic="repositories",
        write=_ISSUE,
    ),
    Probe(
        "gitlab",
        _token(),
        routed({"/issues": [], "/projects": [], "": {"version": "17", "username": "me"}}),
        topic="repositories",
        write=_ISSUE,
    ),
    Probe("bitbucket", _token(workspace="team"), answering(200, {"values": []}), topic="repositories", write=_ISSUE),
    Probe(
        "azure_devops",
        _token(organization="org"),
        answering(200, {"count": 0, "value": []}),
        topic="repositories",
        differs={"login page": ErrorKind.AUTH},  # what it shows with status 200 to whom it does not know
    ),
    *NOTIFY_PROBES,
)
