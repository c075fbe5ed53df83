"""A cache of the lab's edge is purged in stages; none of them can be skipped. Proves L7.7."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from console.cli import program
from console.domain.change_form import read_change
from console.domain.confirmation import preview_digest
from tests.fakes.lab import LabForTests
from tests.fakes.program import Outcome

Run = Callable[..., Outcome]
ZONE = "newsletter.example"


@pytest.fixture
def run(lab: LabForTests, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """The command line of a profile of its own, whose edge account is unlocked."""
    for one in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{one}_HOME", str(tmp_path / one.lower()))

    def run(*words: str) -> Outcome:
        code = program.run(["--estate", str(lab.at.estate_file), *words])
        said = capsys.readouterr()
        return Outcome(code, said.out, said.err)

    assert run("change", "unlock", "lab-cloudflare", "--for", "15m", "--reason", "new pages").code == 0
    return run


def test_edge_then_regional_then_global_each_verified_before_the_next(run: Run) -> None:
    def purge(*fields: str) -> Outcome:
        words = [part for one in ("zone=" + ZONE, *fields) for part in ("--set", one)]
        return run("change", "plan", "purge-cache", "-c", "lab-cloudflare", *words, "--reason", "pages", "-o", "json")

    for skipped, missing in (("everything=true", "No regional purge"), (f"hosts={ZONE}", "No edge purge")):
        refused = purge(skipped)
        assert (refused.code, missing in refused.err, "Purge in stages" in refused.err) == (4, True, True), refused.err
    for stage in ("tags=cta", f"hosts={ZONE}", "everything=true"):
        planned = purge(stage)
        assert planned.code == 0, planned.err
        change = read_change(json.loads(planned.out))
        done = run("change", "apply", change.id, "--type-name", ZONE, "--seen", preview_digest(change))
        assert (done.code, "Cloudflare accepted the purge" in done.out) == (0, True), done.out + done.err
