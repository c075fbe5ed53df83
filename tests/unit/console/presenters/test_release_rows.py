"""Gradual releases as rows (proves E2.3): a Worker's note is of the versions that answer."""

from console.domain.edge.edge_worker import EdgeWorker, VersionShare, WorkerVersion
from console.domain.resource import ResourceRef
from console.presenters.release_rows import release_rows
from console.store.state import ObjectTable, State

REF = ResourceRef("edge", "Worker", "", "edge-ranker")
VERSIONS = tuple(
    WorkerVersion(f"id-{number}", number, None, note)
    for number, note in ((4, "v1.5.1 Smaller vectors"), (3, "v1.5.0 Larger dictionary"), (2, "v1.4.2 Weekly"))
)


def told(*shares: tuple[str, float]) -> tuple[str, str, str]:
    worker = EdgeWorker(REF, "d", tuple(VersionShare(*one) for one in shares), None, VERSIONS, (), None, None)
    (row,) = release_rows(State(objects={("edge", "edge-workers"): ObjectTable({REF: worker}, 0.0)}))
    return row.share, row.version, row.note


def test_an_uploaded_version_that_answers_nothing_gives_the_row_no_note() -> None:
    """Else a canary of v1.5.0 would seem to be one of v1.5.1."""
    assert told(("id-2", 95.0), ("id-3", 5.0)) == ("95 % / 5 %", "#2, #3", "v1.4.2 Weekly / v1.5.0 Larger dictionary")
    assert told(("id-2", 100.0)) == ("–", "#2", "v1.4.2 Weekly")
    assert told(("gone", 100.0)) == ("–", "gone", "")
    assert told() == ("–", "", "")
