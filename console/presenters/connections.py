"""Connections as rows: for the header, the connections page and the command line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from console.domain.connection_state import ConnectionState
from console.kernel.i18n import t
from console.presenters.format import ago, local_time
from console.presenters.header import last_read

if TYPE_CHECKING:
    from console.domain.connection import ConnectionStatus
    from console.store.state import State

_OWN_WORDS = {
    "slack": "Slack", "discord": "Discord", "webhook": "Webhook", "email": "E-mail", "pagerduty": "PagerDuty",
    "jira": "Jira", "linear": "Linear", "desktop": "Desktop", "uk": "UK", "electricity-maps": "Electricity Maps",
    "watttime": "WattTime", "carbon-aware-sdk": "Carbon Aware SDK", "fixed": "Fixed",
}  # fmt: skip
"""Names of products, the same in every language."""
_WORST_FIRST = (ConnectionState.FAILED, ConnectionState.CONNECTING, ConnectionState.LIVE, ConnectionState.IDLE)


class ConnectionRow(NamedTuple):
    """One connection, ready to be shown. ``address`` is where it leads, ``since`` and ``last_data`` are relative.

    ``since_s`` and ``last_data_s`` are their moments.
    """

    key: str
    title: str
    kind: str
    address: str
    environment: str
    state: ConnectionState
    since: str
    since_s: float
    last_data: str
    last_data_s: float | None
    last_data_at: str
    detail: str
    error: str
    hint: str
    webhooks: str = ""


def connection_rows(state: State, now_s: float) -> tuple[ConnectionRow, ...]:
    """Return every connection of the open estate, worst first, then as the estate orders them."""
    named = {} if state.estate is None else {one.key: one for one in state.estate.connections()}
    read = last_read(state)
    rows = [
        _row(status, named.get(key), now_s, _heard_at(status, read.get(key)), _webhooks(state, status, now_s))
        for key, status in state.connections.items()
    ]
    order = list(named)
    place = {key: index for index, key in enumerate(order)}
    rows.sort(key=lambda one: (_WORST_FIRST.index(one.state), place.get(one.key, len(place)), one.key))
    return tuple(rows)


def _heard_at(status: ConnectionStatus, read_s: float | None) -> float | None:
    """Return when data last came: a status is told when it changes, and a row is read many times meanwhile."""
    return max((one for one in (status.last_ok_at_s, read_s) if one is not None), default=None)


def _row(
    status: ConnectionStatus, named: object, now_s: float, heard_at_s: float | None, webhooks: str
) -> ConnectionRow:
    return ConnectionRow(
        key=status.key,
        title=str(getattr(named, "title", "") or status.key),
        kind=_kind(status, named),
        address=_address(named),
        environment=str(getattr(named, "environment", "")),
        state=status.state,
        since=ago(status.since_s, now_s),
        since_s=status.since_s,
        last_data=ago(heard_at_s, now_s),
        last_data_s=heard_at_s,
        last_data_at=local_time(heard_at_s),
        detail=status.detail,
        error=_said(status.error),
        hint=_said(status.hint),
        webhooks=webhooks,
    )


def _said(text: str) -> str:
    """Return what was told once, perhaps before another language was chosen."""
    if not text:
        return ""
    from console.presenters.retold import retold  # noqa: PLC0415 - not before the first paint

    return retold(text)


def _webhooks(state: State, status: ConnectionStatus, now_s: float) -> str:
    """Say what webhooks of a connection told; empty while the user does not want to listen or nothing came."""
    traffic = state.webhooks
    if traffic is None:
        return ""
    from console.domain.webhook.signature import RULES  # noqa: PLC0415 - nobody who does not listen needs it

    pushes = [one for one in traffic.pushes if one.connection == status.key]
    parts = [traffic.error] if traffic.error and status.kind in RULES else []
    if pushes:
        last = pushes[0]
        parts.append(
            t(
                "pushes: {count}, the last to {branch} of {repository} {ago}",
                count=len(pushes),
                branch=last.branch,
                repository=last.repository,
                ago=ago(last.at_s, now_s),
            )
        )
    if refused := traffic.refused.get(status.key):
        parts.append(t("{count} refused", count=refused))
    return "; ".join(parts)


def _kind(status: ConnectionStatus, named: object) -> str:
    """Return the kind of connector, with the channel or provider where one kind serves several."""
    own = str(getattr(named, "kind", "") or getattr(named, "provider", ""))
    kind = _kind_words().get(status.kind, status.kind)
    return f"{kind} · {_OWN_WORDS.get(own, own)}" if own else kind


def _kind_words() -> dict[str, str]:
    return {
        "kubernetes": "Kubernetes",
        "prometheus": "Prometheus",
        "alertmanager": "Alertmanager",
        "grafana": "Grafana",
        "opencost": "OpenCost",
        "cloudflare": "Cloudflare",
        "github": "GitHub",
        "gitlab": "GitLab",
        "bitbucket": "Bitbucket",
        "azure_devops": "Azure DevOps",
        "audit_service": t("Audit service"),
        "carbon": t("Carbon"),
        "notify": t("Channel"),
    }


def _address(named: object) -> str:
    url = str(getattr(named, "url", "") or getattr(named, "smtp", "") or "")
    if url:
        return url
    context = str(getattr(named, "context", ""))
    return t("context {name}", name=context) if context else ""


def state_counts(state: State) -> tuple[tuple[ConnectionState, int], ...]:
    """Return how many connections are in each state that occurs, worst first."""
    counts = Counter(one.state for one in state.connections.values())
    return tuple((one, counts[one]) for one in _WORST_FIRST if counts[one])


def count_text(state: ConnectionState, count: int) -> str:
    """Return ``3 live``, ``1 failed``."""
    return {
        ConnectionState.IDLE: t("{count} not in use", count=count),
        ConnectionState.CONNECTING: t("{count} connecting", count=count),
        ConnectionState.LIVE: t("{count} live", count=count),
        ConnectionState.FAILED: t("{count} failed", count=count),
    }[state]
