"""What pydantic found wrong in a document, with its places there."""

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from console.estate.explain import explain
from console.estate.problem import Path as TreePath
from console.estate.problem import Problem
from console.estate.yaml_document import YamlDocument


def explained(error: ValidationError, document: YamlDocument, model: type[Any], prefix: TreePath = ()) -> list[Problem]:
    """Return one problem per error; ``prefix`` is where in the document the validated part lies."""
    problems = []
    for one in error.errors(include_url=False):
        if _is_only_miscounted(one):
            continue
        path = document.path_of((*prefix, *one["loc"]))
        at_key = one["type"] == "extra_forbidden"
        position = document.key_position(path) if at_key else document.value_position(path)
        if one["type"] == "missing":
            path = document.path_of((*prefix, *one["loc"][:-1]))
        problems.append(Problem(document.name, position, path, explain(one, model)))
    return problems


def _is_only_miscounted(error: ErrorDetails) -> bool:
    """Return whether a list is called too short only because entries of it are wrong, which is told of each."""
    written = error["input"]
    is_list = error["type"] == "too_short" and isinstance(written, (list, tuple))
    return is_list and len(written) >= error.get("ctx", {}).get("min_length", 0)
