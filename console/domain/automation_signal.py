"""Lead metrics of the automation layer (L1.1): how long a commit needs until it runs."""

from console.domain.layer import Layer
from console.domain.signal import Signal
from console.domain.unit import Unit

AUTOMATION_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="lead_time",
        layer=Layer.AUTOMATION,
        unit=Unit.SECONDS,
        query='quantile by ($cell) (0.5, max by ($cell, app, image_sha) (deploy_timestamp{$cell=~"$cells"})'
        ' - on ($cell, app, image_sha) group_right () commit_timestamp{$cell=~"$cells"})',
        by=("cell",),
        higher_is_better=False,
        lead=True,
        warning=86_400,
        critical=604_800,
    ),
    Signal(
        key="pipeline_p50",
        layer=Layer.AUTOMATION,
        unit=Unit.SECONDS,
        query="histogram_quantile(0.5, sum by ($cell, le) "
        '(rate(cicd_pipeline_run_duration_seconds_bucket{$cell=~"$cells"}[1h])))',
        by=("cell",),
        higher_is_better=False,
    ),
)
"""Where the default limits come from: DORA's clusters of lead time for changes, elite under a day, high under a week.

The query is Pelorus' ``sdp:lead_time`` (deployment minus commit, per image), as the median of a cell's services.
"""
