"""What differs between two models of a dashboard, in words for a preview."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from console.domain.change_preview import FieldChange

_OWN = frozenset({"id", "version", "iteration", "panels", "schemaVersion"})
_LONGEST = 120
_MOST = 60
_MISSING = object()


def dashboard_difference(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[FieldChange]:
    """Yield at most 60 changes: settings by key, panels by title and number.

    Settings that only Grafana has are its own defaults and do not count.
    """
    changes = [*_settings(there, wanted), *_panels(there, wanted)]
    yield from changes[:_MOST]
    if len(changes) > _MOST:
        yield FieldChange("…", "", f"+{len(changes) - _MOST}")


def _settings(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[FieldChange]:
    for key in sorted(wanted.keys() - _OWN):
        if there.get(key, _MISSING) != wanted[key]:
            yield FieldChange(key, _text(there[key]) if key in there else "", _text(wanted[key]))


def _panels(there: Mapping[str, Any], wanted: Mapping[str, Any]) -> Iterator[FieldChange]:
    old, new = _by_name(there.get("panels")), _by_name(wanted.get("panels"))
    for name in sorted(old.keys() | new.keys()):
        before, after = old.get(name), new.get(name)
        if before != after:
            yield FieldChange(f"panel {name}", _digest(before, after), _digest(after, before))


def _by_name(panels: Any) -> dict[str, Any]:
    rows = panels if isinstance(panels, list) else []
    return {
        f"{panel.get('title') or '?'} #{panel.get('id', number)}": panel
        for number, panel in enumerate(rows)
        if isinstance(panel, dict)
    }


def _digest(panel: Any, other: Any) -> str:
    """Return the parts of a panel in which it differs from the other one."""
    if panel is None:
        return ""
    if other is None:
        return str(panel.get("type", "panel"))
    return _text({key: value for key, value in panel.items() if other.get(key, _MISSING) != value})


def _text(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}… ({hashlib.sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]})"
