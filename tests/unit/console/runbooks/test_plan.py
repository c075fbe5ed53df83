"""Plans: every value checked once, every step resolved before anything runs; lint names line and fault."""

import json
from pathlib import Path

import jsonschema
import pytest

from console.kernel.errors import UserError
from console.runbooks.document_fault import StepFault
from console.runbooks.front_matter import front_matter_schema
from console.runbooks.length import length_text, seconds
from console.runbooks.lint import lint_runbook
from console.runbooks.parse import parse_runbook
from console.runbooks.placeholder import filled_query, filled_value
from console.runbooks.plan import make_plan
from console.runbooks.template import runbook_template
from console.runbooks.world import World
from tests.fakes.runbook_console import runbook_estate

WORLD = World(runbook_estate(), 1_770_000_000.0, "/estate")


def planned(text: str, **values: object):  # type: ignore[no-untyped-def]
    parsed = parse_runbook(text, name="x")
    assert parsed.runbook is not None
    assert parsed.is_sound, parsed.faults
    return make_plan(parsed.runbook, values, WORLD)


def parameter(line: str) -> str:
    return f"---\nparameters:\n  - {line}\n---\n# X\n\n```sh\ntrue\n```\n"


@pytest.mark.parametrize(
    ("line", "value", "word"),
    [
        ("{name: n, type: integer}", "1.5", "no number"),
        ("{name: n, type: integer, maximum: 5}", "6", "above 5"),
        ("{name: n, type: number, minimum: 1}", "0.5", "below 1"),
        ("{name: n, type: number}", "nan", "no number"),
        ("{name: n, type: boolean}", "perhaps", "yes or no"),
        ("{name: n, type: duration}", "soon", "length of time"),
        ("{name: n, type: duration, maximum: 60}", "2m", "above 60"),
        ("{name: n, type: choice, choices: [a, b]}", "c", "none of: a, b"),
        ("{name: n, type: cell}", "nowhere", "none of: tokyo"),
        ("{name: n, type: connection, kind: prometheus}", "asia", "none of: metrics"),
        ("{name: n, type: service}", "nothing", "none of: api"),
        ("{name: n, type: secret-reference}", "hunter2", "never the secret itself"),
        ("{name: n, pattern: '[a-z]+'}", "A", "pattern"),
        ("{name: n, maximum: 3}", "abcd", "above 3"),
        ("{name: n}", "", "needs a value"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_its_name(line: str, value: str, word: str) -> None:
    with pytest.raises(UserError, match="The parameter n does not fit") as refused:
        planned(parameter(line), n=value)
    assert word in refused.value.message


def test_a_parameter_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError, match="no parameter 'm'"):
        planned(parameter("{name: n, default: x}"), m="1")


def test_facts_of_cells_fill_defaults_steps_and_the_environment() -> None:
    text = """---
parameters:
  - {name: cell, type: cell}
  - {name: cluster, type: connection, kind: kubernetes, default: '{{ cell.cluster }}'}
  - {name: count, type: integer, default: 3}
---
# X

```change
operation: scale
fields:
  {connection: "{{ cluster }}", kind: Deployment, namespace: "{{ cell.namespace }}", name: api, replicas: "{{ count }}"}
```

```sh
true
```

```kubectl {"contains":"api"}
get deployments -n {{ cell.namespace }} -l "app in (a, b)"
```
"""
    plan = planned(text, cell="tokyo")
    change, script, look = plan.steps
    assert change.sentence == "Scale Deployment api of cell-tokyo to 3 replicas."
    assert (change.connection, change.writes, change.network) == ("asia", True, True)
    assert script.spec["variables"]["CELL_NAMESPACE"] == "cell-tokyo"
    assert look.spec["options"] == {"namespace": "cell-tokyo", "selector": "app in (a, b)"}
    assert look.connection == "asia"
    assert planned(text, cell="tokyo").digest == plan.digest
    assert planned(text, cell="osaka").digest != plan.digest


def test_a_namespace_cannot_smuggle_an_option_into_a_look_at_a_cluster() -> None:
    text = "---\nparameters: [{name: ns}]\n---\n```kubectl\nget pods -n {{ ns }}\n```\n"
    plan = planned(text, ns="-A --selector=x")
    assert plan.steps[0].spec["options"] == {"namespace": "-A --selector=x"}


@pytest.mark.parametrize(
    ("block", "offset", "word"),
    [
        ("promql\n", 0, "query is missing"),
        ("promql\nup{a={{ nothing }}}\n", 0, "no parameter 'nothing'"),
        ('promql {"within":"soon"}\nup\n', 0, "length of time"),
        ("http\nPOST https://x/y\n", 1, "GET or HEAD"),
        ("http\nGET https://x/y\nno header\n", 2, "no header"),
        ("kubectl\ndelete pod x\n", 1, "begins with"),
        ("kubectl\nget pods --force\n", 1, "not possible"),
        ("change\noperation: no-such\n", 1, "no operation"),
        ("change\noperation: scale\nfields: {nope: 1}\n", 1, "no field nope"),
        ("change\nfields: {}\n", 1, "operation:"),
        ("change\nundo: later\n", 0, "no earlier step"),
        ("decide\nquestion: x\nchoices: [{label: a, go: gone}, {label: b}]\n", 0, "no later step"),
        ("decide\nquestion: x\n", 1, "two choices"),
        ("wait\nsoon\n", 1, "length of time"),
        ("wait\nfor: 3\n", 1, "until:"),
        ("parallel\n- {change: {}}\n", 1, "beside others"),
        ("parallel\nnothing\n", 1, "list"),
        ("notify\ntext: x\n", 1, "title:"),
        ("approve {people=9}\nok?\n", 0, "1 to 5"),
        ("runbook\nname: x\n", 1, "`id:`"),
        ("argv\nls -l\n", 1, "list"),
        ('argv\n["{{ p }}"]\n', 1, "cannot be a parameter"),
        ('sh {"retries":"many"}\ntrue\n', 0, "retries"),
        ('sh {"gate":"money"}\ntrue\n', 0, "gate"),
        ("sh\necho a\necho {{ p }}\n", 2, "variables"),
    ],
)
def test_lint_names_the_line_and_the_fault(block: str, offset: int, word: str) -> None:
    text = f"---\nparameters: [{{name: p, default: x}}]\n---\n# X\n\n## Steps\n\n```{block}```\n"
    faults = [one for one in lint_runbook(text, name="x") if one.is_error]
    assert [one.line for one in faults] == [8 + offset], faults
    assert word in faults[0].text


def test_advice_does_not_keep_a_runbook_from_running() -> None:
    faults = lint_runbook('---\nsymptoms: [{alert: X}]\n---\n```sh {"colour":"red"}\ntrue\n```\n', name="x")
    assert [one.is_error for one in faults] == [False, False]


def test_a_diagnosis_that_nobody_makes_is_a_fault() -> None:
    faults = lint_runbook("---\nsymptoms: [{diagnosis: gremlins}]\n---\n```sh\ntrue\n```\n", name="x")
    assert any("gremlins" in one.text and one.is_error for one in faults)


def test_the_template_is_a_sound_runbook() -> None:
    text = runbook_template("My Runbook", 'It "broke": really')
    assert [one for one in lint_runbook(text, name="my-runbook") if one.is_error] == []
    assert planned(text, cell="tokyo").title == 'It "broke": really'


def test_the_schema_that_is_shipped_is_that_of_the_front_matter(root_dir: Path) -> None:
    shipped = json.loads((root_dir / "resources/schemas/runbook.schema.json").read_text(encoding="utf-8"))
    assert shipped == json.loads(json.dumps(front_matter_schema())), (
        "run: cell-console runbook lint --schema > resources/schemas/runbook.schema.json"
    )
    jsonschema.Draft202012Validator.check_schema(shipped)


def test_placeholders_keep_types_and_stand_in_queries_only_where_they_cannot_break_out() -> None:
    names = {"n": 3, "on": True, "word": 'a"b', "labels.cell": "region"}
    assert filled_value({"a": "{{ n }}", "b": "x{{ n }}", "c": ["{{ on }}"]}, names) == {"a": 3, "b": "x3", "c": [True]}
    assert filled_query('x{{{ labels.cell }}="{{ word }}"} > {{ n }}', names) == 'x{region="a\\"b"} > 3'
    assert filled_query("x > 1 # {{ word }}", names) == "x > 1 # "
    with pytest.raises(StepFault):
        filled_query("x > {{ word }}", names)


def test_lengths_of_time() -> None:
    assert [seconds(one) for one in ("90s", "15m", "1h30m", "0.5", "100ms")] == [90, 900, 5400, 0.5, 0.1]
    assert [length_text(one) for one in (0, 59, 60, 3661)] == ["0s", "59s", "1m", "1h1m1s"]
    for wrong in ("", "soon", "-5s", "5 parsecs", "99999999d"):
        with pytest.raises(ValueError, match="length of time"):
            seconds(wrong)


@pytest.mark.parametrize(
    ("head", "script", "is_told"),
    [
        ("sh", "read -r answer", True),
        ("sh", "while read line; do echo $line; done", True),
        ("sh", "echo sure; read answer", True),
        ('sh {"interactive":"true"}', "./deploy", True),
        ("python", "name = input('Who? ')", True),
        ("sh", "echo already read by everybody", False),
        ("sh", "cat readme.txt", False),
    ],
)
def test_a_script_that_asks_is_told_to_get_no_input(head: str, script: str, is_told: bool) -> None:
    plan = planned(f"# X\n\n```{head}\n{script}\n```\n")
    assert ("it gets no input" in plan.steps[0].sentence) is is_told
