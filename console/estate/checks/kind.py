"""What each provider of carbon data and each kind of notification needs."""

from collections.abc import Iterator, Mapping
from typing import Any

from console.estate.checks.row import Found, rows
from console.kernel.i18n import t

_CARBON = {
    "electricity-maps": ("token",),
    "watttime": ("username", "token"),
    "carbon-aware-sdk": ("url",),
    "fixed": ("fixed",),
}
_NOTIFICATION = {
    "slack": ("secret",),
    "discord": ("secret",),
    "email": ("smtp", "sender", "recipients"),
    "pagerduty": ("secret",),
    "jira": ("url", "username", "secret", "project"),
    "linear": ("secret", "project"),
}


def kind_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Every carbon source and notification has what its kind cannot do without."""
    yield from _missing(data, "carbon", "provider", _CARBON)
    yield from _missing(data, "notifications", "kind", _NOTIFICATION)


def _missing(
    data: Mapping[str, Any], section: str, field: str, needs: Mapping[str, tuple[str, ...]]
) -> Iterator[Found]:
    for path, row in rows(data, section):
        kind = row.get(field)
        if not isinstance(kind, str):
            continue
        for name in needs.get(kind, ()):
            if not row.get(name):
                yield path, t('"{key}" is missing; {kind} needs it.', key=name, kind=kind)
        if kind == "webhook" and not row.get("url") and not row.get("secret"):
            yield path, t('"url" is missing; a webhook needs it (or "secret", when the address itself is secret).')
