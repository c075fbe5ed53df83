"""Plans of rollouts in files: the schema that is shipped, the example, and what is refused. Proves E2.3."""

import json
from pathlib import Path

import jsonschema
import pytest

from console.domain.rollouts.rollout_stage import STAGES
from console.estate.read_yaml import read_yaml_file
from console.estate.rollout_plan_file import read_rollout_plan, rollout_schema
from console.kernel.errors import UserError

LEVER = "{kind: worker, connection: edge, script: web, version: new, stable: old}"
PLAN = f"""
name: web 2
waves:
  - cells:
      - cell: tokyo
        levers: [{LEVER}]
"""


@pytest.fixture
def example(root_dir: Path) -> Path:
    return root_dir / "resources" / "rollouts" / "example.yaml"


def test_the_shipped_schema_is_that_of_the_program_and_takes_the_example(root_dir: Path, example: Path) -> None:
    shipped = json.loads((root_dir / "resources" / "schemas" / "rollout.schema.json").read_text())
    assert shipped == json.loads(json.dumps(rollout_schema()))
    jsonschema.validate(read_yaml_file(example).value, shipped)


def test_the_stages_are_those_of_the_requirement_where_a_plan_names_none(tmp_path: Path, example: Path) -> None:
    (file := tmp_path / "plan.yaml").write_text(PLAN)
    plan = read_rollout_plan(file)
    assert plan.stages == STAGES == read_rollout_plan(example).stages
    assert [(one.percent, one.lasts_s / 3600) for one in plan.stages] == [(5, 6), (25, 12), (50, 24), (100, 0)]
    assert (plan.gates.most_errors, plan.gates.most_accuracy_drop) == (0.01, 0.05)


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("kind: worker", "kind: magic", "magic"),
        ("stable: old", "stable: old, colour: red", "colour"),
        ("name: web 2", "name: web 2\nstages: [{percent: 50}, {percent: 25}]", "do not rise"),
        ("name: web 2", "name: web 2\nstages: []", "needs stages"),
        (LEVER, "{kind: argo, connection: asia, namespace: a, name: web, container: web, image: foo bar}", "no image"),
        ("name: web 2", "name: web 2\nstages: [{percent: .nan}, {percent: 100}]", "finite"),
        ("name: web 2", "name: web 2\ngates: {most_errors: 2}", "no threshold"),
        ("waves:", "waves:\n  - cells: []", "needs a name"),
        ("waves:", "waves: [1e400]\nmore:", "waves"),
    ],
)
def test_what_makes_no_sense_is_refused_with_the_field(tmp_path: Path, before: str, after: str, why: str) -> None:
    (file := tmp_path / "plan.yaml").write_text(PLAN.replace(before, after))
    with pytest.raises(UserError, match=why):
        read_rollout_plan(file)
