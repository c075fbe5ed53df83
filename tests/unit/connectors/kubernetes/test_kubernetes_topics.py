"""Which kinds a topic reads, where, and which ConfigMaps are settings. Proves L4.2, L5.1."""

from dataclasses import replace

import pytest

from connectors.kubernetes.topics import TOPICS, places, settings_of


class Estate:
    """An estate whose routers and cells refer to two ConfigMaps of one cluster."""

    def config_maps(self, cluster: str) -> frozenset[tuple[str, str]]:
        return frozenset({("cell-tokyo", "weights"), ("edge", "limits")} if cluster == "lab" else ())


def test_the_config_maps_that_the_estate_names_are_read_where_it_says() -> None:
    found = settings_of(Estate(), "lab")
    assert [(one.namespace, one.field) for one in found] == [
        ("cell-tokyo", "metadata.name=weights"),
        ("edge", "metadata.name=limits"),
    ]


class Cells:
    """An estate whose cells all have their quotas in a ConfigMap of the same name."""

    def config_maps(self, _cluster: str) -> frozenset[tuple[str, str]]:
        return frozenset((f"cell-{number}", "cell-quota") for number in range(40))


def test_one_name_in_many_namespaces_is_one_watch_of_all_namespaces() -> None:
    assert [(one.namespace, one.field) for one in settings_of(Cells(), "lab")] == [("", "metadata.name=cell-quota")]


@pytest.mark.parametrize("estate", [None, Estate()])
def test_without_names_the_usual_ones_are_looked_for_everywhere(estate: Estate | None) -> None:
    found = settings_of(estate, "other")
    assert [one.field for one in found] == ["metadata.name=model-router", "metadata.name=cell-quota"]
    assert {one.namespace for one in found} == {""}


def test_a_namespace_filter_restricts_namespaced_kinds_only() -> None:
    pods, nodes = TOPICS["pods"][0], TOPICS["nodes"][0]
    assert places(pods, ()) == ("",)
    assert places(pods, ("a", "b")) == ("a", "b")
    assert places(nodes, ("a", "b")) == ("",)
    pinned = replace(pods, namespace="kube-system")
    assert places(pinned, ()) == places(pinned, ("kube-system",)) == ("kube-system",)
    assert places(pinned, ("a",)) == ()
