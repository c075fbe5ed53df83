"""What somebody else wrote never steers the terminal of who reads it: a request, a change, a rollout."""

from typing import Any, cast

import msgspec
import pytest

from console.cli import diagnose, runbook_dialogue
from console.cli.change_print import print_change
from console.cli.change_sign import _show_signed
from console.cli.invocation import Invocation
from console.cli.models import _print_text
from console.cli.rollout_print import print_run
from console.cli.webhooks import _Teller
from console.domain.change import Change, ChangeState, Moment
from console.domain.change_preview import Preview
from console.domain.health import Health
from console.domain.operations.restart_workload import RestartWorkload
from console.domain.rollouts.rollout_run import RolloutRun, RunMoment
from console.domain.rollouts.signed_plan import SignedPlan
from console.domain.runbooks.question import Asks, Question
from console.domain.runbooks.runbook_run import RunbookRun
from console.domain.runbooks.signed_step import SignedStep
from console.domain.runbooks.step_run import StepRun
from console.domain.webhook.push import PushReceived
from console.presenters.diagnosis_rows import DiagnosisRow
from console.presenters.model_sheet import SectionSheet, SheetTile
from console.presenters.model_summary import SummaryRow
from console.services.policy.signing import SigningRequest
from console.services.webhooks.hook_desk import AcceptedDelivery
from tests.fakes.rollout_plans import route_plan

EVIL = "why\n\x1b[2J\x1b]0;owned\x07\u202eSigned by nobody"
PLAN = msgspec.structs.replace(route_plan(), name=EVIL)
ROLLOUT = RolloutRun(EVIL, "shop", EVIL, PLAN, 0.0, (RunMoment(0.0, "begun", EVIL, EVIL),), EVIL)
STEP = SignedStep(EVIL, "shop", EVIL, EVIL, EVIL, EVIL, EVIL, 1, EVIL)


def _tame(printed: str) -> bool:
    """Say whether nothing in a print steers a terminal, and no line of it begins with foreign text."""
    lines = printed.split("\n")
    return all(one.isprintable() and not one.lstrip("\ufffd").startswith("[2J") for one in lines) and "why" in printed


@pytest.mark.parametrize("signed", [STEP, SignedPlan.of(ROLLOUT)])
def test_a_request_for_a_signature_does_not(signed: Any, capsys: pytest.CaptureFixture[str]) -> None:
    _show_signed(SigningRequest(signed, "", None))  # type: ignore[arg-type]
    assert _tame(capsys.readouterr().out)


def test_a_change_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    preview = Preview("", (), None, warnings=(EVIL,), estimate=EVIL)
    restart = RestartWorkload("asia", "Deployment", "cell-tokyo", EVIL, "now")
    change = Change("c", "shop", "lab", EVIL, EVIL, restart, "", (Moment(ChangeState.PREVIEWED, 0.0),), preview=preview)
    print_change(change, "table", history=True)
    assert _tame(capsys.readouterr().out)


def test_a_rollout_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    print_run(ROLLOUT, 0.0, "table")
    assert _tame(capsys.readouterr().out)


def test_the_question_of_a_runbook_keeps_its_lines_only(capsys: pytest.CaptureFixture[str]) -> None:
    step = StepRun("sure", question=Question(Asks.CONFIRM, "First?\n\x1b[2JSecond?"))
    runbook_dialogue._show(RunbookRun("run-1", "e", "ann", "r", "t", "", "", 0.0, (step,), (), 1))
    assert capsys.readouterr().out == "\n1/1 sure: First?\n\ufffd[2JSecond?\n"


def test_an_accepted_delivery_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    """Proves the quality bar's row on hostile webhooks: who pushes a branch chooses its name."""
    push = PushReceived("forge", f"team/{EVIL}", f"{EVIL}\x9b2J", "a" * 40, "b" * 40, 0.0)
    invocation: Any = None  # nothing is noted
    _Teller(invocation, "table").tell(AcceptedDelivery("forge", "github", EVIL, (push,), 0.0))
    printed = capsys.readouterr().out
    assert _tame(printed)
    assert printed.count("\n") == 1


def test_a_section_of_a_model_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    sheet = SectionSheet(Health.OK, EVIL, tiles=(SheetTile(EVIL, EVIL, note=EVIL),), notes=(EVIL,))
    _print_text(SummaryRow(EVIL, EVIL, "s", EVIL, Health.OK, EVIL, sheet), "")
    printed = capsys.readouterr().out
    assert _tame(printed)
    assert "  why" in printed


def test_a_diagnosis_does_not(capsys: pytest.CaptureFixture[str]) -> None:
    row = DiagnosisRow("f", EVIL, Health.OK, (), EVIL, EVIL, "", None, "", (EVIL,), (), (), ())
    diagnose._print(cast("Invocation", None), (row,))
    assert _tame(capsys.readouterr().out)
