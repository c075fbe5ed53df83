"""A setting that is proposed for a project, and why."""

from __future__ import annotations

from typing import NamedTuple


class ProposedSetting(NamedTuple):
    """``setting`` is a field of the estate's project (``audits``, ``every_hours``, ``team``), ``value`` plain."""

    setting: str
    value: object
    reason: str
