"""Policies that allow everything by mistake are found before a change is. Proves L7.4."""

from pathlib import Path

import pytest

from console.estate.schema.estate import Estate
from console.services.policy.misspelt_rule import misspelt
from console.services.policy.policy_lint import policy_problems
from console.services.policy.policy_module import PolicyModule, shipped_modules

HEAD = "package own.calm\n\nimport rego.v1\n\n"
GOOD = HEAD + 'deny contains "Not now." if input.change.reason == "fun"\n'


def module(source: str) -> PolicyModule:
    return PolicyModule("calm", source, "calm.rego", Path("calm.cases.json"))


@pytest.mark.parametrize(
    ("source", "name"),
    [
        (GOOD, ""),
        (GOOD + 'denny contains "Never." if true\n', "denny"),
        (GOOD + 'dney["Never."] { true }\n', "dney"),
        (GOOD + '# dney contains "a comment"\n', ""),
        (GOOD + 'names contains "a" if true\n\ndeny contains "b" if "a" in names\n', ""),
    ],
)
def test_a_set_that_nobody_reads_is_named(source: str, name: str) -> None:
    said = misspelt(module(source))
    assert (f"“{name}”" in said) if name else said == ""


def test_the_shipped_policies_are_meant_as_they_are() -> None:
    assert [misspelt(one) for one in shipped_modules()] == [""] * 8


def test_missing_broken_and_misspelt_policies_are_told_together(tmp_path: Path) -> None:
    def problems(*named: str) -> str:
        return "\n".join(policy_problems(Estate.model_validate({"name": "shop", "policies": named}), tmp_path))

    assert problems() == ""
    assert "and there is none" in problems("rules/*.rego")
    (tmp_path / "calm.rego").write_text(GOOD)
    assert problems("*.rego") == ""
    (tmp_path / "calm.rego").write_text(GOOD + 'dney contains "x" if true\n')
    (tmp_path / "torn.rego").write_text(HEAD + "deny contains x if {\n")
    told = problems("*.rego")
    assert ("“dney”" in told, "torn.rego" in told and "broken" in told) == (True, True)
