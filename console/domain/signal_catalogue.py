"""Every signal that the console knows, by key: lead metrics (L1.1), business (L1.6), traffic (L1.3), scaling (L2.2)."""

from collections.abc import Mapping
from types import MappingProxyType

from console.domain.ai_signal import AI_SIGNALS
from console.domain.application_signal import APPLICATION_SIGNALS
from console.domain.automation_signal import AUTOMATION_SIGNALS
from console.domain.business_signal import BUSINESS_SIGNALS
from console.domain.control_signal import CONTROL_SIGNALS
from console.domain.data_signal import DATA_SIGNALS
from console.domain.edge_signal import EDGE_SIGNALS
from console.domain.layer import Layer
from console.domain.presentation_signal import PRESENTATION_SIGNALS
from console.domain.scaling_signal import SCALING_SIGNALS
from console.domain.signal import Signal
from console.domain.traffic_signal import TRAFFIC_SIGNALS

SIGNALS: tuple[Signal, ...] = (
    *PRESENTATION_SIGNALS,
    *APPLICATION_SIGNALS,
    *AI_SIGNALS,
    *DATA_SIGNALS,
    *AUTOMATION_SIGNALS,
    *CONTROL_SIGNALS,
    *BUSINESS_SIGNALS,
    *TRAFFIC_SIGNALS,
    *SCALING_SIGNALS,
    *EDGE_SIGNALS,
)

SIGNALS_BY_KEY: Mapping[str, Signal] = MappingProxyType({signal.key: signal for signal in SIGNALS})


def lead_signals(layer: Layer | None) -> tuple[Signal, ...]:
    """Return the lead signals of a layer in the order of L1.1; for ``None`` business and router traffic."""
    return tuple(signal for signal in SIGNALS if signal.lead and signal.layer is layer)
