"""What tells a poisoned edge cache (L2.3): clicks missing for the same opens, and hits that should be misses."""

from console.domain.signal import Signal
from console.domain.unit import Unit

_HIT = "(sum by (zone) (cloudflare_zone_requests_cached) / sum by (zone) (cloudflare_zone_requests_total))"
_CLICKS, _OPENS = 'newsletter_cta_clicks_total{$cell=~"$cells"}', 'newsletter_opens_total{$cell=~"$cells"}'

EDGE_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="cta_clicks",
        layer=None,
        unit=Unit.COUNT,
        query=f"sum by ($cell) (increase({_CLICKS}[10m]))",
        by=("cell",),
        higher_is_better=True,
    ),
    Signal(
        key="cta_opens",
        layer=None,
        unit=Unit.COUNT,
        query=f"sum by ($cell) (increase({_OPENS}[10m]))",
        by=("cell",),
        higher_is_better=True,
    ),
    Signal(
        key="cta_click_usual",
        layer=None,
        unit=Unit.RATIO,
        query=f"sum by ($cell) (rate({_CLICKS}[1d] offset 1h)) / sum by ($cell) (rate({_OPENS}[1d] offset 1h))",
        by=("cell",),
        higher_is_better=True,
    ),
    Signal(
        key="edge_cache_hit_peak",
        layer=None,
        unit=Unit.RATIO,
        query=f"max_over_time({_HIT}[4h:1m])",
        by=("target",),
        higher_is_better=None,
    ),
    Signal(
        key="edge_cache_hit_usual",
        layer=None,
        unit=Unit.RATIO,
        query=f"quantile_over_time(0.95, {_HIT}[1d:10m] offset 4h)",
        by=("target",),
        higher_is_better=None,
    ),
)
"""Ten minutes against the day before. Entries stay in a cache for hours: a rise of the last four hours still counts,
and the usual ratio is that of the day before them."""
