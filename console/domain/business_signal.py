"""Business indicators (L1.6): delivery success, clicks, cost and energy per user."""

from console.domain.control_signal import CELL_COST, CELL_POWER
from console.domain.signal import Signal
from console.domain.unit import Unit

_DELIVERIES = 'rate(newsletter_deliveries_total{$cell=~"$cells"}[1h])'
_DELIVERED = 'rate(newsletter_deliveries_total{$cell=~"$cells",outcome="delivered"}[1h])'
_USERS = 'sum by ($cell) (newsletter_active_users{$cell=~"$cells"})'
_SPENDING = 'sum by ($cell) (rate(litellm_spend_metric_total{$cell=~"$cells"}[5m]))'

BUSINESS_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="delivery_success",
        layer=None,
        unit=Unit.RATIO,
        query=f"sum by ($cell) ({_DELIVERED}) / sum by ($cell) ({_DELIVERIES})",
        by=("cell",),
        higher_is_better=True,
        lead=True,
        warning=0.999,
        critical=0.9856,
    ),
    Signal(
        key="cta_click_rate",
        layer=None,
        unit=Unit.RATIO,
        query='sum by ($cell) (rate(newsletter_cta_clicks_total{$cell=~"$cells"}[1h]))'
        ' / sum by ($cell) (rate(newsletter_opens_total{$cell=~"$cells"}[1h]))',
        by=("cell",),
        higher_is_better=True,
        lead=True,
    ),
    Signal(
        key="cost_per_user",
        layer=None,
        unit=Unit.USD,
        query=f"24 * ({CELL_COST} + (3600 * {_SPENDING} or 0 * {CELL_COST})) / ({_USERS} > 0)",
        by=("cell",),
        higher_is_better=False,
        lead=True,
    ),
    Signal(
        key="kwh_per_user",
        layer=None,
        unit=Unit.KWH,
        query=f"24 / 1000 * {CELL_POWER} / ({_USERS} > 0)",
        by=("cell",),
        higher_is_better=False,
        lead=True,
    ),
    Signal(
        key="active_users",
        layer=None,
        unit=Unit.COUNT,
        query=_USERS,
        by=("cell",),
        higher_is_better=True,
    ),
    Signal(
        key="delivery_success_by_segment",
        layer=None,
        unit=Unit.RATIO,
        query=f"sum by ($cell, $segment) ({_DELIVERED}) / sum by ($cell, $segment) ({_DELIVERIES})",
        by=("cell", "segment"),
        higher_is_better=True,
        warning=0.999,
        critical=0.9856,
    ),
)
"""Per user means per active user of the last day, and per day: at the present rate of spending and of energy.

``cost_per_user`` is infrastructure and models together. Limits: the objective of 99.9 % is requirement L1.6; critical
is where its 30-day error budget burns 14.4 times too fast. The others have none: they are compared over time.
"""
