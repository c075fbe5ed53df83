"""Lead metrics of the data layer (L1.1): work done, copies that answer, and how far they lag."""

from console.domain.layer import Layer
from console.domain.signal import Signal
from console.domain.unit import Unit

DATA_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="queries_per_s",
        layer=Layer.DATA,
        unit=Unit.PER_SECOND,
        query='sum by ($cell) (rate(pg_stat_database_xact_commit{$cell=~"$cells"}[5m]))',
        by=("cell",),
        higher_is_better=None,
        lead=True,
    ),
    Signal(
        key="replicas",
        layer=Layer.DATA,
        unit=Unit.COUNT,
        query='sum by ($cell) (pg_up{$cell=~"$cells"})',
        by=("cell",),
        higher_is_better=True,
        lead=True,
        warning=2,
        critical=1,
    ),
    Signal(
        key="replication_lag",
        layer=Layer.DATA,
        unit=Unit.SECONDS,
        query='max by ($cell) (pg_replication_lag_seconds{$cell=~"$cells"})',
        by=("cell",),
        higher_is_better=False,
        warning=5,
        critical=300,
    ),
)
"""Where the default limits come from.

- ``replicas``: by meaning. Under 1 the store is down; under 2 nothing takes over when it fails.
- ``replication_lag``: the two ends of what published alert rules for postgres_exporter use (5 s and 300 s).
"""
