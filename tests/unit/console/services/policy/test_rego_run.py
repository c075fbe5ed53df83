"""Policies that are broken, hang or crash: the change is refused, with file and line. Proves L7.4 (fails closed)."""

from pathlib import Path

import pytest

from console.estate.schema.estate import Estate
from console.kernel.errors import UserError
from console.services.policy.policy_check import verdict_of
from console.services.policy.policy_module import PolicyModule, estate_modules, folder_modules
from console.services.policy.rego_run import run_policies

HEAD = "package own\n\nimport rego.v1\n\n"
# The interpreter's stack does not hold this, and it takes its process with it.
CRASH = f'{HEAD}x := {"[" * 20_000}1{"]" * 20_000}\ndeny contains "y" if x\n'
GOOD = HEAD + 'deny contains "never" if input.never\n'


def module(source: str, name: str = "own") -> PolicyModule:
    return PolicyModule(name, source, f"{name}.rego", Path(f"{name}.cases.json"))


def refusal(source: str) -> str:
    one = module(source)
    verdict = verdict_of([one], run_policies([one], [{"a": 1}]))
    assert len(verdict.refusals) == 1
    return verdict.refusals[0].text


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (HEAD + "deny contains x if {\n  x := input.a +\n}\n", "own.rego, line 6"),
        (HEAD + "deny contains x if {\n", "own.rego, line"),
        ("", "package"),
        ("deny := 1", "package"),
        (HEAD + "allow := true\n", "deny"),
        (HEAD + "deny := 5\n", "not a set"),
        (HEAD + 'deny := {"a": false}\n', "not a set"),
        (HEAD + "deny contains 5\n", "neither a sentence"),
        (HEAD + 'deny contains {"txet": "x"}\n', "no text"),
        (HEAD + 'deny contains {"text": "x", "need": "luck"}\n', "need"),
        (HEAD + 'deny contains x if { http.send({"url": "http://127.0.0.1"}); x := "y" }\n', "no network"),
        (HEAD + 'deny contains "y" if { to_number("z") > 1 }\n', "own.rego"),
        (
            HEAD + 'deny contains "y" if { input.a > 3 }\nt if { count(deny) == 1 with input as {"a": 5} }\n',
            "with input as",
        ),
        (CRASH, "stopped"),
    ],
)
def test_what_cannot_be_evaluated_refuses_and_says_where(source: str, told: str) -> None:
    assert told in refusal(source)


def test_a_policy_that_crashes_does_not_keep_the_others_from_being_asked() -> None:
    modules = [module(GOOD, "a"), module(CRASH, "b"), module(GOOD.replace("never", "a"), "c")]
    runs = run_policies(modules, [{"a": 1}])
    assert [bool(one.broken) for one in runs] == [False, True, False]
    assert runs[2].answers == (["a"],)


def test_a_policy_that_does_not_end_is_stopped_in_time() -> None:
    numbers = "some {0} in numbers.range(1, 3000)"
    slow = HEAD + "deny contains x if {\n " + "\n ".join(numbers.format(one) for one in "xyz") + "\n x*y*z == 7\n}\n"
    (run,) = run_policies([module(slow)], [{}], longest_s=1.0)
    assert "own.rego gave no answer within 1 s" in run.broken


def test_a_policy_that_the_estate_names_and_is_not_there_refuses(tmp_path: Path) -> None:
    estate = Estate(name="shop", policies=("policies/own.rego",))
    with pytest.raises(UserError, match="not there"):
        estate_modules(estate, tmp_path)
    (tmp_path / "policies").mkdir()
    (tmp_path / "policies" / "own.rego").write_text(GOOD)
    assert [one.name for one in estate_modules(estate, tmp_path)] == ["own"]


@pytest.mark.parametrize(
    "source",
    [
        'package own # whose it is\nimport rego.v1 # of today\ndeny contains "no #1" if input.a == 1 # always\n',
        HEAD.replace("\n", "\r\n") + 'deny contains "no #1" if input.a == 1\r\n',
        'package own\ndeny[msg] {\n  input.a == 1\n  msg := "no #1"\n}\n',
        HEAD + 'deny contains {"msg": "no #1"} if input.a == 1\n',
        HEAD + "deny contains `no #1` if input.a == 1 # `x`\n",
    ],
)
def test_what_is_usual_elsewhere_is_understood(source: str) -> None:
    assert refusal(source) == "no #1"


def test_a_mark_at_the_beginning_of_a_file_is_not_part_of_the_policy(tmp_path: Path) -> None:
    (tmp_path / "a.rego").write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    (one,) = folder_modules(tmp_path)
    assert not run_policies([one], [{}])[0].broken


@pytest.mark.parametrize(
    "text",
    [
        'ok", "warns": true, "z": "',
        'Freeze "Black Friday"',
        "C:\\temp\\new",
        "two\nlines\tand",
        "日本 😀 é",
        "{}",
        "\ud800",
    ],
)
def test_a_text_of_a_change_cannot_alter_what_a_policy_says(text: str) -> None:
    source = HEAD + 'deny contains {"text": sprintf("no ticket in %s", [input.reason])} if input.reason != "T-1"\n'
    one = module(source)
    verdict = verdict_of([one], run_policies([one], [{"reason": text}]))
    written = " ".join(text.encode("utf-8", "replace").decode().split())
    assert [told.text for told in verdict.refusals] == [f"no ticket in {written}"]


def test_what_a_change_says_is_compared_and_written_as_it_is() -> None:
    source = HEAD + (
        'deny contains json.marshal(input.cells) if input.reason == "a \\"b\\" \\\\ é"\n'
        'deny contains "small" if { input.share > 0; input.share < 0.000001 }\n'
    )
    run = run_policies([module(source)], [{"cells": ["osaka", 1, None], "reason": 'a "b" \\ é', "share": 1e-7}])[0]
    assert sorted(run.answers[0]) == ['["osaka",1,null]', "small"]
