"""A deployment that the estate's matrix does not allow is refused wherever it comes from. (proves E2.1)"""

import pytest

from connectors.cloudflare.operations.version_matrix import VersionMatrix
from console.domain.change_preview import Preview
from console.domain.edge.edge_worker import VersionShare
from console.domain.operations.set_worker_percentages import SetWorkerPercentages
from console.estate.schema.edge_model import EdgeModel
from console.estate.schema.estate import Estate
from console.kernel.errors import ChangeRefused
from console.lab.simulator.edge_catalogue import RANKER
from console.ports.change_executor import ChangeExecutor
from tests.fakes.edge_lab import CONNECTION, EdgeLab

MATRIX = [
    {"versions": "v1.4.x", "works_with": ["v1.4.x"]},
    {"versions": "v1.5.0", "works_with": ["v1.4.2"], "invalidate_cache": True, "migration": "scripts/1.5.sh"},
]


def previewed(lab: EdgeLab, monkeypatch: pytest.MonkeyPatch, matrix: list[object], **shares: float) -> Preview:
    """Preview shares by tag (``v1_5_0=5``) in an estate with a matrix; v1.4.2 answers alone."""
    script = lab.edge.scripts[RANKER]
    ids = {one.tag: one.id for one in script.versions}
    script.deploy(((ids["v1.4.2"], 100.0),), lab.lab.now_s)
    model = {"key": "ranker", "account": CONNECTION, "worker": RANKER, "current": "v1.4.2", "compatibility": matrix}
    told = {"name": "lab", "cloudflare": [one.model_dump() for one in lab.estate.cloudflare], "models": [model]}
    monkeypatch.setattr(lab, "estate", Estate.model_validate(told))
    wanted = tuple((ids[tag.replace("_", ".")], float(percent)) for tag, percent in shares.items())
    executor: ChangeExecutor = lab.connect().offers(ChangeExecutor)
    found: Preview = lab.runtime.run(executor.preview(SetWorkerPercentages(CONNECTION, RANKER, wanted)), 10)
    return found


def test_a_version_that_does_not_fit_is_refused_with_the_reason_and_what_helps(
    lab: EdgeLab, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ChangeRefused, match=r"The matrix says nothing about v1\.5\.1\.") as refused:
        previewed(lab, monkeypatch, MATRIX, v1_4_2=95, v1_5_1=5)
    assert refused.value.hint == "What helps: test them together and add v1.5.1 to the matrix."


def test_a_version_that_fits_says_what_it_needs(lab: EdgeLab, monkeypatch: pytest.MonkeyPatch) -> None:
    found = previewed(lab, monkeypatch, MATRIX, v1_4_2=95, v1_5_0=5)
    assert found.warnings == ("v1.5.0 needs: run scripts/1.5.sh first; clear the cache.",)
    assert previewed(lab, monkeypatch, MATRIX, v1_4_1=100).warnings == ()


def test_without_a_matrix_nothing_is_judged(lab: EdgeLab, monkeypatch: pytest.MonkeyPatch) -> None:
    assert previewed(lab, monkeypatch, [], v1_4_2=95, v1_5_1=5).warnings == ()


def test_an_id_of_digits_alone_is_no_version() -> None:
    told = {"key": "ranker", "account": CONNECTION, "worker": RANKER, "current": "v1.4.2", "compatibility": MATRIX}
    wanted = SetWorkerPercentages(CONNECTION, RANKER, (("old", 95.0), ("12345678-9abc", 5.0)))
    tags = {"old": "v1.4.2", "12345678-9abc": ""}
    matrix = VersionMatrix((EdgeModel.model_validate(told),))
    assert matrix.warnings(wanted, (VersionShare("old", 100.0),), tags) == (
        "12345678… is no version, so the compatibility matrix cannot tell whether it fits.",
    )
