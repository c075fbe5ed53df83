"""The phrase that stands for what a judgement rests on. Proves L1.3."""

import pytest

from console.domain.health import Health
from console.domain.layer_health import Evidence
from console.presenters.evidence_text import evidence_text


@pytest.mark.parametrize(
    ("evidence", "text"),
    [
        (Evidence(Health.OK, workload="web", ready=2, desired=2), "web 2/2 ready"),
        (Evidence(Health.WARNING, workload="web", ready=1, desired=2, is_stuck=True), "web 1/2 ready"),
        (
            Evidence(Health.WARNING, workload="web", ready=2, desired=2, is_stuck=True),
            "web: its newest pods do not come up",
        ),
        (Evidence(Health.CRITICAL, workload="web"), "web is missing"),
        (Evidence(Health.UNKNOWN), "nothing is measured"),
    ],
)
def test_a_workload_tells_what_is_wrong_with_it(evidence: Evidence, text: str) -> None:
    assert evidence_text(evidence) == text
