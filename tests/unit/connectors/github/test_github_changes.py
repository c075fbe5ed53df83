"""Operations on GitHub keep to the rules of changes, on the lab's GitHub."""

import base64
import gzip
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from connectors.github import connector
from console.domain.change_preview import Truth
from console.domain.operations.close_issue import CloseIssue
from console.domain.operations.create_webhook import CreateWebhook
from console.domain.operations.dispatch_pipeline import DispatchPipeline
from console.domain.operations.open_issue import OpenIssue
from console.domain.operations.set_commit_status import SetCommitStatus
from console.domain.operations.upload_sarif import UploadSarif
from console.kernel.errors import ChangeRefused, ConnectorError, UserError
from console.lab.outside.forge.lab_project import LabProject
from tests.fakes.executor_suite import check_executor
from tests.fakes.lab_forge import LabForge, lab_forge

KEY, PATH = "lab-github", "newsletter/web-front"
LOOPBACK = "http://127.0.0.1:9/hook"


@pytest.fixture
def forge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[LabForge]:
    """The lab's GitHub; writes need not wait for one another."""
    monkeypatch.setattr(connector, "WRITE_PACE_S", 0.0)
    with lab_forge(tmp_path, "github") as found:
        yield found


@pytest.fixture
def project(forge: LabForge) -> LabProject:
    """A project as the lab's server has it."""
    return forge.project(PATH)


def test_setting_a_status_keeps_to_the_rules(forge: LabForge, project: LabProject) -> None:
    sha = forge.newest_commit(PATH)
    project.set_status(sha, "audit", "pending", "Runs", "", forge.now_s)

    def world() -> object:
        newest = project.statuses[sha][-1]
        return newest.state, newest.description

    def disturb() -> None:
        project.set_status(sha, "audit", "failure", "By hand", "", forge.now_s)

    operation = SetCommitStatus(KEY, PATH, sha, "audit", "success", "All well")
    forge.runtime.run(check_executor(forge.executor(), operation, world, disturb=disturb))


def test_creating_and_deleting_a_webhook_keeps_to_the_rules(forge: LabForge, project: LabProject) -> None:
    def world() -> object:
        return [(hook.url, hook.events) for hook in project.hooks]

    operation = CreateWebhook(KEY, PATH, LOOPBACK, ("push", "pull_request"))
    forge.runtime.run(check_executor(forge.executor(), operation, world))


def test_a_webhook_is_signed_with_the_secret_and_verifies_certificates(forge: LabForge, project: LabProject) -> None:
    secret, executor, run = forge.secret_file("hook", "shh"), forge.executor(), forge.runtime.run
    operation = CreateWebhook(KEY, PATH, LOOPBACK, ("push",), secret)
    preview = run(executor.preview(operation))
    assert "shh" not in repr(preview)
    run(executor.apply(operation, preview.base))
    assert project.hooks[0].secret == "shh"
    assert project.hooks[0].settings == {"url": LOOPBACK, "content_type": "json", "insecure_ssl": "0"}
    assert run(forge.reader().webhooks(PATH))[0].signed is True


def test_a_webhook_without_encryption_to_elsewhere_is_refused(forge: LabForge) -> None:
    with pytest.raises(ChangeRefused, match="without encryption"):
        forge.runtime.run(forge.executor().preview(CreateWebhook(KEY, PATH, "http://example.org/hook")))


def test_opening_and_closing_an_issue_keeps_to_the_rules(forge: LabForge, project: LabProject) -> None:
    def world() -> object:
        return [(one.title, one.labels) for one in project.issues if one.is_open]

    for operation in (OpenIssue(KEY, PATH, "Odd numbers", "Look.", ("bug",)), CloseIssue(KEY, PATH, "1")):
        forge.runtime.run(check_executor(forge.executor(), operation, world))


@pytest.mark.parametrize("workflow", ["ci.yml", "CI", ".github/workflows/ci.yml"])
def test_dispatching_a_workflow_starts_one_run_of_what_was_seen(
    forge: LabForge, project: LabProject, workflow: str
) -> None:
    def world() -> object:
        return len(project.runs._started)

    operation = DispatchPipeline(KEY, PATH, "main", workflow)
    forge.runtime.run(check_executor(forge.executor(), operation, world, undoable=False, repeatable=False))


def test_a_workflow_that_is_not_there_and_one_without_a_name_are_refused(forge: LabForge) -> None:
    with pytest.raises(ChangeRefused, match=r"no workflow deploy\.yml"):
        forge.runtime.run(forge.executor().preview(DispatchPipeline(KEY, PATH, "main", "deploy.yml")))
    nameless = DispatchPipeline(KEY, PATH, "main")
    with pytest.raises(ChangeRefused, match="starts a named workflow"):
        forge.runtime.run(forge.executor().preview(nameless))  # before somebody has confirmed it


def test_what_github_finds_wrong_is_told_field_by_field(forge: LabForge) -> None:
    odd = DispatchPipeline(KEY, PATH, "main", "ci.yml", (("COLOUR", "red"),))
    with pytest.raises(ConnectorError, match="COLOUR"):
        forge.apply(odd)


