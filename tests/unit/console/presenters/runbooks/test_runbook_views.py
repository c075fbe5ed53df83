"""What the Runbooks page shows: the fitting ones first, commands with reasons, runs side by side. Proves L2.3."""

from msgspec.structs import replace

from console.domain.alert import Alert, AlertState
from console.domain.event import ObjectsListed
from console.domain.health import Health
from console.domain.resource import ResourceRef
from console.domain.runbooks.question import Asks, Question
from console.domain.runbooks.run_plan import PlanStep, RunPlan
from console.domain.runbooks.runbook import Runbook
from console.domain.runbooks.runbook_run import RunbookRun, RunMoment, RunOutcome, RunState
from console.domain.runbooks.section import Section
from console.domain.runbooks.step_run import Attempt, StepRun, StepState
from console.domain.runbooks.symptom import Symptom
from console.domain.severity import Severity
from console.kernel.i18n import Speaking
from console.presenters.runbooks.plan_rows import plan_rows, plan_sentence
from console.presenters.runbooks.run_comparison import RunSide, compared_rows, compared_values
from console.presenters.runbooks.run_offer import COMMANDS, offers
from console.presenters.runbooks.run_record import run_document
from console.presenters.runbooks.run_rows import attempt_rows, run_rows, step_rows, what_next
from console.presenters.runbooks.runbook_need import what_needs_you
from console.presenters.runbooks.runbook_rows import runbook_rows, symptom_texts
from console.presenters.runbooks.runbook_word import section_word
from console.store.slices.estate import EstateOpened
from console.store.store import Store
from tests.fakes.sample_estate import sample_estate

NOW_S = 1_000_000.0


def step(name: str, section: Section = Section.STEPS, **more: object) -> PlanStep:
    return PlanStep(name, "shell", section, name.title(), f"It runs {name}.", f"run {name}", {}, **more)  # type: ignore[arg-type]


PLAN = RunPlan(
    "walk", "A walk",
    (step("look", writes=False, network=True, connection="metrics"), step("act", writes=True), step("ask", person=True),
     step("back", Section.RECOVERY)),
    {}, {}, {}, "shop", NOW_S, "",
)  # fmt: skip
RUN = RunbookRun(
    "run-1", "shop", "ann", "walk", "A walk", "", "", NOW_S - 100, tuple(StepRun(one.name) for one in PLAN.steps),
    (RunMoment(NOW_S - 100, "started"),), 3, values={"cell": "tokyo"},
)  # fmt: skip


def store_with(*alerts: Alert) -> Store:
    store = Store()
    store.dispatch(EstateOpened(sample_estate(), {}, {}, {}))
    store.dispatch(ObjectsListed("metrics", "alerts", alerts, NOW_S))
    store.drain(5)
    return store


def alert(name: str, state: AlertState = AlertState.FIRING, **labels: str) -> Alert:
    ref = ResourceRef("metrics", "Alert", "", name)
    return Alert(ref, state, {"alertname": name, **labels}, {}, NOW_S - 60)


def book(key: str, severity: Severity, *symptoms: Symptom, requires: tuple[str, ...] = ()) -> Runbook:
    return Runbook(key, key.title(), "", (), severity=severity, symptoms=symptoms, requires=requires)


def test_runbooks_whose_symptoms_hold_now_come_first_with_their_cell() -> None:
    books = (
        book("calm", Severity.CRITICAL, Symptom(alert="Other")),
        book("fits", Severity.INFO, Symptom(alert="Slow*"), requires=("cloudflare", "prometheus")),
        book("mild", Severity.WARNING),
    )
    store = store_with(alert("SlowCell", cell="tokyo"), alert("Other", AlertState.SILENCED))
    rows = runbook_rows(books, store.state, NOW_S, (RUN,))
    assert [(row.id, bool(row.holds)) for row in rows] == [("fits", True), ("calm", False), ("mild", False)]
    assert (rows[0].now, rows[0].holds[0].cell, rows[0].lacks) == ("Alert: SlowCell", "tokyo", ("cloudflare",))
    assert what_needs_you(rows, ()) == "Runbooks whose symptoms hold now: 1 · Fits"
    waiting = run_rows((RUN,), NOW_S)
    assert what_needs_you(rows, waiting) == "Runs that wait for you: 1 · A walk"


def test_symptoms_are_told_in_words() -> None:
    found = symptom_texts(
        book(
            "b",
            Severity.INFO,
            Symptom(alert="Slow", labels={"severity": "page"}),
            Symptom(diagnosis="router-skew"),
            Symptom(promql="up == 0"),
        )
    )
    assert found == ("Alert: Slow (severity=page)", "Diagnosis: Router skew", "Metric: up == 0")


def test_a_plan_tells_what_each_step_does_to_the_world() -> None:
    rows = plan_rows(PLAN)
    assert [(row.section, row.effect, row.health) for row in rows] == [
        ("Steps", "Reads", None),
        ("Steps", "Changes", Health.WARNING),
        ("Steps", "Asks you", None),
        ("Recovery", "Reads", None),
    ]
    assert plan_sentence(PLAN) == "3 steps: 1 changes something, 1 asks you, 1 needs the network."


