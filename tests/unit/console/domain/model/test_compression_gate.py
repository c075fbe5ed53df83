"""The compression gate and its stages.

# proves E6.1
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.model.compression_gate import (
    STAGES,
    GateCheck,
    GateMeasurement,
    StageResult,
    gate_findings,
    is_open,
    stage_findings,
)

ON_THE_BOUND = GateMeasurement(0.95, 0.92, 0.90, 0.03)


def test_a_model_on_every_bound_passes() -> None:
    findings = gate_findings(ON_THE_BOUND)
    assert is_open(findings) is True
    assert [(one.check, one.bound) for one in findings] == [
        (GateCheck.INFORMATION, 0.95), (GateCheck.SIMILARITY, 0.92), (GateCheck.COVERAGE, 0.90),
        (GateCheck.IMPACT, 0.03),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("found", "failed"),
    [
        (GateMeasurement(0.949, 0.92, 0.90, 0.03), GateCheck.INFORMATION),
        (GateMeasurement(0.95, 0.919, 0.90, 0.03), GateCheck.SIMILARITY),
        (GateMeasurement(0.95, 0.92, 0.899, 0.03), GateCheck.COVERAGE),
        (GateMeasurement(0.95, 0.92, 0.90, 0.031), GateCheck.IMPACT),
    ],
)
def test_one_failed_check_closes_the_gate(found: GateMeasurement, failed: GateCheck) -> None:
    findings = gate_findings(found)
    assert is_open(findings) is False
    assert [one.check for one in findings if one.passed is False] == [failed]


def test_a_loss_that_was_reckoned_is_on_the_bound_although_its_last_digit_is_not() -> None:
    lost, kept = 0.85 - 0.82, 0.95 * 3 / 3  # as a program writes them: 0.030000000000000027, 0.9499999999999998
    assert (lost > 0.03, kept < 0.95) == (True, True)
    assert is_open(gate_findings(GateMeasurement(kept, 0.92, 0.90, lost))) is True
    assert stage_findings((StageResult(2, None, 2_000_000, kept, lost),))[1].passed is True


RATIOS = st.none() | st.floats(0, 1)


@given(RATIOS, RATIOS, RATIOS, RATIOS)
def test_what_is_not_measured_never_opens_the_gate(
    information: float | None, similarity: float | None, coverage: float | None, impact: float | None
) -> None:
    found = gate_findings(GateMeasurement(information, similarity, coverage, impact))
    unknown = None in {information, similarity, coverage, impact}
    assert [one.passed is None for one in found] == [one is None for one in (information, similarity, coverage, impact)]
    assert not (unknown and is_open(found))


def test_the_three_stages_are_those_of_the_requirement() -> None:
    assert [(one.from_bytes, one.to_bytes, one.kept, one.lost) for one in STAGES] == [
        (10_000_000, 5_000_000, 0.98, 0.01),
        (5_000_000, 2_000_000, 0.95, 0.03),
        (2_000_000, 800_000, 0.90, 0.05),
    ]


def test_a_stage_keeps_to_size_information_and_accuracy() -> None:
    good = StageResult(2, 5_000_000, 2_000_000, 0.95, 0.03)
    results = (StageResult(1, 9_000_000, 5_000_001, 0.99, 0.0), good)
    assert [one.passed for one in stage_findings(results)] == [False, True, None]
    late = StageResult(2, 5_000_000, 1_900_000, 0.949, 0.0)
    assert [one.passed for one in stage_findings((good, late))] == [None, False, None]
    assert stage_findings((StageResult(3, 1_900_000, None, 0.9, 0.05),))[2].passed is None