def test_what_github_has_no_word_for_is_refused_at_the_preview(forge: LabForge) -> None:
    """Proves C3: nobody confirms what is refused afterwards."""
    preview, long = forge.executor().preview, "x" * 141
    with pytest.raises(ChangeRefused, match="no commit status splendid"):
        forge.runtime.run(preview(_status(forge, "splendid")))
    with pytest.raises(ChangeRefused, match="longer than 140 characters"):
        forge.runtime.run(preview(replace(_status(forge, "success"), description=long)))


def _status(forge: LabForge, state: str) -> SetCommitStatus:
    return SetCommitStatus(KEY, PATH, forge.newest_commit(PATH), "audit", state)


def _sarif(folder: Path, text: str = "odd") -> str:
    run = {"tool": {"driver": {"name": "audit"}}, "results": [{"ruleId": "r", "message": {"text": text}}]}
    file = folder / "found.sarif"
    file.write_text(json.dumps({"version": "2.1.0", "runs": [run]}))
    return str(file)


def test_uploading_findings_keeps_to_the_rules(forge: LabForge, tmp_path: Path) -> None:
    server: Any = forge.server
    taker, _ = server._api._table.find("POST", "repos/o/r/code-scanning/sarifs")

    def world() -> object:
        return len(taker.__self__._uploads.get(PATH, ()))

    def disturb() -> None:
        _sarif(tmp_path, f"by hand {forge.now_s}")

    def settle() -> None:
        forge.pass_s(1)

    operation = UploadSarif(KEY, PATH, forge.newest_commit(PATH), "refs/heads/main", _sarif(tmp_path))
    rules = check_executor(
        forge.executor(), operation, world, disturb=disturb, settle=settle, undoable=False, repeatable=False
    )
    forge.runtime.run(rules)


def test_findings_are_taken_after_a_while(forge: LabForge, tmp_path: Path) -> None:
    run, executor = forge.runtime.run, forge.executor()
    operation = UploadSarif(KEY, PATH, forge.newest_commit(PATH), "refs/heads/main", _sarif(tmp_path))
    preview = run(executor.preview(operation))
    assert [one.after for one in preview.differences] == ["1 finding of audit"]
    run(executor.apply(operation, preview.base))
    assert run(executor.verify(operation)).truth is Truth.PENDING
    forge.pass_s(5)
    assert run(executor.verify(operation)).truth is Truth.REACHED
    assert run(forge.executor().verify(operation)).truth is Truth.REACHED, "also after a restart"


def test_findings_of_another_file_than_was_seen_are_refused(forge: LabForge, tmp_path: Path) -> None:
    run, executor = forge.runtime.run, forge.executor()
    operation = UploadSarif(KEY, PATH, forge.newest_commit(PATH), "refs/heads/main", _sarif(tmp_path))
    base = run(executor.preview(operation)).base
    _sarif(tmp_path, "something else")
    with pytest.raises(ChangeRefused, match="another file"):
        run(executor.apply(operation, base))


def test_findings_that_github_refuses_are_told(forge: LabForge, tmp_path: Path) -> None:
    run, executor = forge.runtime.run, forge.executor()
    file = tmp_path / "bad.sarif"
    file.write_text('{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{"ruleId": "r"}]}]}')
    operation = UploadSarif(KEY, PATH, forge.newest_commit(PATH), "refs/heads/main", str(file))
    forge.apply(operation, executor)
    forge.pass_s(5)
    verification = run(executor.verify(operation))
    assert verification.truth is Truth.DIFFERENT
    assert "no message" in verification.sentence


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"version": "2.0.0", "runs": []}', b"\xff\xfe"])
def test_what_is_no_sarif_is_refused_before_anything_is_sent(forge: LabForge, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.sarif"
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"no SARIF 2\.1\.0"):
        forge.runtime.run(forge.executor().preview(UploadSarif(KEY, PATH, "a" * 40, "refs/heads/main", str(file))))


def test_a_file_and_a_commit_that_are_not_there_are_refused(forge: LabForge, tmp_path: Path) -> None:
    run, executor = forge.runtime.run, forge.executor()
    with pytest.raises(UserError, match="cannot be read"):
        run(executor.preview(UploadSarif(KEY, PATH, "a" * 40, "refs/heads/main", str(tmp_path / "no"))))
    file = _sarif(tmp_path)
    with pytest.raises(ChangeRefused, match="does not have the commit"):
        run(executor.preview(UploadSarif(KEY, PATH, "a" * 40, "refs/heads/main", file)))
    with pytest.raises(ChangeRefused, match="no whole reference"):
        run(executor.preview(UploadSarif(KEY, PATH, forge.newest_commit(PATH), "main", file)))


def test_packed_findings_are_what_the_file_holds(tmp_path: Path) -> None:
    from connectors.github.operations.sarif_file import read_sarif

    file = _sarif(tmp_path)
    assert gzip.decompress(base64.b64decode(read_sarif(file).packed)) == Path(file).read_bytes()
