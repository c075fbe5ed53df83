"""Whether KEDA is paused: by two annotations, of which a ScaledJob knows one only."""

from collections.abc import Mapping

PAUSED = "autoscaling.keda.sh/paused"
PAUSED_AT = "autoscaling.keda.sh/paused-replicas"
SCALED_JOB = "ScaledJob"
_FALSE = frozenset({"0", "f", "F", "FALSE", "false", "False"})


def is_keda_paused(annotations: Mapping[str, str], kind: str) -> bool:
    """Return whether a ScaledObject or ScaledJob is paused; as KEDA reads it, every text but a false one pauses."""
    if PAUSED_AT in annotations and kind != SCALED_JOB:
        return True
    return PAUSED in annotations and str(annotations[PAUSED]) not in _FALSE
