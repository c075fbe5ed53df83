"""The file of a rollout's plan: YAML or JSON, and its JSON Schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from console.domain.rollouts.rollout_plan import RolloutPlan
from console.estate.json_schema import DIALECT
from console.estate.read_yaml import read_yaml_file
from console.estate.write_yaml import yaml_text
from console.kernel.errors import UserError
from console.kernel.i18n import t
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from pathlib import Path

_ID = "https://cell-console.invalid/schemas/rollout.json"


def read_rollout_plan(file: Path) -> RolloutPlan:
    """Return the plan in ``file``; raise ``UserError`` naming the field that does not fit."""
    content = read_yaml_file(file).value
    try:
        return msgspec.convert(content, prepared(RolloutPlan))
    except (msgspec.ValidationError, ValueError) as error:
        raise UserError(
            t("The plan {file} cannot be used: {why}.", file=file, why=error),
            t("`cell-console rollout plan --example` prints a plan, `--schema` what it may hold."),
        ) from error


def plan_text(plan: RolloutPlan) -> str:
    """Return a plan as YAML that ``read_rollout_plan`` reads back as it was."""
    return yaml_text(_told({"schema": plan.schema, **msgspec.to_builtins(plan)}))


def _told(value: Any) -> Any:
    """Return plain values without what is not said: nothing, no text, no entries."""
    if isinstance(value, dict):
        return {key: _told(one) for key, one in value.items() if one is not None and one not in ("", [], ())}
    return [_told(one) for one in value] if isinstance(value, list) else value


def rollout_schema() -> dict[str, Any]:
    """Return the JSON Schema of a plan."""
    return {"$schema": DIALECT, "$id": _ID, **msgspec.json.schema(RolloutPlan)}
