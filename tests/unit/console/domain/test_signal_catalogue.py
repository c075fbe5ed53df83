"""The catalogue: complete for the requirements, consistent in itself."""

import re

import pytest

from console.domain.layer import Layer
from console.domain.signal import Signal
from console.domain.signal_catalogue import SIGNALS, SIGNALS_BY_KEY, lead_signals

_OF_CELLS = (
    "http_|web_vitals|kafka_|pg_|vllm:|litellm_|newsletter_|container_|kube_|keda_|kepler_|istio_|ai_eval_|cicd_"
)


def test_every_layer_has_its_lead_metrics() -> None:
    # proves L1.1, L1.6, L1.3
    leads = {layer: [signal.key for signal in lead_signals(layer)] for layer in (*Layer, None)}
    assert leads == {
        Layer.PRESENTATION: ["ttfb", "tti", "latency_p95", "latency_p99"],
        Layer.APPLICATION: ["rps", "queue_length"],
        Layer.AI: ["tokens_per_s", "model_cost"],
        Layer.DATA: ["queries_per_s", "replicas"],
        Layer.AUTOMATION: ["lead_time"],
        Layer.CONTROL: ["slo_attainment", "cost_deviation"],
        None: ["delivery_success", "cta_click_rate", "cost_per_user", "kwh_per_user", "router_rps"],
    }


def test_keys_are_unique() -> None:
    assert len(SIGNALS_BY_KEY) == len(SIGNALS)


@pytest.mark.parametrize("signal", SIGNALS, ids=lambda signal: signal.key)
def test_a_signal_is_consistent(signal: Signal) -> None:
    assert set(signal.by) <= {"cell", "service", "segment", "target"}
    assert ("$cell" in signal.query) == ("cell" in signal.by)
    for part in ("service", "segment"):
        assert (f"${part}" in signal.query) == (part in signal.by)
    # Every series of a cell is asked for only for the cells of the estate: another team's are neither read nor summed.
    for name, matchers in re.findall(rf"\b((?:{_OF_CELLS})\w*)(\{{[^}}]*\}})?", signal.query):
        if name != "http_response_status_code":
            assert "$cells" in matchers, name
    if signal.warning is not None and signal.critical is not None and signal.higher_is_better is not None:
        assert (signal.critical < signal.warning) == signal.higher_is_better
    if signal.warning is not None or signal.critical is not None:
        assert signal.higher_is_better is not None
