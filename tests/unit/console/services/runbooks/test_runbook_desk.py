"""Runs of runbooks with real processes, journals and changes: steps, questions, failures, recovery. Proves L2.3."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from console.domain.change import ChangeState
from console.domain.change_preview import Preview
from console.domain.runbooks.runbook_run import RunbookRun, RunOutcome, RunState
from console.domain.runbooks.step_run import StepState
from console.kernel.errors import ChangeRefused, UserError
from console.kernel.secret import Secret
from tests.fakes.number_target import NumberTarget, SetNumber
from tests.fakes.runbook_console import RunbookConsole
from tests.fakes.waiting import wait_until


@pytest.fixture
def console(tmp_path: Path) -> Iterator[RunbookConsole]:
    one = RunbookConsole(tmp_path)
    yield one
    one.close()


def states(run: RunbookRun) -> list[str]:
    return [one.state.value for one in run.steps]


CHANGE = """
## Steps

```change {"name":"set"}
operation: test-set-number
fields: {connection: asia, name: replicas, value: 7}
```

```sh {"name":"last"}
exit 3
```

## Verification

```promql {"name":"healed"}
up == 1
```

## Recovery

```change {"name":"back"}
undo: set
```
"""


def test_a_run_makes_a_change_and_recovery_takes_it_back(console: RunbookConsole) -> None:
    console.engine.unlock()
    run = console.whole(CHANGE)
    assert run.state is RunState.FAILED
    assert states(run) == ["passed", "failed", "pending", "pending"]
    assert run.steps[1].last is not None
    assert run.steps[1].last.exit_code == 3
    assert console.target.numbers() == {"replicas": 7}
    run = console.say(run, "recover", automatic=True)
    assert (run.state, run.outcome) == (RunState.ENDED, RunOutcome.RECOVERED)
    assert states(run) == ["passed", "failed", "passed-over", "passed"]
    assert console.target.numbers() == {"replicas": 0}
    assert console.engine.book.find(run.steps[0].changes[0]).state is ChangeState.UNDONE


def test_recovery_fails_where_what_was_replaced_holds_a_secret(
    console: RunbookConsole, monkeypatch: pytest.MonkeyPatch
) -> None:
    console.engine.unlock()
    look = NumberTarget.preview

    async def preview(target: NumberTarget, operation: SetNumber) -> Preview:
        return replace(await look(target, operation), inverse=SetNumber("asia", "token: abcdef123456", 0))

    monkeypatch.setattr(NumberTarget, "preview", preview)
    run = console.say(console.whole(CHANGE), "recover", automatic=True)
    assert run.outcome is not RunOutcome.RECOVERED
    assert states(run)[-1] == "failed"
    assert "holds a secret" in run.why
    assert console.target.numbers() == {"replicas": 7}


def test_a_locked_connection_holds_the_step_until_it_is_unlocked(console: RunbookConsole) -> None:
    run = console.start(CHANGE)
    console.run(console.command.go(run.id))
    driving = console.desk.drive(run.id)
    wait_until(lambda: "locked" in console.book.find(run.id).why, 10, "the sentence on the lock")
    assert console.target.writes() == []
    console.engine.unlock()
    driven = driving.result(60)
    assert driven.state is RunState.RESTING
    assert console.target.numbers() == {"replicas": 7}


def test_a_step_that_waits_for_the_lock_can_be_stopped(console: RunbookConsole) -> None:
    run = console.start(CHANGE)
    console.run(console.command.go(run.id))
    driving = console.desk.drive(run.id)
    wait_until(lambda: "locked" in console.book.find(run.id).why, 10, "the sentence on the lock")
    console.run(console.command.stop(run.id, "enough"))
    driven = driving.result(60)
    assert (driven.state, driven.steps[0].state) == (RunState.FAILED, StepState.CANCELLED)
    assert console.target.writes() == []


def test_a_read_only_console_carries_out_no_step_that_may_write(tmp_path: Path) -> None:
    console = RunbookConsole(tmp_path, read_only=True)
    try:
        run = console.whole("# X\n\n```sh\ntouch made\n```\n")
        assert run.state is RunState.FAILED
        assert "--read-only" in run.why
        assert not (tmp_path / "made").exists()
        dry = console.whole(CHANGE, is_dry=True)
        assert dry.outcome is RunOutcome.SUCCEEDED
    finally:
        console.close()


def test_a_dry_run_writes_nothing_and_shows_the_difference(console: RunbookConsole) -> None:
    run = console.whole(CHANGE, is_dry=True)
    assert run.outcome is RunOutcome.SUCCEEDED
    assert console.target.writes() == []
    assert "replicas: 0 → 7" in console.output(run, 0)


def test_a_dry_run_does_not_fail_for_what_was_not_written(console: RunbookConsole) -> None:
    console.world.metrics.answers = [[]]
    run = console.whole(CHANGE, is_dry=True)
    assert (states(run), run.outcome) == (["passed", "passed", "passed", "pending"], RunOutcome.SUCCEEDED)
    assert run.steps[2].last is not None
    assert run.steps[2].last.sentence.startswith("Dry run: nothing was written, so this need not hold yet.")
    before = "## Premise\n\n```promql\nup == 1\n```\n" + CHANGE
    assert console.whole(before, is_dry=True).state is RunState.FAILED


def test_a_person_goes_step_by_step_and_to_a_step(console: RunbookConsole) -> None:
    text = "# X\n\n" + "".join(f'```sh {{"name":"s{n}"}}\necho {n}\n```\n\n' for n in range(5))
    run = console.say(console.start(text), "go")
    assert (states(run), run.state) == (["passed", *["pending"] * 4], RunState.RESTING)
    run = console.say(run, "run_to", "s2")
    assert states(run) == ["passed"] * 3 + ["pending"] * 2
    run = console.say(run, "back", "s1", "look again")
    assert states(run) == ["passed", *["pending"] * 4]
    with pytest.raises(UserError, match="reason"):
        console.run(console.command.skip(run.id, " "))
    run = console.say(run, "skip", "not needed today")
    run = console.say(run, "auto")
    assert states(run) == ["passed", "skipped", "passed", "passed", "passed"]
    assert run.steps[1].note == "not needed today"


def test_a_failed_step_is_tried_again_and_retries_by_itself_first(console: RunbookConsole, tmp_path: Path) -> None:
    text = '# X\n\n```sh {"name":"flaky","retries":"1"}\necho x >> tries; test $(wc -l < tries) -ge 3\n```\n'
    run = console.whole(text)
    assert run.state is RunState.FAILED
    assert run.steps[0].attempt == 2
    run = console.say(run, "retry")
    assert run.outcome is RunOutcome.SUCCEEDED
    assert [one.state.value for one in run.steps[0].attempts] == ["failed", "failed", "passed"]


def test_questions_wait_and_want_their_evidence(console: RunbookConsole, tmp_path: Path) -> None:
    picture = tmp_path / "seen.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n0000")
    text = '# X\n\n```confirm {"name":"look","picture":"required","note":"required"}\nIs it green?\n```\n'
    run = console.whole(text)
    assert run.state is RunState.WAITING
    with pytest.raises(ChangeRefused, match="evidence"):
        console.run(console.command.answer(run.id, 0, "yes"))
    wrong = tmp_path / "no.txt"
    wrong.write_text("no picture")
    with pytest.raises(UserError, match="no picture"):
        console.run(console.command.answer(run.id, 0, "yes", wrong))
    run = console.say(run, "answer", 0, "all green", picture)
    assert run.outcome is RunOutcome.SUCCEEDED
    assert (console.desk.shelf.folder(run.id) / run.steps[0].picture).read_bytes() == picture.read_bytes()


DECISION = """
## Steps

