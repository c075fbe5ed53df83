"""What the palette offers of the state."""

from console.domain.resource import ResourceRef
from console.domain.workload import Pod, Workload
from console.presenters.palette import PaletteEntry, cell_entries, match, object_entries
from console.store.state import ObjectTable, State
from tests.fakes.sample_estate import sample_estate


def workload(name: str) -> Workload:
    ref = ResourceRef("asia", "Deployment", "cell-tokyo", name, "apps")
    return Workload(ref, (), (), (), 1, 1, 1, 1, 1, 1, False, 0.0)


def pod(name: str) -> Pod:
    ref = ResourceRef("asia", "Pod", "cell-tokyo", name)
    return Pod(ref, (), "Running", 1, 1, 0, "node-1", "ReplicaSet/api", 0.0)


def table(*rows: Workload | Pod) -> ObjectTable:
    return ObjectTable({row.ref: row for row in rows}, 0.0)


STATE = State(
    sample_estate(),
    objects={("asia", "pods"): table(pod("api-0")), ("asia", "workloads"): table(workload("api"))},
)


def test_cells_lead_to_their_page() -> None:
    entries = list(cell_entries(STATE))
    assert [entry.title for entry in entries] == ["Tokyo", "Osaka", "Frankfurt"]
    assert (entries[0].page, entries[0].arguments) == ("cell", (("cell", "tokyo"),))
    assert entries[0].note == "ap-northeast-1 · asia"


def test_objects_lead_to_themselves_workloads_before_pods() -> None:
    entries = list(object_entries(STATE))
    assert [(entry.title, entry.group) for entry in entries] == [("api", "Deployment"), ("api-0", "Pod")]
    arguments = dict(entries[0].arguments)
    assert arguments == {
        "connection": "asia",
        "group": "apps",
        "kind": "Deployment",
        "name": "api",
        "namespace": "cell-tokyo",
    }


def test_titles_win_over_notes_and_nothing_typed_keeps_the_order() -> None:
    entries = [
        PaletteEntry("Osaka", "asia", "Cell", "cell"),
        PaletteEntry("Asia report", "", "Page", "cell"),
    ]
    assert [entry.title for entry in match("asia", entries, 5)] == ["Asia report", "Osaka"]
    assert list(match("", entries, 1)) == entries[:1]
    assert match("zzz", entries, 5) == []


def test_ten_thousand_objects_are_matched_and_only_the_best_are_given() -> None:
    entries = [PaletteEntry(f"pod-{number}", "cell-tokyo", "Pod", "cell") for number in range(10_000)]
    found = match("pod-77", entries, 20)
    assert found[0].title == "pod-77"
    assert len(found) == 20
