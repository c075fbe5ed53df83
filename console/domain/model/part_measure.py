"""The measures of the inference budget (E1.1): CPU time of each part of an inference, by quantile."""

from console.domain.model.measure import Measure, MeasureGroup
from console.domain.unit import Unit

PART_CPU = "model_part_cpu"

PART_MEASURES = (
    Measure(
        PART_CPU,
        MeasureGroup.WORK,
        Unit.SECONDS,
        'max by (script_name, part, quantile) (edge_model_cpu_seconds{script_name=~"$workers"})',
        by=("part", "quantile"),
        higher_is_better=False,
    ),
)
"""``part`` is cache, inference or response; ``quantile`` 0.5, 0.95 or 0.99, as a Prometheus summary names them."""
