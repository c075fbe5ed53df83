"""Degradation switches and times to live of caches, as ConfigMaps hold them (L5.3)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from console.domain.edge.edge_store import EdgeStore
from console.domain.operations.set_setting import SetSetting
from console.domain.route import Setting
from console.kernel.i18n import t
from console.presenters.format import local_time, number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.store.state import State

_OTHER = {"true": "false", "false": "true", "on": "off", "off": "on", "yes": "no", "no": "yes",
          "enabled": "disabled", "disabled": "enabled"}  # fmt: skip
_LONGEST = 64
_TTL = re.compile(r"(?<!thro)ttl", re.IGNORECASE)  # throttles have none
_LIFETIME = re.compile(r"\s*(-?\d+(\.\d+)?|(\d+(\.\d+)?\s*(ms|us|µs|ns|[smhdw])\s*)+|P[0-9DHMSTW.]+)\s*", re.IGNORECASE)
"""Seconds, spans as Go and people write them (``1h30m``), and those of ISO 8601 (``PT5M``); 0 keeps nothing."""


class SwitchRow(NamedTuple):
    """One entry; ``other`` is the text of the other position of a switch, empty for a time to live."""

    connection: str
    namespace: str
    name: str
    entry: str
    value: str
    other: str
    read_at_s: float | None

    @property
    def kind(self) -> str:
        """Return what it is."""
        return t("switch") if self.other else t("cache time to live")

    def change(self, value: str) -> SetSetting:
        """Return the operation that sets it; raise ``UserError`` for a value that cannot be."""
        return SetSetting(self.connection, self.namespace, self.name, self.entry, value)


def switch_rows(state: State) -> tuple[SwitchRow, ...]:
    """Return the switches and times to live of the settings that the estate refers to, by their place."""
    clusters = state.estate.clusters if state.estate is not None else ()
    return tuple(sorted(row for one in clusters for row in _of_cluster(state, one.key)))


def key_lifetimes(state: State) -> tuple[str, ...]:
    """Return in sentences which KV namespaces hold keys with a time to live, and when the next of them ends."""
    accounts = state.estate.cloudflare if state.estate is not None else ()
    rows = [row for one in accounts for row in state.rows(one.key, "edge-stores", EdgeStore)]
    return tuple(
        t("KV {name}: {expiring} of {keys} keys have a time to live; the next one ends at {when}.", name=one.ref.name,
          expiring=number(one.expiring), keys=number(one.keys), when=local_time(one.expires_at_s))
        for one in sorted(rows, key=lambda one: one.ref.name)
        if one.expiring
    )  # fmt: skip


def _of_cluster(state: State, cluster: str) -> Iterator[SwitchRow]:
    table = state.table(cluster, "settings")
    read_at_s = table.at_s if table is not None else None
    for setting in state.rows(cluster, "settings", Setting):
        for entry, value in setting.entries:
            other = _OTHER.get(value.strip().lower(), "")
            if other or (_TTL.search(entry) and len(value) <= _LONGEST and _LIFETIME.fullmatch(value)):
                at = setting.ref
                yield SwitchRow(cluster, at.namespace, at.name, entry, value, other, read_at_s)
