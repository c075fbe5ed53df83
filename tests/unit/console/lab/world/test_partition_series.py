"""The topic's offsets tell what was produced, whatever the workers do with it (proves C7, L7.2)."""

import pytest

from tests.fakes.exposition_reader import read_exposition
from tests.fakes.simulated_lab import SimulatedLab


def _sum(lab: SimulatedLab, name: str) -> float:
    return sum(read_exposition(lab.world.metrics_text()).named(name, cell="frankfurt").values())


def test_what_is_written_is_what_is_worked_off_and_what_waits_more() -> None:
    lab = SimulatedLab()
    lab.world.scenarios.start("kafka-lag")
    lab.run(120, step_s=2.0)
    offset, lag = _sum(lab, "kafka_topic_partition_current_offset"), _sum(lab, "kafka_consumergroup_lag")
    state = lab.run(60)
    worked_off = sum(float(rate) for rate in state.cells["frankfurt"].flow.processed_per_s.values())
    grown = _sum(lab, "kafka_consumergroup_lag") - lag
    assert grown > 1000
    assert _sum(lab, "kafka_topic_partition_current_offset") - offset == pytest.approx(
        60 * worked_off + grown, rel=0.02
    )
