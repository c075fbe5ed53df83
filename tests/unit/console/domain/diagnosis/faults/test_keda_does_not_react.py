"""KEDA does not react: the secret, the trigger, the wrong queue, the threshold, each from its own evidence (L2.3)."""

# proves L2.3

from dataclasses import replace

import pytest

from console.domain.autoscaler import ScalingMetric
from console.domain.diagnosis.fault import diagnoses
from console.domain.diagnosis.proof import ObjectProof, QueryProof, Shows
from console.domain.health import Health
from console.domain.resource import Condition
from console.domain.signal import Reading
from console.domain.signal_key import SignalKey
from tests.fakes.calm_case import IDLE, READY, case, cell_case, keda
from tests.fakes.small_estate import NOW_S

LOST = Condition("Ready", "False", "TriggerError", 'error building scaler: Secret "kafka-auth" not found in namespace')
BROKEN = Condition("Ready", "False", "TriggerError", "error building scaler: unknown broker")


def test_a_lost_secret_is_named() -> None:
    (found,) = diagnoses(case(cell_case("tokyo", keda(LOST), queue_length=50.0)))
    assert (found.variant, found.subjects, found.health) == (
        "secret_missing",
        ("delivery", "kafka-auth"),
        Health.WARNING,
    )
    said, lag = found.proofs
    assert isinstance(said, ObjectProof)
    assert said.words.endswith(LOST.message)
    assert isinstance(lag, QueryProof)
    assert lag.reading.query == "query of queue_length"


@pytest.mark.parametrize(
    "words",
    ['secrets "kafka-auth" not found', "Secret kafka-auth not found", "secret 'kafka-auth' was not found"],
)
def test_the_secret_is_read_from_what_controllers_write(words: str) -> None:
    (found,) = diagnoses(case(cell_case("tokyo", keda(replace(LOST, message=words)))))
    assert found.subjects == ("delivery", "kafka-auth")


def test_it_is_critical_when_the_queue_calls_for_replicas() -> None:
    (found,) = diagnoses(case(cell_case("tokyo", keda(LOST), queue_length=900.0)))
    assert found.health is Health.CRITICAL


def test_another_reason_is_a_broken_trigger() -> None:
    (found,) = diagnoses(case(cell_case("tokyo", keda(BROKEN))))
    assert (found.variant, found.subjects) == ("trigger_broken", ("delivery",))


def test_a_trigger_that_reads_nothing_of_a_standing_queue_looks_elsewhere() -> None:
    (found,) = diagnoses(case(cell_case("tokyo", keda(READY, IDLE), queue_floor=900.0, keda_ceiling=0.0)))
    # The reading of KEDA's metric names the ScaledObject; one that does not is not taken for it.
    assert found.variant == "sees_nothing"


def test_a_threshold_above_a_queue_that_calls_for_replicas_is_named_with_its_value() -> None:
    high = keda(READY, IDLE, target="100", activation="5000")
    (found,) = diagnoses(case(cell_case("tokyo", high, queue_floor=900.0)))
    assert (found.variant, found.health) == ("below_threshold", Health.WARNING)
    proof = next(one for one in found.proofs if isinstance(one, ObjectProof) and one.shows is Shows.THRESHOLD)
    assert (proof.found, proof.expected) == (5000.0, 100.0)


def test_a_short_queue_below_the_threshold_is_what_the_threshold_is_for() -> None:
    assert diagnoses(case(cell_case("tokyo", keda(READY, IDLE, activation="200"), queue_floor=150.0))) == ()


def test_a_passing_lag_that_keda_has_not_polled_yet_is_no_fault() -> None:
    assert diagnoses(case(cell_case("tokyo", keda(READY, IDLE), queue_length=900.0, keda_ceiling=0.0))) == ()


def test_somebody_who_paused_it_knows_why() -> None:
    assert diagnoses(case(cell_case("tokyo", replace(keda(LOST), paused=True), queue_length=900.0))) == ()


def test_with_two_queues_nobody_can_tell_whose_lag_it_is() -> None:
    other = keda(READY, IDLE)
    second = replace(other, ref=replace(other.ref, name="digest"))
    assert diagnoses(case(cell_case("tokyo", other, second, queue_floor=900.0, keda_ceiling=0.0))) == ()


def test_of_several_queues_each_counts_for_the_autoscaler_whose_trigger_names_its_group() -> None:
    named = [ScalingMetric("kafka", None, "100", "kafka", "5000", group) for group in ("mail", "digest")]
    mail = replace(keda(READY, IDLE), metrics=(named[0],))
    digest = replace(mail, ref=replace(mail.ref, name="digest"), metrics=(named[1],))
    waiting = {"mail": 0.0, "digest": 900.0}
    readings = {
        SignalKey("queue_floor", "tokyo", target=group): Reading(value, NOW_S, "q") for group, value in waiting.items()
    }
    cell = replace(cell_case("tokyo", mail, replace(digest, target_name="delivery")), readings=readings)
    (found,) = diagnoses(case(cell))
    assert (found.variant, found.subjects) == ("below_threshold", ("digest",))
    assert [one.key.target for one in found.proofs if isinstance(one, QueryProof)] == ["digest"]
