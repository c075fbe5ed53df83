"""The channels of the connector kind ``notify``: what they read is what they tell."""

from collections.abc import Awaitable
from pathlib import Path
from typing import Any

from console.domain.notification import Message
from console.domain.severity import Severity
from console.ports.notifier import Notifier
from tests.contract.faults.probe import REFERENCE, SECRET, Probe
from tests.contract.faults.routed import routed
from tests.fakes.fault_server import answering

_MESSAGE = Message("msg_1", "matter", "Title", "Text", Severity.WARNING, 1_800_000_000.0)
_ANY_ANSWER: dict[str, None] = {"wrong JSON": None, "wrong shape": None, "login page": None}


def _send(connector: Any) -> Awaitable[object]:
    channel: Any = connector.offers(Notifier)
    sent: Awaitable[object] = channel.send(_MESSAGE)
    return sent


def _hook(kind: str) -> Any:
    """Return options of a channel whose whole address is secret."""
    return lambda _url, _folder: {"kind": kind, "secret": REFERENCE}


def _account(kind: str, **more: Any) -> Any:
    def options(url: str, _folder: Path) -> dict[str, Any]:
        return {"kind": kind, "url": url, "secret": REFERENCE, **more}

    return options


def _secret_address(url: str) -> str:
    return f"{url}/services/{SECRET}"


_LINEAR = {
    "viewer": {"name": "me", "organization": {"name": "Shop"}},
    "teams": {"nodes": [{"id": "1", "states": {"nodes": []}}]},
}

NOTIFY_PROBES = (
    Probe(
        "notify",
        _hook("slack"),
        answering(200, b"ok", kind="text/plain"),
        _send,
        _send,
        "slack",
        secret=_secret_address,
    ),
    Probe("notify", _hook("discord"), answering(200, {"id": "1"}), variant="discord-read", secret=_secret_address),
    Probe(
        "notify",
        _hook("webhook"),
        answering(202),
        _send,
        _send,
        "webhook",
        secret=_secret_address,
        differs=_ANY_ANSWER,  # a receiver of one's own may answer what it likes
    ),
    Probe("notify", _account("pagerduty"), answering(202, {"status": "success"}), _send, variant="pagerduty"),
    Probe(
        "notify",
        _account("jira", project="SHOP"),
        routed({"/myself": {"displayName": "me"}}),
        variant="jira",
    ),
    Probe("notify", _account("linear", project="SHOP"), answering(200, {"data": _LINEAR}), variant="linear"),
)
