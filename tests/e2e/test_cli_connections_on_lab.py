"""Every connection of the lab is read by the command line, and every channel is told something.

# proves C2, C7, C8, G1.10
"""

import json

import pytest

from tests.fakes.lab import LabForTests
from tests.fakes.program import start

SEES = {
    "lab-cloudflare": {"EdgeWorker", "RateLimit", "LoadBalancer"},
    "lab-github": {"Repository", "PipelineRun"},
    "lab-gitlab": {"Repository", "PipelineRun"},
    "lab-bitbucket": {"Repository", "PipelineRun"},
    "lab-azure-devops": {"Repository", "PipelineRun"},
    "lab-uk-carbon": {"CarbonIntensity"},
    "lab-opencost": {"Allocation"},
    "lab-grafana": {"Dashboard"},
}


def run(lab: LabForTests, *arguments: str) -> tuple[int, str, str]:
    ended = start(["--temp-profile", "--estate", str(lab.at.estate_file), *arguments])
    return ended.code, ended.out, ended.err


@pytest.mark.parametrize("connection", sorted(SEES))
def test_a_connection_shows_what_it_sees(lab: LabForTests, connection: str) -> None:
    code, out, err = run(lab, "show", connection, "-o", "json", "--wait", "30")
    assert code == 0, err
    found = json.loads(out)
    assert {kind for kind in SEES[connection] if found.get(kind)} == SEES[connection]


@pytest.mark.parametrize(("asked", "printed"), [(("lab-slack",), ""), (("lab-github", "zones", "-o", "json"), "[]\n")])
def test_a_connection_that_sees_no_list_says_so(lab: LabForTests, asked: tuple[str, ...], printed: str) -> None:
    code, out, err = run(lab, "show", *asked)
    assert (code, out) == (0, printed)
    assert "no lists to show" in err


def test_one_topic_is_a_table_with_its_age(measured_lab: LabForTests) -> None:
    code, out, err = run(measured_lab, "show", "lab-prometheus", "rules", "--wait", "30")
    assert code == 0, err
    assert "Rules:" in out
    assert "s ago" in out


def test_a_connection_that_is_not_there_is_told_with_those_that_are(lab: LabForTests) -> None:
    code, _, err = run(lab, "show", "nowhere")
    assert code == 2
    assert "'nowhere'" in err
    assert "lab-cloudflare" in err


def test_every_channel_is_told_and_the_labs_inbox_shows_it(lab: LabForTests) -> None:
    code, out, err = run(lab, "notify", "test", "-o", "json")
    assert code == 0, out + err
    channels = {one["channel"].removeprefix("lab-") for one in json.loads(out)}
    _, inbox, _ = run(lab, "notify", "inbox", "-o", "json")
    assert channels == {"slack", "discord", "webhook", "email", "pagerduty", "jira", "linear"}
    assert {one["channel"] for one in json.loads(inbox)} == channels


def test_a_channel_that_is_not_there_is_named(lab: LabForTests) -> None:
    code, _, err = run(lab, "notify", "send", "lab-fax", "--title", "x")
    assert code == 2
    assert "'lab-fax'" in err
