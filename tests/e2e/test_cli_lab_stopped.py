"""The lab has ended, its estate file is still there: one sentence says so, instead of one for each of its servers."""

from pathlib import Path

import pytest

from console.kernel.paths import Paths
from console.lab.place import MARK, lab_estate_file
from tests.fakes.program import start

SENTENCE = "The lab is not running. Start it with: cell-console lab --headless\n"
ESTATE = """\
name: lab
clusters: [{key: lab, kubeconfig: kubeconfig, context: lab}]
prometheus: [{key: metrics, url: "http://127.0.0.1:9", auth: {kind: bearer, token: "file:tokens/metrics"}}]
cells: [{key: tokyo, kind: regional, region: ap-northeast-1, cluster: lab, prometheus: metrics}]
"""


@pytest.fixture(autouse=True)
def _stopped_lab(isolated_home: Path) -> None:
    file = lab_estate_file(Paths.for_user())
    file.parent.mkdir(parents=True)
    file.write_text(ESTATE)
    (file.parent / MARK).touch()


@pytest.mark.parametrize(
    "arguments", [("cells",), ("metrics", "query", "up"), ("runbook", "run", "hpa-does-not-scale", "--yes")]
)
def test_a_command_that_reaches_it_says_that_it_does_not_run(arguments: tuple[str, ...]) -> None:
    ended = start(arguments)
    assert (ended.code, ended.out, ended.err) == (3, "", f"error: {SENTENCE}")


def test_what_needs_no_lab_works_without_a_word() -> None:
    ended = start(["incidents", "list", "-o", "json"])
    assert (ended.code, ended.out, ended.err) == (0, "[]\n", "")


def test_the_doctor_says_it_once() -> None:
    ended = start(["doctor", "-o", "csv"])
    assert ended.err == ""
    assert [line for line in ended.out.splitlines() if "connection," in line] == [
        f"connection,lab,absent,The lab is not running.,{SENTENCE.partition('. ')[2].strip()}"
    ]
    assert "secret," not in ended.out