```decide {"name":"which"}
question: Which way?
%s
choices:
  - {label: Left, go: left}
  - {label: Right, go: right}
```

```sh {"name":"middle"}
echo middle
```

```sh {"name":"left"}
echo left
```

```sh {"name":"right"}
echo right
```
"""


def test_a_decision_leads_past_steps_by_a_person_or_by_a_query(console: RunbookConsole) -> None:
    run = console.whole(DECISION % "")
    assert run.state is RunState.WAITING
    run = console.say(run, "answer", 1)
    assert states(run) == ["passed", "passed-over", "passed-over", "passed"]
    console.world.metrics.answers = [[0.2]]
    run = console.whole(DECISION % "when: errors > 0.05")
    assert states(run) == ["passed", "passed-over", "passed", "passed"]
    console.world.metrics.answers = [None]
    run = console.whole(DECISION % "when: errors > 0.05")
    assert run.state is RunState.WAITING, "a query that cannot be asked leaves the decision to a person"


def test_another_person_approves(console: RunbookConsole) -> None:
    run = console.whole("# X\n\n```approve\nMay production be changed?\n```\n")
    assert run.state is RunState.WAITING
    with pytest.raises(ChangeRefused, match="another person"):
        console.run(console.command.approve(run.id, run.actor))
    run = console.say(run, "approve", "bob", "I looked at it")
    assert run.outcome is RunOutcome.SUCCEEDED
    assert [one.actor for one in run.steps[0].consents] == ["bob"]


OFFLINE = """
## Steps

