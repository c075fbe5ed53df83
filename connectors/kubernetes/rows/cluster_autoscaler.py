"""The status that the cluster autoscaler publishes in a ConfigMap, as text (before 1.30) or as YAML."""

import re
from datetime import datetime

from connectors.kubernetes.rows.meta import at_s, ref_of
from connectors.kubernetes.rows.setting import ConfigMapWire
from console.domain.autoscaler import ClusterAutoscaler
from console.domain.resource import ResourceKind

NAME = "cluster-autoscaler-status"
NAMESPACE = "kube-system"
_UPDATED = "cluster-autoscaler.kubernetes.io/last-updated"
_MOST_TEXT = 64 * 1024
_TIME = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)(?:\.\d+)? ?([+-]\d\d:?\d\d|Z)?")


def cluster_autoscaler_row(wire: ConfigMapWire, kind: ResourceKind, connection: str) -> ClusterAutoscaler:
    """Return the cluster autoscaler's own words; empty where it says nothing."""
    text = (wire.data or {}).get("status", "")[:_MOST_TEXT]
    overall = _cluster_wide(text)
    updated = (wire.metadata.annotations or {}).get(_UPDATED, "")
    return ClusterAutoscaler(
        ref=ref_of(wire.metadata, kind, connection),
        health=_word(overall, "health") or _word(text, "autoscalerStatus"),
        scale_up=_word(overall, "scaleup"),
        scale_down=_word(overall, "scaledown"),
        text=text,
        observed_at_s=_time(updated) or _time(text),
    )


def _cluster_wide(text: str) -> str:
    """Return the section about the whole cluster, lower case, which ends where the node groups begin."""
    lower = text.lower()
    start = max(lower.find("cluster-wide:"), lower.find("clusterwide:"), 0)
    ends = [end for mark in ("nodegroups:", "node groups:") if (end := lower.find(mark, start)) > 0]
    return text[start : min(ends, default=len(text))]


def _word(section: str, part: str) -> str:
    """Return the state of a part: ``Health: Healthy (…)`` in text, ``health:`` with a ``status:`` below it in YAML."""
    found = re.search(rf"(?im)^\s*{part}:[ \t]*(\w+)?", section)
    if found is None:
        return ""
    if found.group(1):
        return found.group(1)
    below = re.search(r"(?im)^\s*status:[ \t]*\"?(\w+)", section[found.end() :])
    return below.group(1) if below else ""


def _time(text: str) -> float | None:
    found = _TIME.search(text)
    if found is None:
        return None
    zone = found.group(2) or "+00:00"
    try:
        return datetime.fromisoformat(found.group(1).replace(" ", "T") + zone).timestamp()
    except ValueError:
        return at_s(found.group(1))
