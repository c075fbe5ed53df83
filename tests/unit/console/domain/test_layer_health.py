"""Health of layers and cells: the worst of what is known, and never well for want of evidence."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from console.domain.health import Health
from console.domain.layer import Layer
from console.domain.layer_health import Judgement, LayerParts, cell_health, layer_health, workload_health
from console.domain.limit import Limit
from console.domain.resource import Condition, ResourceRef
from console.domain.signal import Reading
from console.domain.signal_catalogue import SIGNALS
from console.domain.signal_key import SignalKey
from console.domain.workload import Workload


def _workload(name: str, desired: int, ready: int) -> Workload:
    ref = ResourceRef("main", "Deployment", "cell-tokyo", name, "apps")
    return Workload(ref, (), (), (), desired, ready, ready, ready, 1, 1, False, 0.0)


def _readings(*values: tuple[SignalKey, float]) -> dict[SignalKey, Reading]:
    return {key: Reading(value, 100.0) for key, value in values}


WEB = LayerParts("tokyo", Layer.PRESENTATION, ("web",), {"web": _workload("web", 2, 2)})
GOOD_TTFB = (SignalKey("ttfb", "tokyo"), 0.3)


def test_a_newest_revision_that_does_not_come_up_is_told_although_the_older_one_serves() -> None:
    # proves L1.3
    late = Condition("Progressing", "False", "ProgressDeadlineExceeded", "has timed out progressing.")
    stuck = replace(_workload("web", 2, 2), conditions=(Condition("Available", "True"), late))
    assert workload_health(stuck) is Health.WARNING
    assert workload_health(replace(stuck, desired=0, ready=0)) is Health.OK
    assert workload_health(replace(stuck, ready=0)) is Health.CRITICAL
    waiting = replace(stuck, conditions=(replace(late, status="True", reason="ReplicaSetUpdated"),))
    assert workload_health(waiting) is Health.OK
    parts = LayerParts("tokyo", Layer.PRESENTATION, ("web",), {"web": stuck})
    assert layer_health(parts, _readings(GOOD_TTFB)).evidence[0].is_stuck


def test_nothing_known_is_unknown() -> None:
    parts = LayerParts("tokyo", Layer.PRESENTATION, ("web",))
    assert layer_health(parts, {}).health is Health.UNKNOWN
    assert layer_health(LayerParts("tokyo", Layer.AI, ()), {}) == Judgement(Health.UNKNOWN, ())


def test_pods_that_run_do_not_make_a_layer_well_that_nobody_measures() -> None:
    assert layer_health(WEB, {}).health is Health.UNKNOWN
    unjudged = _readings((SignalKey("rps", "tokyo", "web"), 9.0), (SignalKey("in_flight", "tokyo", "web"), 9.0))
    assert layer_health(WEB, unjudged).health is Health.UNKNOWN


def test_good_readings_and_pods_are_ok_with_their_evidence() -> None:
    # proves L1.1, L1.3
    judgement = layer_health(WEB, _readings(GOOD_TTFB))
    assert judgement.health is Health.OK
    assert {(one.key and one.key.signal, one.workload) for one in judgement.evidence} == {("ttfb", ""), (None, "web")}


def test_readings_alone_are_enough_while_the_cluster_is_not_read() -> None:
    assert layer_health(LayerParts("tokyo", Layer.PRESENTATION, ("web",)), _readings(GOOD_TTFB)).health is Health.OK


def test_the_worst_comes_first_and_decides() -> None:
    readings = _readings(GOOD_TTFB, (SignalKey("latency_p95", "tokyo", "web"), 1.0))
    parts = LayerParts("tokyo", Layer.PRESENTATION, ("web",), {"web": _workload("web", 3, 0)})
    judgement = layer_health(parts, readings)
    assert [one.health for one in judgement.evidence] == [Health.CRITICAL, Health.WARNING, Health.OK]
    assert (judgement.health, judgement.evidence[0].workload) == (Health.CRITICAL, "web")
    assert (judgement.evidence[0].ready, judgement.evidence[0].desired) == (0, 3)


def test_a_workload_that_should_be_there_and_is_not_is_critical() -> None:
    parts = LayerParts("tokyo", Layer.PRESENTATION, ("web",), {"web": None})
    judgement = layer_health(parts, _readings(GOOD_TTFB))
    assert (judgement.health, judgement.evidence[0].ready) == (Health.CRITICAL, None)


def test_other_cells_layers_and_services_do_not_count() -> None:
    readings = _readings(
        GOOD_TTFB,
        (SignalKey("ttfb", "osaka"), 9.0),
        (SignalKey("accuracy", "tokyo", target="gpt"), 0.1),
        (SignalKey("error_ratio", "tokyo", "bff"), 0.9),
        (SignalKey("latency_p95", "tokyo", "llm-serving"), 9.0),
        (SignalKey("no_such_signal", "tokyo"), 9.0),
    )
    assert layer_health(WEB, readings).health is Health.OK


def test_errors_and_cpu_count_for_the_services_of_any_layer() -> None:
    readings = _readings((SignalKey("error_ratio", "tokyo", "scheduler"), 0.06))
    parts = LayerParts("tokyo", Layer.AUTOMATION, ("scheduler",))
    assert layer_health(parts, readings).health is Health.CRITICAL


def test_the_estates_own_limits_apply() -> None:
    key = SignalKey("queue_length", "tokyo", target="newsletter")
    parts = LayerParts("tokyo", Layer.APPLICATION, ())
    assert layer_health(parts, _readings((key, 5000.0))).health is Health.UNKNOWN
    assert layer_health(parts, _readings((key, 5000.0)), {"queue_length": Limit(warning=1000)}).health is Health.WARNING


def test_workload_health_by_hand() -> None:
    cases = {(0, 0): Health.OK, (2, 2): Health.OK, (2, 3): Health.OK, (3, 2): Health.WARNING, (3, 0): Health.CRITICAL}
    assert {case: workload_health(_workload("w", *case)) for case in cases} == cases


def test_a_cell_is_as_bad_as_its_worst_layer_or_business_indicator() -> None:
    well = layer_health(WEB, _readings(GOOD_TTFB))
    absent = layer_health(LayerParts("tokyo", Layer.AI, ()), {})
    unknown = layer_health(LayerParts("tokyo", Layer.CONTROL, ("slo",)), {})
    delivery = SignalKey("delivery_success", "tokyo")
    assert cell_health([well, absent], "tokyo", {}).health is Health.OK
    assert cell_health([well, unknown], "tokyo", {}).health is Health.UNKNOWN
    assert cell_health([], "tokyo", {}).health is Health.UNKNOWN
    assert cell_health([well], "tokyo", _readings((delivery, 0.99))).health is Health.WARNING
    assert cell_health([well], "osaka", _readings((delivery, 0.5))).health is Health.OK


_KEYS = st.builds(
    SignalKey,
    st.sampled_from([signal.key for signal in SIGNALS]),
    st.just("tokyo"),
    st.sampled_from(["", "web", "bff"]),
)


@given(st.dictionaries(_KEYS, st.floats(0, 10), max_size=8), _KEYS, st.floats(0, 10))
def test_more_evidence_never_hides_trouble(values: dict[SignalKey, float], key: SignalKey, value: float) -> None:
    before = layer_health(WEB, _readings(*values.items()))
    after = layer_health(WEB, _readings(*{key: value, **values}.items()))
    if before.health > Health.UNKNOWN:
        assert after.health >= before.health
    assert (after.health is Health.OK) <= any(one.key and one.health is Health.OK for one in after.evidence)
