"""Which of the compatible servers answers: they differ in what they tell of themselves."""

from collections.abc import Mapping

from connectors.prometheus.wire import WireBuild
from console.ports.metric_directory import Build

_VICTORIA_HEADER = "x-server-hostname"
_VICTORIA_WORDS = b"unsupported path requested"
VICTORIA, THANOS, PROMETHEUS = "VictoriaMetrics", "Thanos", "Prometheus"


def build_of(wire: WireBuild, headers: Mapping[str, str], *, has_stores: bool) -> Build:
    """Return what ``/status/buildinfo`` means; ``has_stores``: the server also lists stores, as Thanos does.

    Mimir names itself. VictoriaMetrics says nothing, or the version of the Prometheus that it stands in for, and is
    known by a header that it puts on every answer.
    """
    if wire.application:
        return Build(wire.version, wire.revision, wire.goVersion, wire.application)
    if _VICTORIA_HEADER in headers:
        return Build("", product=VICTORIA)
    if has_stores:
        return Build(wire.version, wire.revision, wire.goVersion, THANOS)
    return Build(wire.version, wire.revision, wire.goVersion, PROMETHEUS if wire.version else "")


def may_be_thanos(wire: WireBuild) -> bool:
    """Return whether it is worth asking for stores: Prometheus has left 0.x behind, Thanos has not."""
    return wire.version.startswith("0.") and not wire.application


def is_unknown_path(status: int, body: bytes) -> bool:
    """Return whether a refusal means that the server has no such path (VictoriaMetrics says so with status 400)."""
    return status in (404, 405, 501) or (status == 400 and _VICTORIA_WORDS in body)
