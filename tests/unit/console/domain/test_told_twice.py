"""Alerts that a metric server and an Alertmanager tell with different labels (proves E8.1: each is one alert)."""

from console.domain.alert import Alert, AlertState
from console.domain.resource import ResourceRef
from console.domain.told_twice import told_once

ADDED = {"cluster": "asia", "prometheus": "monitoring/k8s"}


def alert(connection: str = "prom", state: AlertState = AlertState.FIRING, **labels: str) -> Alert:
    mark = " ".join(f"{name}={value}" for name, value in sorted(labels.items()))
    return Alert(ResourceRef(connection, "Alert", "", mark), state, {"alertname": "A", **labels}, {}, 0.0)


def left(own: list[Alert], sent: list[Alert]) -> list[Alert]:
    return list(told_once(own, sent))


def test_labels_that_were_added_on_the_way_make_no_second_alert() -> None:
    own = [alert(pod="a"), alert(pod="b"), alert(pod="c")]
    sent = [alert("am", AlertState.SILENCED, pod="a", **ADDED), alert("am", pod="b"), alert("am", pod="d", **ADDED)]
    assert left(own, sent) == [own[2]]


def test_what_only_another_cluster_sent_is_kept() -> None:
    waiting, firing = alert(state=AlertState.PENDING, pod="a"), alert("other", pod="a")
    assert left([waiting, firing], [alert("am", pod="a", cluster="europe")]) == [waiting]
    assert left([alert(pod="a")], [alert("am", pod="b", **ADDED)]) != []
    other_rule = Alert(ResourceRef("am", "Alert", "", "B"), AlertState.FIRING, {"alertname": "B", **ADDED}, {}, 0.0)
    assert left([alert()], [other_rule]) != []


def test_a_broad_alert_is_not_taken_for_a_narrow_one_of_its_rule() -> None:
    broad, narrow = alert(state=AlertState.PENDING), alert(pod="a")
    assert left([broad, narrow], [alert("am", pod="a", **ADDED)]) == [broad]
    assert left([broad, narrow], [alert("am", pod="a", **ADDED), alert("am", **ADDED)]) == []


def test_a_label_that_an_alert_has_already_is_not_added_again() -> None:
    own = [alert(cluster="inner"), alert(pod="a")]
    assert left(own, [alert("am", cluster="inner", prometheus="p"), alert("am", pod="a", **ADDED)]) == []


def test_nothing_sent_leaves_all_and_each_of_many_is_found() -> None:
    own = [alert(pod=str(number)) for number in range(3000)]
    assert left(own, []) == own
    assert left(own, [alert("am", pod=str(number), **ADDED) for number in range(3000)]) == []
