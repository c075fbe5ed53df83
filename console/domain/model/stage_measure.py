"""The measures of the learning pipeline (E1.2): when each stage last began and ended."""

from console.domain.model.measure import Measure, MeasureGroup
from console.domain.unit import Unit

STAGE_BEGAN, STAGE_ENDED = "model_stage_began", "model_stage_ended"


def _measure(key: str, metric: str) -> Measure:
    query = f'max by (script_name, stage) ({metric}{{script_name=~"$workers"}})'
    return Measure(key, MeasureGroup.WORK, Unit.SECONDS, query, by=("stage",))


STAGE_MEASURES = (
    _measure(STAGE_BEGAN, "edge_model_stage_start_timestamp_seconds"),
    _measure(STAGE_ENDED, "edge_model_stage_end_timestamp_seconds"),
)
"""Values are unix seconds."""
