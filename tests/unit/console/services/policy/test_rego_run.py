"""Policies that are broken, hang or crash: the change is refused, with file and line. Proves L7.4 (fails closed)."""

from pathlib import Path

import pytest

from console.estate.schema.estate import Estate
from console.kernel.errors import UserError
from console.services.policy.policy_check import verdict_of
from console.services.policy.policy_module import PolicyModule, estate_modules
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
