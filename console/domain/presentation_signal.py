"""Lead metrics of the presentation layer (L1.1): what the user waits for."""

from console.domain.layer import Layer
from console.domain.signal import Signal
from console.domain.unit import Unit

PRESENTATION_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="ttfb",
        layer=Layer.PRESENTATION,
        unit=Unit.SECONDS,
        query="histogram_quantile(0.75, sum by ($cell, le) "
        '(rate(web_vitals_ttfb_seconds_bucket{$cell=~"$cells"}[5m])))',
        by=("cell",),
        higher_is_better=False,
        lead=True,
        warning=0.8,
        critical=1.8,
    ),
    Signal(
        key="tti",
        layer=Layer.PRESENTATION,
        unit=Unit.SECONDS,
        query='histogram_quantile(0.75, sum by ($cell, le) (rate(web_vitals_tti_seconds_bucket{$cell=~"$cells"}[5m])))',
        by=("cell",),
        higher_is_better=False,
        lead=True,
        warning=3.8,
        critical=4.9,
    ),
    Signal(
        key="latency_p95",
        layer=Layer.PRESENTATION,
        unit=Unit.SECONDS,
        query="histogram_quantile(0.95, sum by ($cell, $service, le) "
        '(rate(http_server_request_duration_seconds_bucket{$cell=~"$cells"}[5m])))',
        by=("cell", "service"),
        higher_is_better=False,
        lead=True,
        warning=0.8,
        critical=1.5,
    ),
    Signal(
        key="latency_p99",
        layer=Layer.PRESENTATION,
        unit=Unit.SECONDS,
        query="histogram_quantile(0.99, sum by ($cell, $service, le) "
        '(rate(http_server_request_duration_seconds_bucket{$cell=~"$cells"}[5m])))',
        by=("cell", "service"),
        higher_is_better=False,
        lead=True,
        warning=1.5,
        critical=3.0,
    ),
    Signal(
        key="edge_cache_hit",
        layer=Layer.PRESENTATION,
        unit=Unit.RATIO,
        query="sum by (zone) (cloudflare_zone_requests_cached) / sum by (zone) (cloudflare_zone_requests_total)",
        by=("target",),
        higher_is_better=True,
        warning=0.8,
        critical=0.7,
    ),
)
"""Where the default limits come from.

- ``ttfb``: web.dev "Time to First Byte", good up to 0.8 s, poor over 1.8 s, both at the 75th percentile.
- ``tti``: Lighthouse "Time to Interactive", fast up to 3.8 s. It calls 7.3 s slow, which a histogram that ends at 5 s
  (the exporter's) can never show, so critical is 4.9 s: the quantile has left the measurable range.
- ``latency_p95``, ``latency_p99``: requirement L4.4 (``p(95)<800``, ``p(99)<1500`` ms); critical is p99's limit for
  p95, and double its limit for p99.
- ``edge_cache_hit``: requirements E4.1 (80 %) and E4.2 (alert under 70 %).
"""
