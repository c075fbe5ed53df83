"""What ``cell-console judge FILE`` reads, and its JSON Schema."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, ValidationError

from console.domain.judge.judge_rule import JudgeRule
from console.estate.explained import explained
from console.estate.json_schema import DIALECT
from console.estate.judge.judge_csv import read_judge_csv
from console.estate.judge.kayenta_document import KayentaDocument
from console.estate.judge.metric_document import MetricDocument
from console.estate.problem import FileInvalid
from console.estate.read_yaml import read_yaml_file
from console.estate.schema.base import EstateModel
from console.kernel.errors import UserError
from console.kernel.i18n import t

if TYPE_CHECKING:
    from pathlib import Path


class JudgeDocument(EstateModel):
    """What ``cell-console judge FILE`` reads."""

    metrics: Annotated[tuple[MetricDocument, ...], Field(min_length=1, max_length=1000)]
    canary_share: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        default=None, description="Share of the requests (0 to 1) that the canary should have got."
    )
    final: bool = Field(default=False, description="This is the one look at a fixed end: ranks of latency count too.")
    alpha: Annotated[float, Field(gt=0, lt=1)] = 0.05
    allowed_ratio: Annotated[float, Field(gt=1)] = 1.5
    allowed_mistakes: Annotated[float, Field(gt=1)] = 1.25
    harmless: Annotated[float, Field(ge=0, lt=1)] = 0.001
    kayenta: KayentaDocument = KayentaDocument()

    def rule(self) -> JudgeRule:
        """Return what is tolerated."""
        return JudgeRule(self.alpha, self.allowed_ratio, self.allowed_mistakes, self.harmless)


def judge_schema_text() -> str:
    """Return the JSON Schema as it stands in ``resources/schemas/judge.schema.json``."""
    schema = JudgeDocument.model_json_schema()
    schema["properties"]["$schema"] = {"type": "string"}
    head = {"$schema": DIALECT, "$id": "https://cell-console.invalid/schemas/judge.json"}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"


def read_judge_document(file: Path) -> JudgeDocument:
    """Return the document in a file; raise ``UserError`` that names the place."""
    if file.suffix.lower() == ".csv":
        return _of_csv(file)
    tree = read_yaml_file(file)
    content = tree.value
    if isinstance(content, dict):
        content = {key: value for key, value in content.items() if key != "$schema"}
    try:
        return JudgeDocument.model_validate_json(json.dumps(content), strict=True)
    except ValidationError as failure:
        raise FileInvalid(tree.name, explained(failure, tree, JudgeDocument), lint="") from None


def _of_csv(file: Path) -> JudgeDocument:
    try:
        return JudgeDocument.model_validate({"metrics": read_judge_csv(file)})
    except ValidationError as failure:
        first = failure.errors(include_url=False)[0]
        raise UserError(
            t("The file {file} cannot be used: {reason}.", file=file, reason=str(first["msg"]).rstrip(".")),
            t("Give each metric both arms at every time, and never more bad ones than trials."),
        ) from None