```promql {"name":"far"}
up == 1
```

```sh {"name":"near"}
echo near
```
"""


def test_offline_a_step_says_so_is_put_off_and_taken_up_at_the_end(console: RunbookConsole) -> None:
    # proves C4
    console.world.metrics.answers = [None]
    run = console.whole(OFFLINE)
    assert run.state is RunState.WAITING
    assert "Nobody answers" in run.why
    run = console.say(run, "defer", "the network is away")
    assert states(run) == ["asked", "passed"], "what can be done is done, then the network is tried again"
    console.world.metrics.answers = [[1.0]]
    run = console.say(run, "retry")
    assert (states(run), run.outcome) == (["passed", "passed"], RunOutcome.SUCCEEDED)


def test_what_is_skipped_in_the_verification_is_not_told_as_success(console: RunbookConsole) -> None:
    console.world.metrics.answers = [None]
    run = console.whole("## Steps\n\n```sh\ntrue\n```\n\n## Verification\n\n```promql\nup == 1\n```\n")
    run = console.say(run, "skip", "no network")
    assert run.outcome is RunOutcome.UNVERIFIED


def test_waits_look_again_until_it_holds_and_not_longer(console: RunbookConsole) -> None:
    console.world.metrics.answers = [[], None, [], [0.5]]
    run = console.whole('# X\n\n```promql {"within":"1m","every":"10s"}\nratio < 1\n```\n')
    assert run.outcome is RunOutcome.SUCCEEDED
    console.world.metrics.answers = [[]]
    run = console.whole('# X\n\n```wait {"timeout":"1m"}\nuntil: ratio < 1\n```\n')
    assert run.state is RunState.FAILED
    assert "within 1m" in run.why
    console.world.metrics.answers = [[1.0], [], [1.0]]
    asked = len(console.world.metrics.asked)
    run = console.whole('# X\n\n```promql {"within":"2m","every":"10s","hold":"20s"}\nratio < 1\n```\n')
    assert run.outcome is RunOutcome.SUCCEEDED
    assert len(console.world.metrics.asked) - asked >= 5, "a break begins the time anew"


def test_steps_of_a_group_run_at_once_and_fail_together(console: RunbookConsole) -> None:
    text = """# X

```parallel {"name":"both"}
- {name: a, sh: "echo from-a"}
- {name: b, promql: up == 1}
- {name: c, sh: "exit %d"}
```
"""
    run = console.whole(text % 0)
    assert run.outcome is RunOutcome.SUCCEEDED
    assert "[a] from-a" in console.output(run)
    run = console.whole(text % 2)
    assert run.state is RunState.FAILED
    assert "c: It ended with exit code 2." in run.why


def test_a_job_that_fails_is_told_and_a_closed_gate_keeps_it_from_beginning(console: RunbookConsole) -> None:
    # proves L7.6
    assert console.whole("# X\n\n```job\nauto-dev:warm\n```\n").outcome is RunOutcome.SUCCEEDED
    assert console.world.told == []
    run = console.whole("# X\n\n```job\nauto-dev:bad\n```\n")
    assert run.state is RunState.FAILED
    assert [one.title for one in console.world.told] == ["The job auto-dev:bad failed"]
    assert "broken" in console.world.told[0].text, "the last lines that it wrote"
    assert any(one.kind == "job.failed" for one in console.noted)
    run = console.whole("# X\n\n```job\nauto-dev:gated\n```\n")
    assert run.state is RunState.FAILED
    assert "gate is closed" in run.why
    assert console.output(run) == "", "it has not begun"


def test_another_runbook_is_taken_in_with_its_own_parameters(console: RunbookConsole) -> None:
    own = console.desk.own_folder
    own.mkdir(parents=True)
    (own / "part.md").write_text(
        '---\nparameters: [{name: word}]\n---\n# Part\n\n## Steps\n\n```sh {"name":"say"}\necho "word=$WORD"\n```\n'
    )
    run = console.whole('# X\n\n```runbook {"name":"use"}\nid: part\nparameters: {word: \'hello; true\'}\n```\n')
    assert [one.name for one in run.steps] == ["use", "use/say"]
    assert "word=hello; true" in console.output(run, 1)


def test_messages_and_addresses(console: RunbookConsole) -> None:
    text = """---
