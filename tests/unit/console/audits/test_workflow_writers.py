"""Who writes what workflows run: strangers, people with rights, or nobody. Proves the precision of G1.11."""

from pathlib import Path

import pytest

from console.audits.expression_writer import Writer, writer_of
from console.domain.audit.rule_severity import RuleSeverity
from tests.fakes.planted_repository import judged, tells, told_words

_PIN = "actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8 # v5.0.0"
_PATH = ".github/workflows/w.yml"
_HEAD = "          ref: ${{ github.event.pull_request.head.sha }}\n"
_BUILT = "          ref: ${{ github.event.workflow_run.head_sha }}\n"
_FETCH = f"      - uses: {_PIN}\n        with:\n          persist-credentials: false\n"
_DONE = "{workflow_run: {workflows: [CI], types: [completed]}}"
_TARGET = "pull_request_target"


@pytest.mark.parametrize(
    ("expression", "writer"),
    [
        ("github.actor", Writer.NOBODY), ("GitHub.Actor", Writer.NOBODY), ("github.event.sender.login", Writer.NOBODY),
        ("github.event.pull_request.head.sha", Writer.NOBODY), ("github.event.issue.html_url", Writer.NOBODY),
        ("github.event.repository.name", Writer.NOBODY), ("github.event.repository.default_branch", Writer.NOBODY),
        ("github.event.pull_request.head.repo.full_name", Writer.NOBODY), ("github.api_url", Writer.NOBODY),
        ("github.ref_name", Writer.PROJECT), ("github.event.release.tag_name", Writer.PROJECT),
        ("github.event.inputs.version", Writer.PROJECT), ("inputs['version']", Writer.PROJECT),
        ("github.base_ref || github.ref_name", Writer.PROJECT), ("fromJSON(inputs.x).y", Writer.PROJECT),
        ("contains(github.ref, 'github.event.issue.title')", Writer.PROJECT),
        ("github.head_ref || github.ref_name", Writer.ANYBODY), ("toJSON(github.event)", Writer.ANYBODY),
        ("github.event['issue']['title']", Writer.ANYBODY), ("github.event.commits[0].message", Writer.ANYBODY),
        ("github.event.pull_request.head.repo.default_branch", Writer.ANYBODY),
        ("format('{0}-{1}', github.sha, github.event.issue.title)", Writer.ANYBODY),
        ("inputs['a'] || github.event.issue.title || inputs['b']", Writer.ANYBODY),
    ],
)  # fmt: skip
def test_who_writes_what_an_expression_stands_for(expression: str, writer: Writer) -> None:
    assert writer_of([expression]) is writer
    assert writer_of(["github.sha", expression]) is writer


def _run(command: str, event: str = "pull_request", top: str = "", **more: str) -> dict[str, str]:
    return _workflow(event, f"      - run: {command}\n" + "".join(f"        {k}: {v}\n" for k, v in more.items()), top)


def _workflow(event: str, steps: str, top: str = "", job: str = "", rest: str = "") -> dict[str, str]:
    head = f"on: {event}\npermissions: {{contents: read}}\n{top}jobs:\n"
    return {_PATH: f"{head}  t:\n    runs-on: x\n    timeout-minutes: 5\n{job}    steps:\n{steps}{rest}"}


_LOGIN = 'echo "${{ secrets.TOKEN }}" | docker login ghcr.io -u ${{ github.actor }} --password-stdin'
_IF_PUSH = "    if: github.event.workflow_run.event == 'push' && github.event.workflow_run.conclusion == 'success'\n"
_IF_OWN = "    if: github.event.pull_request.head.repo.full_name == github.repository\n"
_SECOND = f"  u:\n    runs-on: x\n    timeout-minutes: 5\n    steps:\n{_FETCH}{_HEAD}      - run: npm ci\n"


@pytest.mark.parametrize(
    ("files", "wanted", "severity"),
    [
        (_run(_LOGIN), [], None),
        (_run("git diff origin/${{ github.event.repository.default_branch }} ${{ github.event.after }}"), [], None),
        (_run("echo ${{ github.event.pull_request.html_url }} ${{ github.event.head_commit.id }}"), [], None),
        (_run("./publish ${{ github.ref_name }}", "push"), ["w.yml:8"], RuleSeverity.HIGH),
        (_run("./publish ${{ github.event.release.tag_name }}", "release"), ["w.yml:8"], RuleSeverity.HIGH),
        (_run("echo ${{ github.actor }} ${{ github.head_ref }}"), ["w.yml:8"], RuleSeverity.CRITICAL),
        (_run("echo ${{ env.TITLE }}", top="env:\n  TITLE: ${{ github.event.pull_request.title }}\n"), ["w.yml:10"],
         RuleSeverity.CRITICAL),
        (_run("echo $TITLE", top="env:\n  TITLE: ${{ github.event.pull_request.title }}\n"), [], None),
        (_run("echo ${{ env.ACTOR }}", top="env:\n  ACTOR: ${{ github.actor }}\n"), [], None),
        (_workflow(_DONE, f"{_FETCH}{_BUILT}      - run: npm ci\n"), ["w.yml:1"], RuleSeverity.CRITICAL),
        (_workflow(_DONE, f"{_FETCH}{_BUILT}      - run: npm ci\n", job=_IF_PUSH), [], None),
        (_workflow(_DONE, f"{_FETCH}{_BUILT}", job=_IF_PUSH.replace("&&", "||")), ["w.yml:1"], RuleSeverity.CRITICAL),
        (_workflow(_TARGET, f"{_FETCH}{_HEAD}      - run: npm ci\n", job=_IF_OWN), [], None),
        (_workflow(_TARGET, f"{_FETCH}{_HEAD}", job=_IF_OWN, rest=_SECOND), ["w.yml:1"], RuleSeverity.CRITICAL),
        (_workflow(_TARGET, f"{_FETCH}      - run: git fetch origin main && ./label.sh $N\n        env:\n"
                   "          N: ${{ github.event.number }}\n"), [], None),
        (_workflow(_TARGET, f"{_FETCH}      - run: git fetch origin pull/$N/head && git checkout FETCH_HEAD\n"
                   "        env:\n          N: ${{ github.event.number }}\n"), ["w.yml:1"], RuleSeverity.CRITICAL),
        (_workflow(_TARGET, f"{_FETCH}      - run: git checkout main\n        if: github.head_ref == 'x'\n"),
         [], None),
    ],
)  # fmt: skip
def test_what_strangers_write_and_what_only_looks_like_it(
    tmp_path: Path, files: dict[str, str], wanted: list[str], severity: RuleSeverity | None
) -> None:
    outcome = judged(tmp_path, files, "SRV01")
    assert tells(outcome, wanted), told_words(outcome)
    assert {one.severity for one in outcome.findings} == ({severity} if severity else set())
