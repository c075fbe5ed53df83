"""A symptom: what shows that a runbook is the right one."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Mapping


class Symptom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of: an ``alert`` by name (``*`` stands for anything) with ``labels`` that it must have; a ``diagnosis`` by
    the key of its fault; a ``promql`` expression that returns something.
    """

    alert: str = ""
    labels: dict[str, str] = {}
    diagnosis: str = ""
    promql: str = ""

    def names_alert(self, name: str, labels: Mapping[str, str]) -> bool:
        """Return whether it is this alert."""
        if not self.alert or not fnmatchcase(name, self.alert):
            return False
        return all(fnmatchcase(labels.get(key, ""), wanted) for key, wanted in self.labels.items())
