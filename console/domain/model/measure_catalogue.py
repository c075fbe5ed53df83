"""Every measure of an edge model by key: the table of live thresholds (E4.1) and what other questions need."""

from collections.abc import Mapping
from types import MappingProxyType

from console.domain.model.arm_measure import ARM_MEASURES
from console.domain.model.measure import Measure, MeasureGroup
from console.domain.model.part_measure import PART_MEASURES
from console.domain.model.stage_measure import STAGE_MEASURES
from console.domain.unit import Unit

_CPU = 'max by (script_name) (cloudflare_worker_cpu_time{{script_name=~"$workers",quantile="{quantile}"}}) / 1e6'
_ANSWERS = 'edge_model_requests_total{script_name=~"$workers"'
_ACCURACY = 'avg by (model) (ai_eval_accuracy_ratio{model=~"$workers",dataset="live"})'
_DEPLOYED = 'increase(model_deployments_total{model=~"$workers"'


def _counted(what: str) -> str:
    """Return the query of what an exporter counted of the Workers (``requests``, ``errors``), per second."""
    return f'sum by (script_name) (rate(cloudflare_worker_{what}_count{{script_name=~"$workers"}}[5m]))'


def _some(part: str, told: str) -> str:
    """Return a query of a part that is 0 where ``told`` are counted, but never this one: it has no series then."""
    return f"({part} or 0 * {told})"


def _share_of_answers(outcome: str) -> str:
    """Return the query of the share of the model's answers that ended in an outcome."""
    ended = f'sum by (script_name) (rate({_ANSWERS},outcome="{outcome}"}}[5m]))'
    told = f'sum by (script_name) (rate({_ANSWERS},outcome!=""}}[5m]))'
    return f"{_some(ended, told)} / sum by (script_name) (rate({_ANSWERS}}}[5m]))"


def _deployments(result: str) -> str:
    """Return the query of the week's deployments that ended in a result."""
    ended = f'sum by (model) ({_DEPLOYED},result="{result}"}}[7d]))'
    return _some(ended, f'sum by (model) ({_DEPLOYED},result!=""}}[7d]))')


def _feedback(window: str) -> str:
    return f'sum by (script_name, kind) (increase(edge_model_feedback_total{{script_name=~"$workers"}}[{window}]))'


_LIMITS = (
    Measure("model_cpu_p99", MeasureGroup.LIMITS, Unit.SECONDS, _CPU.format(quantile="P99"),
            limit=0.045, higher_is_better=False),
    Measure("model_memory", MeasureGroup.LIMITS, Unit.BYTES,
            'max by (script_name) (edge_model_memory_bytes{script_name=~"$workers"})',
            limit=120e6, higher_is_better=False),
    Measure("model_cache_hit", MeasureGroup.LIMITS, Unit.RATIO,
            "sum(cloudflare_zone_requests_cached) / sum(cloudflare_zone_requests_total)", of="",
            limit=0.80, higher_is_better=True),
    Measure("model_subrequests", MeasureGroup.LIMITS, Unit.COUNT, limit=50, higher_is_better=False),
    Measure("model_d1_query", MeasureGroup.LIMITS, Unit.SECONDS, limit=0.010, higher_is_better=False),
    Measure("model_kv_read", MeasureGroup.LIMITS, Unit.SECONDS, limit=0.005, higher_is_better=False),
)  # fmt: skip

_QUALITY = (
    Measure("model_accuracy", MeasureGroup.QUALITY, Unit.RATIO, _ACCURACY, of="model",
            limit=0.80, higher_is_better=True),
    Measure("fallback_rate", MeasureGroup.QUALITY, Unit.RATIO, _share_of_answers("fallback"),
            limit=0.05, higher_is_better=False),
    Measure("model_errors", MeasureGroup.QUALITY, Unit.RATIO,
            f"{_counted('errors')} / {_counted('requests')}",
            limit=0.01, higher_is_better=False),
    Measure("model_timeouts", MeasureGroup.QUALITY, Unit.RATIO, _share_of_answers("timeout"),
            limit=0.001, higher_is_better=False),
)  # fmt: skip

