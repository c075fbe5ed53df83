"""HPA does not scale: found at once when the metrics server is gone, else only when it lasts (proves L2.3)."""

from dataclasses import replace

from console.domain.diagnosis.case import Case
from console.domain.diagnosis.fault import diagnoses
from console.domain.diagnosis.proof import ObjectProof, Shows
from console.domain.health import Health
from console.domain.operations.scale_workload import ScaleWorkload
from console.domain.resource import Condition
from console.domain.workload import Workload
from tests.fakes.calm_case import blind, case, cell_case
from tests.fakes.cell_objects import scaler
from tests.fakes.small_estate import NOW_S, workload


def _server(desired: int, available: int) -> Workload:
    found = workload("tokyo", "metrics-server", desired=desired, ready=available)
    return replace(found, ref=replace(found.ref, namespace="kube-system"))


def _blind_cells(since_s: float = NOW_S - 30) -> Case:
    tokyo = cell_case("tokyo", blind("tokyo", "web", since_s), blind("tokyo", "bff", since_s))
    return case(tokyo, cell_case("osaka", blind("osaka", "web", since_s)))


def test_a_server_that_somebody_scaled_to_zero_is_named_and_scaled_back() -> None:
    (found,) = diagnoses(replace(_blind_cells(), systems={"main": (_server(0, 0),)}))
    assert (found.fault, found.variant, found.health) == ("hpa-does-not-scale", "server_down", Health.CRITICAL)
    assert (found.cells, found.subjects) == (("tokyo", "osaka"), ("metrics-server",))
    shown = [(one.ref.name, one.shows) for one in found.proofs if isinstance(one, ObjectProof)]
    assert shown == [("metrics-server", Shows.AVAILABLE), *((name, Shows.CONDITION) for name in ("web", "bff", "web"))]
    assert found.remedies == (ScaleWorkload("main", "Deployment", "kube-system", "metrics-server", 1),)
    assert found.since_s == NOW_S - 30


def test_a_server_whose_pods_do_not_come_up_is_not_scaled_again() -> None:
    (found,) = diagnoses(replace(_blind_cells(), systems={"main": (_server(2, 0),)}))
    assert (found.variant, found.remedies) == ("server_down", ())


def test_figures_that_stay_away_are_a_fault_although_the_server_runs() -> None:
    (found,) = diagnoses(replace(_blind_cells(NOW_S - 300), systems={"main": (_server(1, 1),)}))
    assert (found.variant, found.health) == ("figures_missing", Health.WARNING)


def test_the_first_minutes_of_new_pods_are_no_fault() -> None:
    assert diagnoses(replace(_blind_cells(NOW_S - 60), systems={"main": (_server(1, 1),)})) == ()


def test_a_server_that_is_down_harms_nobody_while_figures_arrive() -> None:
    calm = case(cell_case("tokyo", scaler("web", Condition("ScalingActive", "True", "ValidMetricFound"))))
    assert diagnoses(replace(calm, systems={"main": (_server(1, 0),)})) == ()


def test_an_hpa_that_was_switched_off_by_hand_or_waits_for_keda_is_no_such_fault() -> None:
    for reason in ("ScalingDisabled", "FailedGetExternalMetric"):
        off = scaler("web", Condition("ScalingActive", "False", reason, "", NOW_S - 9_000))
        assert diagnoses(replace(case(cell_case("tokyo", off)), systems={"main": (_server(0, 0),)})) == ()
