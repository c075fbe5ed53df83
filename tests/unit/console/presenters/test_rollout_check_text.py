"""What was found of a canary against its thresholds, in a sentence. (proves E2.3)"""

import pytest

from console.domain.rollouts.rollout_check import CheckTopic, CheckVerdict
from console.domain.rollouts.threshold import ThresholdFinding
from console.presenters.rollout_check_text import threshold_sentence


@pytest.mark.parametrize(
    ("drop", "verdict", "text"),
    [
        (-0.009, CheckVerdict.GO, "The accuracy does not drop in 1,000 answers; 5.00 % is allowed."),
        (0.0, CheckVerdict.GO, "The accuracy does not drop in 1,000 answers; 5.00 % is allowed."),
        (0.02, CheckVerdict.GO, "The accuracy drops by 2.00 % in 1,000 answers; 5.00 % is allowed."),
        (0.06, CheckVerdict.HOLD, "The accuracy drops by 6.00 % in 1,000 answers, perhaps more than 5.00 %."),
        (0.2, CheckVerdict.FAIL, "The accuracy drops by 20.0 % in 1,000 answers, more than 5.00 %."),
    ],
)
def test_a_better_canary_does_not_drop_by_less_than_nothing(drop: float, verdict: CheckVerdict, text: str) -> None:
    assert threshold_sentence(ThresholdFinding(CheckTopic.ACCURACY, "accuracy", drop, 0.05, 1_000, verdict)) == text


def test_failed_requests_are_held_against_their_limit() -> None:
    found = ThresholdFinding(CheckTopic.ERRORS, "errors", 0.002, 0.01, 5_000, CheckVerdict.GO)
    assert threshold_sentence(found) == "0.20 % of 5,000 canary requests failed; 1.00 % is allowed."