_PLATFORM = (
    Measure("model_cpu_p50", MeasureGroup.PLATFORM, Unit.SECONDS, _CPU.format(quantile="P50")),
    Measure("model_cpu_p95", MeasureGroup.PLATFORM, Unit.SECONDS, _CPU.format(quantile="P95")),
    Measure("model_d1_rows", MeasureGroup.PLATFORM, Unit.PER_SECOND),
    Measure("model_kv_reads", MeasureGroup.PLATFORM, Unit.PER_SECOND),
    Measure("model_r2_bandwidth", MeasureGroup.PLATFORM, Unit.BYTES_PER_SECOND,
            'sum by (script_name) (rate(edge_model_r2_bytes_total{script_name=~"$workers"}[5m]))'),
    Measure("model_points", MeasureGroup.PLATFORM, Unit.PER_SECOND),
)  # fmt: skip

_BUSINESS = (
    Measure("model_requests", MeasureGroup.BUSINESS, Unit.COUNT, f"60 * {_counted('requests')}"),
    Measure("model_users", MeasureGroup.BUSINESS, Unit.COUNT, "sum(newsletter_active_users)", of=""),
    Measure("model_api_use", MeasureGroup.BUSINESS, Unit.COUNT),
    Measure("model_cost", MeasureGroup.BUSINESS, Unit.USD),
)  # fmt: skip

_BATCH = (
    Measure("model_collection", MeasureGroup.BATCH, Unit.RATIO,
            'max by (model) (model_batch_collection_success_ratio{model=~"$workers"})', of="model"),
    Measure("model_training", MeasureGroup.BATCH, Unit.SECONDS,
            'max by (model) (model_batch_training_seconds{model=~"$workers"})', of="model"),
    Measure("model_validation", MeasureGroup.BATCH, Unit.RATIO,
            'min by (model) (model_batch_validation_accuracy_ratio{model=~"$workers"})', of="model"),
    Measure("model_compression", MeasureGroup.BATCH, Unit.RATIO,
            'max by (model) (model_batch_compressed_ratio{model=~"$workers"})', of="model"),
)  # fmt: skip

_DEPLOYMENT = (
    Measure("model_deployed", MeasureGroup.DEPLOYMENT, Unit.RATIO,
            f"{_deployments('success')} / sum by (model) ({_DEPLOYED}}}[7d]))", of="model"),
    Measure("model_rollbacks", MeasureGroup.DEPLOYMENT, Unit.COUNT,
            _deployments("rolled_back"), of="model"),
    Measure("model_consistency", MeasureGroup.DEPLOYMENT, Unit.RATIO,
            'min by (model) (model_version_consistency_ratio{model=~"$workers"})', of="model"),
    Measure("model_distribution", MeasureGroup.DEPLOYMENT, Unit.SECONDS,
            'max by (model) (model_distribution_seconds{model=~"$workers"})', of="model"),
)  # fmt: skip

_WORK = (
    Measure("model_new_words", MeasureGroup.WORK, Unit.COUNT,
            'max by (model) (model_new_words{model=~"$workers"})', of="model"),
    Measure("model_updates", MeasureGroup.WORK, Unit.COUNT),
    Measure("model_accuracy_usual", MeasureGroup.WORK, Unit.RATIO,
            f"quantile_over_time(0.5, ({_ACCURACY})[7d:1h])", of="model", higher_is_better=True),
    Measure("model_accuracy_ab", MeasureGroup.WORK, Unit.RATIO,
            'avg by (model) (ai_eval_accuracy_ratio{model=~"$workers",dataset="ab"})', of="model"),
    Measure("model_feedback_day", MeasureGroup.WORK, Unit.COUNT, _feedback("1d"), by=("kind",)),
    Measure("model_feedback_week", MeasureGroup.WORK, Unit.COUNT, _feedback("7d"), by=("kind",)),
    Measure("model_samples", MeasureGroup.WORK, Unit.COUNT,
            'sum by (model) (increase(ai_eval_samples_total{model=~"$workers"}[1d]))', of="model"),
)  # fmt: skip

MEASURES: tuple[Measure, ...] = (
    *_LIMITS,
    *_QUALITY,
    *_PLATFORM,
    *_BUSINESS,
    *_BATCH,
    *_DEPLOYMENT,
    *_WORK,
    *PART_MEASURES,
    *STAGE_MEASURES,
    *ARM_MEASURES,
)

MEASURES_BY_KEY: Mapping[str, Measure] = MappingProxyType({measure.key: measure for measure in MEASURES})
