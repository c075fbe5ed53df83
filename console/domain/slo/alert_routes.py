"""Where the alerts of objectives go: an Alertmanager configuration as data."""

from collections.abc import Iterable, Sequence
from typing import Any

from console.domain.slo.slo import AlertLevel, Slo

_REST = "slo-rest"
_TIMES = {
    AlertLevel.PAGE: {"group_wait": "30s", "group_interval": "5m", "repeat_interval": "1h"},
    AlertLevel.TICKET: {"group_wait": "5m", "group_interval": "30m", "repeat_interval": "1d"},
}


def alert_routes(slos: Sequence[Slo]) -> dict[str, Any]:
    """Return a whole configuration: a route and a receiver per service and level, and pages that mute tickets.

    Receivers have names only; where they send to is the operator's to fill in.
    """
    services = {slo.service: _levels(one for one in slos if one.service == slo.service) for slo in slos}
    wanted = [(service, level) for service, levels in sorted(services.items()) for level in levels]
    return {
        "route": {
            "receiver": _REST,
            "group_by": ["sloth_service", "sloth_slo"],
            "routes": [_route(service, level) for service, level in wanted],
        },
        "receivers": [{"name": _REST}, *({"name": _receiver(service, level)} for service, level in wanted)],
        "inhibit_rules": [
            {
                "source_matchers": ['sloth_severity="page"'],
                "target_matchers": ['sloth_severity="ticket"'],
                "equal": ["sloth_id"],
            }
        ],
    }


def _levels(slos: Iterable[Slo]) -> tuple[AlertLevel, ...]:
    alerts = [slo.alerting for slo in slos if slo.alerting.name]
    return tuple(level for level in AlertLevel if any(one.level(level).enabled for one in alerts))


def _receiver(service: str, level: AlertLevel) -> str:
    return f"slo-{service}-{level}"


def _route(service: str, level: AlertLevel) -> dict[str, Any]:
    quoted = service.replace("\\", "\\\\").replace('"', '\\"')
    matchers = [f'sloth_service="{quoted}"', f'sloth_severity="{level}"']
    return {"receiver": _receiver(service, level), "matchers": matchers, **_TIMES[level]}
