"""What the Resources page shows of a cluster is printed, too: lists, YAML, events, logs and ports. Proves C8."""

import json
import subprocess
import sys
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.program import start

CELL = ("-n", "cell-infra")


def run(lab: LabForTests, *arguments: str) -> tuple[int, str, str]:
    ended = start(["--temp-profile", "--estate", str(lab.at.estate_file), "resources", *arguments])
    return ended.code, ended.out, ended.err


def test_kinds_and_their_objects_are_listed_by_any_name(lab: LabForTests) -> None:
    code, out, err = run(lab, "kinds", "-o", "json")
    assert code == 0, err
    assert {"Deployment", "Rollout", "Node"} <= {one["kind"] for one in json.loads(out)}
    for word in ("Deployment", "deployments.apps", "deploy"):
        code, out, err = run(lab, "list", word, *CELL, "-o", "json")
        assert code == 0, err
        assert ("cell-infra", "bff") in {(one["namespace"], one["name"]) for one in json.loads(out)}
    code, out, err = run(lab, "list", "pods", "--most", "2", "-o", "csv")
    assert (code, len(out.splitlines())) == (0, 3)
    assert "2 objects," in err
    assert "more not read" in err


def test_one_object_is_shown_and_its_secrets_never(lab: LabForTests) -> None:
    code, out, err = run(lab, "show", "deployment", "bff", *CELL)
    assert code == 0, err
    assert "Replicas wanted" in out
    code, out, err = run(lab, "show", "secret", "console-audit", "-n", "audits", "-o", "yaml")
    assert code == 0, err
    assert "lab-github: •••" in out
    code, out, err = run(lab, "show", "secret", "console-audit", "-n", "audits", "-o", "json")
    assert json.loads(out)["data"]["lab-github"].startswith("•••")


def test_the_log_of_a_workload_is_that_of_its_first_pod(lab: LabForTests) -> None:
    code, out, err = run(lab, "logs", "deployment", "bff", *CELL, "--tail", "2")
    assert code == 0, err
    assert len(out.splitlines()) == 2
    assert "container bff" in err
    assert run(lab, "logs", "service", "bff", *CELL, "--tail", "1")[0] == 0
    code, _, err = run(lab, "logs", "deployment", "bff", *CELL, "--container", "nobody")
    assert code == 2
    assert "There are: bff" in err


def test_events_are_those_of_the_page(lab: LabForTests) -> None:
    code, out, err = run(lab, "events", "deployment", "bff", *CELL, "-o", "csv")
    assert code == 0, err
    assert out.startswith("type,reason,message,source,count,at_s\n")


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("list", "widgets"), 2, "serves no widgets"),
        (("list", "pods", "-c", "nowhere"), 2, "no cluster 'nowhere'. There are: lab"),
        (("show", "pod", "bff"), 2, "A Pod lies in a namespace"),
        (("show", "secret", "", *CELL, "-o", "json"), 2, "'' is no name in Kubernetes"),
        (("logs", "namespace", "cell-infra"), 2, "has no pods"),
        (("logs", "pod", "bff", *CELL, "--previous", "-f"), 2, "cannot be followed"),
        (("show", "pod", "nobody", *CELL), 3, "not found"),
        (("forward", "deployment", "bff", "80", *CELL), 2, "Only a port of a pod"),
    ],
)
def test_what_is_not_there_is_said(lab: LabForTests, words: tuple[str, ...], code: int, told: str) -> None:
    found, out, err = run(lab, *words)
    assert (found, out) == (code, "")
    assert told in err


def test_a_port_is_forwarded_until_the_command_ends(lab: LabForTests) -> None:
    asked = ["--temp-profile", "--estate", str(lab.at.estate_file), "resources", "forward", "service", "bff", "80"]
    command = [sys.executable, "-m", "console", *asked, *CELL]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        address = program.stdout.readline().strip()
        with pytest.raises(HTTPError, match="401"), urlopen(f"http://{address}/", timeout=20):
            pass  # the service answers, and wants a token
        program.terminate()
        assert program.wait(60) in {0, 143}
