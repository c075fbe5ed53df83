"""Lead metrics of the AI layer (L1.1): speed, spending, quality and the observed share of each model (L5.1)."""

from console.domain.layer import Layer
from console.domain.signal import Signal
from console.domain.unit import Unit

_MODEL_CALLS = 'rate(litellm_requests_metric_total{$cell=~"$cells"}[5m])'

AI_SIGNALS: tuple[Signal, ...] = (
    Signal(
        key="tokens_per_s",
        layer=Layer.AI,
        unit=Unit.TOKENS_PER_SECOND,
        query='sum by ($cell) (rate(vllm:generation_tokens_total{$cell=~"$cells"}[5m]))',
        by=("cell",),
        higher_is_better=None,
        lead=True,
    ),
    Signal(
        key="model_cost",
        layer=Layer.AI,
        unit=Unit.USD_PER_HOUR,
        query='3600 * sum by ($cell) (rate(litellm_spend_metric_total{$cell=~"$cells"}[5m]))',
        by=("cell",),
        higher_is_better=False,
        lead=True,
    ),
    Signal(
        key="prompt_tokens_per_s",
        layer=Layer.AI,
        unit=Unit.TOKENS_PER_SECOND,
        query='sum by ($cell) (rate(vllm:prompt_tokens_total{$cell=~"$cells"}[5m]))',
        by=("cell",),
        higher_is_better=None,
    ),
    Signal(
        key="model_cost_by_model",
        layer=Layer.AI,
        unit=Unit.USD_PER_HOUR,
        query='3600 * sum by ($cell, model) (rate(litellm_spend_metric_total{$cell=~"$cells"}[5m]))',
        by=("cell", "target"),
        higher_is_better=False,
    ),
    Signal(
        key="model_share",
        layer=Layer.AI,
        unit=Unit.RATIO,
        query=f"sum by ($cell, model) ({_MODEL_CALLS}) / on ($cell) group_left () sum by ($cell) ({_MODEL_CALLS})",
        by=("cell", "target"),
        higher_is_better=None,
    ),
    Signal(
        key="accuracy",
        layer=Layer.AI,
        unit=Unit.RATIO,
        query='avg by ($cell, model) (ai_eval_accuracy_ratio{$cell=~"$cells",dataset="live"})',
        by=("cell", "target"),
        higher_is_better=True,
        warning=0.80,
        critical=0.75,
    ),
    Signal(
        key="llm_waiting",
        layer=Layer.AI,
        unit=Unit.COUNT,
        query='sum by ($cell) (vllm:num_requests_waiting{$cell=~"$cells"})',
        by=("cell",),
        higher_is_better=False,
    ),
)
"""Where the default limits come from: ``accuracy`` E4.1 (80 %) and E4.2 (critical under 0.75).

``model_cost`` has none: the budget decides (L6.2). ``llm_waiting`` has none: any queue is judged by its trend.
"""
