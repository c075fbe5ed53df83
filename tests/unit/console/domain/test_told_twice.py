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


def test_what_a_server_adds_is_what_most_of_its_alerts_agree_on() -> None:
    """A broad alert that only a metric server tells is not the narrow one of its rule that another server sent."""
    known = [alert(pod="a"), alert(pod="b")]
    sent = [alert("am", pod="a", **ADDED), alert("am", pod="b", **ADDED)]
    for foreign in ({"job": "web", "cluster": "europe"}, {"job": "web", **ADDED}, {"cluster": "europe"}):
        assert left([alert(), *known], [*sent, alert("am", **foreign)]) == [alert()]
    assert left([alert(), *known], [*sent, alert("am", **ADDED)]) == []


def test_a_server_that_adds_nothing_has_sent_only_what_has_the_same_labels() -> None:
    known = [alert(pod="a"), alert(pod="b")]
    assert left([alert(), *known], [*known, alert("am", job="web")]) == [alert()]


def test_servers_add_labels_of_their_own() -> None:
    own = [alert(pod="a"), alert(pod="b"), alert("other", pod="c"), alert("other", pod="d")]
    sent = [alert("am", pod=one, **ADDED) for one in "ab"] + [alert("am", pod=one, cluster="europe") for one in "cd"]
    assert left(own, sent) == []


def test_an_alert_that_has_an_added_label_already_speaks_for_it_and_not_against_it() -> None:
    """A server leaves out what it adds where a label has that name: those that it sends on as they are may be most."""
    asia, most, few = {"cluster": "asia"}, "abc", "de"
    own = [*(alert(pod=one, **asia) for one in most), *(alert(job=one) for one in few)]
    assert (
        left(own, [*(alert("am", pod=one, **asia) for one in most), *(alert("am", job=one, **asia) for one in few)])
        == []
    )
    sent = [alert("am", pod=one, **ADDED) for one in most] + [alert("am", job=one, **ADDED) for one in few]
    assert left(own, sent) == []
    assert left([alert(), *own], [*sent, alert("am", cluster="europe", prometheus="other")]) == [alert()]
    own = [*(alert(pod=one, **asia) for one in most), alert(job="d")]
    sent = [*(alert("am", pod=one, **asia) for one in most), alert("am", job="d", **asia)]
    assert left(own, sent) == []
    inner = [*(alert(pod=one, cluster="inner") for one in most), *(alert(job=one) for one in few)]
    sent = [alert("am", pod=one, cluster="inner", prometheus="monitoring/k8s") for one in most]
    assert left(inner, [*sent, *(alert("am", job=one, **ADDED) for one in few)]) == []
