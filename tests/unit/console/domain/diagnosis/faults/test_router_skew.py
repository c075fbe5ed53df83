"""Router skew: weights that are not the agreed ones and that nothing explains (proves L2.3)."""

from dataclasses import replace

from console.domain.diagnosis.case import Case, RouterCase
from console.domain.diagnosis.fault import diagnoses
from console.domain.diagnosis.proof import ObjectProof, QueryProof
from console.domain.health import Health
from console.domain.operations.set_route_weights import SetRouteWeights
from console.domain.resource import Condition
from console.domain.route import RouteRule
from console.domain.route_share import RouteShare
from tests.fakes.calm_case import case, cell_case
from tests.fakes.cell_objects import route, scaler

HOSTS = (("tokyo", "web.cell-tokyo.svc"), ("osaka", "web.cell-osaka.svc"))


def _case(tokyo: float, osaka: float, agreed: tuple[float, float] = (2 / 3, 1 / 3)) -> Case:
    found = route((round(100 * tokyo), round(100 * osaka)), None)
    rule = RouteRule("/spec/http/0", "", found.destinations)
    shares = (
        RouteShare("tokyo", agreed[0], tokyo, tokyo, 100 * tokyo),
        RouteShare("osaka", agreed[1], osaka, osaka, 100 * osaka),
    )
    cells = (cell_case("tokyo", router_rps=100 * tokyo), cell_case("osaka", router_rps=100 * osaka))
    return replace(case(*cells), routers=(RouterCase("Cell router", found, rule, HOSTS, shares),))


def test_who_gets_too_much_comes_first_with_weights_traffic_and_the_way_back() -> None:
    (found,) = diagnoses(_case(0.3, 0.7))
    assert (found.fault, found.cells, found.health) == ("router-skew", ("osaka", "tokyo"), Health.WARNING)
    weights = [one for one in found.proofs if isinstance(one, ObjectProof)]
    assert [(one.words, one.found, one.expected) for one in weights] == [("osaka", 0.7, 1 / 3), ("tokyo", 0.3, 2 / 3)]
    traffic = [one for one in found.proofs if isinstance(one, QueryProof)]
    assert [(one.reading.value, round(one.expected or 0, 1)) for one in traffic] == [(70.0, 33.3), (30.0, 66.7)]
    back = (("web.cell-tokyo.svc", 67), ("web.cell-osaka.svc", 33))
    assert found.remedies == (SetRouteWeights("main", "VirtualService", "edge", "cell-router", "/spec/http/0", back),)


def test_a_receiver_that_can_take_no_more_makes_it_critical() -> None:
    skewed = _case(0.3, 0.7)
    full = scaler("web", Condition("ScalingLimited", "True", "TooManyReplicas"))
    full = replace(full, metrics=(replace(full.metrics[0], current="90%"),))
    osaka = replace(skewed.cells[1], autoscalers=(full,))
    (found,) = diagnoses(replace(skewed, cells=(skewed.cells[0], osaka)))
    assert found.health is Health.CRITICAL


def test_requests_that_fail_where_too_many_arrive_make_it_critical() -> None:
    skewed = _case(0.3, 0.7)
    for ratio, health in ((0.18, Health.CRITICAL), (0.04, Health.WARNING)):
        osaka = cell_case("osaka", router_rps=70.0, router_error_ratio=ratio)
        (found,) = diagnoses(replace(skewed, cells=(skewed.cells[0], osaka)))
        assert found.health is health
        shown = [one.key.signal for one in found.proofs if isinstance(one, QueryProof)]
        assert ("router_error_ratio" in shown) is (health is Health.CRITICAL)


def test_a_cell_that_cannot_serve_was_drained_on_purpose() -> None:
    drained = _case(0.0, 1.0)
    dark = replace(drained.cells[0], serving=Health.CRITICAL)
    assert diagnoses(replace(drained, cells=(dark, drained.cells[1]))) == ()
    assert len(diagnoses(drained)) == 1


def test_small_steps_and_weights_that_nobody_agreed_on_are_quiet() -> None:
    assert diagnoses(_case(0.63, 0.37)) == ()
    unagreed = _case(0.3, 0.7)
    shares = tuple(replace(one, agreed=None) for one in unagreed.routers[0].shares)
    assert diagnoses(replace(unagreed, routers=(replace(unagreed.routers[0], shares=shares),))) == ()


def test_a_destination_that_no_cell_owns_leaves_the_way_back_open() -> None:
    skewed = _case(0.3, 0.7)
    router = replace(skewed.routers[0], names=(*HOSTS, ("", "canary.svc")))
    (found,) = diagnoses(replace(skewed, routers=(router,)))
    assert found.remedies == ()