parameters:
  - {name: token, type: secret-reference}
  - {name: query}
---
# X

```notify
channel: chat
title: "about {{ query }}"
severity: warning
```

```http {"name":"ask","contains":"well"}
GET https://example.test/health?q={{ query }}
Authorization: Bearer {{ token }}
```
"""
    run = console.whole(text, token="env:SECRET_TOKEN", query="a b&c=d")
    assert run.outcome is RunOutcome.SUCCEEDED, run.why
    assert [one.title for one in console.world.told] == ["about a b&c=d"]
    asked = console.world.asked[0]
    assert asked.url == "https://example.test/health?q=a%20b%26c%3Dd"
    assert asked.headers == {"Authorization": "Bearer value-of-SECRET_TOKEN"}
    console.world.status = 503
    assert "It answers 503." in console.whole(text, token="env:SECRET_TOKEN", query="x").why


@pytest.mark.parametrize(
    ("value", "sent"), [("s3cret-value\n", "s3cret-value"), ("s3cret-välue", ""), ("s3\ncret", "")]
)
def test_a_secret_goes_into_a_header_without_its_line_end_or_is_told_as_unfit(
    console: RunbookConsole, value: str, sent: str
) -> None:
    parameters = "---\nparameters:\n  - {name: token, type: secret-reference}\n---\n# X\n\n"
    step = "```http\nGET https://example.test/health\nX-Key: {{ token }}\n```\n"
    console.world.resolve = lambda _reference: Secret(value)  # type: ignore[method-assign]
    run = console.whole(parameters + step, token="env:SECRET_TOKEN")
    assert [one.headers for one in console.world.asked] == ([{"X-Key": sent}] if sent else [])
    assert (run.outcome is RunOutcome.SUCCEEDED) is bool(sent)
    assert sent or "cannot be sent as a header" in run.why
    assert "cret" not in run.why.replace("secret", "")


def test_the_history_is_searched_and_a_record_tells_everything(console: RunbookConsole, tmp_path: Path) -> None:
    console.engine.unlock()
    run = console.say(console.whole(CHANGE), "skip", "known to fail")
    assert run.outcome is RunOutcome.SUCCEEDED
    records = console.desk.records
    assert [one.id for one in console.run(records.history("known to fail"))] == [run.id]
    assert console.run(records.history("no such word")) == ()
    for form in ("md", "html"):
        text = records.write(run, tmp_path / f"record.{form}", form)[0].read_text()
        for word in ("known to fail", "Set replicas to 7.", run.plan_digest, "exit code 3"):
            assert word in text, (form, word)


def test_a_run_survives_in_the_history_when_the_journal_has_forgotten_it(tmp_path: Path) -> None:
    first = RunbookConsole(tmp_path)
    run = first.whole("# X\n\n```sh\necho hi\n```\n")
    first.close()
    for one in (tmp_path / "profile/state/runbooks/journal").glob("*.jsonl"):
        one.unlink()
    second = RunbookConsole(tmp_path)
    try:
        assert second.book.entries == ()
        assert [one.id for one in second.run(second.desk.records.history())] == [run.id]
        assert second.desk.records.plan(run) is not None
    finally:
        second.close()


def test_one_console_drives_and_others_watch_and_answer(tmp_path: Path) -> None:
    first, second = RunbookConsole(tmp_path), RunbookConsole(tmp_path)
    try:
        run = first.whole("# X\n\n```confirm\nIs it?\n```\n\n```sh\necho after\n```\n")
        second.run(second.book.refresh())
        assert second.book.find(run.id).state is RunState.WAITING
        second.run(second.command.answer(run.id, 0, "from the other"))
        with pytest.raises(ChangeRefused, match="Another console drives"):
            second.drive(run)
        first.run(first.book.refresh())
        assert first.drive(run).outcome is RunOutcome.SUCCEEDED
    finally:
        second.close()
        first.close()


def test_the_plan_of_a_run_cannot_be_altered_behind_its_back(console: RunbookConsole) -> None:
    run = console.start("# X\n\n```sh\necho good\n```\n")
    file = console.desk.shelf.folder(run.id) / "plan.json"
    file.write_text(file.read_text().replace("echo good", "echo evil"))
    console.run(console.command.go(run.id))
    with pytest.raises(UserError, match="altered"):
        console.drive(run)