def test_commands_fit_the_state_and_say_why_not() -> None:
    known = {one.command: one for one in offers(RUN, 2)}
    assert [one for one in COMMANDS if known[one].fits] == ["go", "auto", "run-to", "skip", "defer", "recover", "abort"]
    assert known["retry"].why_not == "Only a step that failed can be tried again."
    assert known["run-to"].why_not == ""
    running = {one.command: one for one in offers(replace(RUN, state=RunState.RUNNING), 0)}
    assert [one for one in COMMANDS if running[one].fits] == ["stop", "abort"]
    later = {one.command: one for one in offers(replace(RUN, at=2), 2)}
    assert later["back"].why_not == "Choose a step before the present one."
    forbidden = {one.command: one.why_not for one in offers(RUN, 0, "read-only")}
    assert (forbidden["go"], forbidden["abort"]) == ("read-only", "")
    over = replace(RUN, state=RunState.ENDED, outcome=RunOutcome.ABORTED)
    assert {one.why_not for one in offers(over, 0)} == {"The run is over."}


def test_what_comes_next_is_named_as_people_call_it() -> None:
    titled = replace(RUN, steps=(StepRun("look-1", title="Look closely"), *RUN.steps[1:]))
    assert what_next(titled) == "Next: Look closely"
    assert what_next(replace(titled, state=RunState.RUNNING)) == "Running: Look closely"
    question = Question(Asks.CONFIRM, "Is it green?")
    asked = StepRun("look-1", StepState.ASKED, question=question, title="Look closely")
    assert what_next(replace(titled, state=RunState.WAITING, steps=(asked, *RUN.steps[1:]))) == (
        "Look closely: Is it green?"
    )


def test_a_run_that_is_over_says_what_it_came_to() -> None:
    over = replace(RUN, state=RunState.ENDED)
    assert what_next(replace(over, outcome=RunOutcome.SUCCEEDED)) == "All steps are done, and the verification passed."
    failed = StepRun("look", StepState.FAILED, 1, attempts=(Attempt(0, 1, StepState.FAILED, sentence="It fell."),))
    assert what_next(replace(over, outcome=RunOutcome.FAILED, steps=(failed, *RUN.steps[1:]))) == "It fell."
    noted = (*RUN.moments, RunMoment(NOW_S, "ended", "", "no time left"))
    assert what_next(replace(over, outcome=RunOutcome.ABORTED, moments=noted)) == "no time left"


def test_steps_show_where_the_run_stands_and_the_recovery_only_once_chosen() -> None:
    rows = step_rows(RUN, PLAN, NOW_S)
    assert [(row.title, row.word, row.is_present) for row in rows] == [
        ("Look", "Next", True),
        ("Act", "Not yet", False),
        ("Ask", "Not yet", False),
    ]
    assert [row.name for row in step_rows(replace(RUN, is_recovering=True, at=3), PLAN, NOW_S)][-1] == "back"
    assert [row.title for row in step_rows(RUN, None, NOW_S)] == ["look", "act", "ask"]


def test_attempts_are_numbered_as_they_were_made() -> None:
    tried = tuple(Attempt(n, n + 1, StepState.FAILED, exit_code=n) for n in range(2))
    rows = attempt_rows(StepRun("look", StepState.FAILED, 4, attempts=tried))
    assert [(row.number, row.code) for row in rows] == [("4", "1"), ("3", "0")]


def test_two_runs_differ_where_their_steps_and_values_do() -> None:
    def done(state: StepState, seconds: float) -> StepRun:
        return StepRun("look", state, 1, attempts=(Attempt(10.0, 10.0 + seconds, state),))

    left = replace(RUN, steps=(done(StepState.PASSED, 2.0), *RUN.steps[1:]))
    right = replace(RUN, steps=(done(StepState.FAILED, 5.0), *RUN.steps[1:]), values={"cell": "osaka"})
    rows = compared_rows(RunSide(left, PLAN), RunSide(right, PLAN), NOW_S)
    assert [(row.name, row.is_different) for row in rows] == [("look", True), ("act", False), ("ask", False)]
    assert (rows[0].difference, rows[0].apart) == ("Passed → Failed", "+3.00 s")
    assert (rows[0].left_took_s, rows[0].right_took_s, rows[0].apart_s) == (2.0, 5.0, 3.0)
    assert (rows[1].left_took_s, rows[1].right_took, rows[1].apart_s) == (None, "–", None)
    assert compared_values(left, right) == (("cell", "tokyo", "osaka"),)
    shorter = replace(RUN, steps=RUN.steps[:1], total=1)
    assert compared_rows(RunSide(shorter, PLAN), RunSide(RUN, PLAN), NOW_S)[1].difference == "only in the second"


def test_a_plan_that_was_made_in_another_language_is_told_in_the_readers() -> None:
    english = replace(PLAN, steps=(replace(PLAN.steps[0], sentence="Undo what the step act changed."), *PLAN.steps[1:]))
    with Speaking("ja"):
        (planned, *_), (ran, *_) = plan_rows(english), step_rows(RUN, english, NOW_S)
        record = str(run_document(RUN, english, lambda _place, _attempt: "", "ja").blocks)
    japanese = replace(PLAN, steps=(replace(PLAN.steps[0], sentence=planned.sentence), *PLAN.steps[1:]))
    assert planned.sentence == ran.told == "手順 act の変更を取り消します。"
    assert planned.sentence in record
    told = {plan_rows(japanese)[0].sentence, step_rows(RUN, japanese, NOW_S)[0].told}
    assert told == {"Undo what the step act changed."}
    assert plan_rows(PLAN)[0].sentence == "It runs look."  # what somebody else wrote stays


def test_a_section_that_is_still_to_run_is_not_called_a_result() -> None:
    with Speaking("ja"):
        assert [section_word(one) for one in Section] == ["前提", "手順", "検証", "復旧"]
