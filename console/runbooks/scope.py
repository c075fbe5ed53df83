"""What a step is resolved with: the values of the parameters, and the world."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.domain.runbooks.runbook_parameter import ParameterType
from console.estate.problem import FileInvalid
from console.estate.read_yaml import read_yaml
from console.kernel.i18n import t
from console.runbooks.document_fault import StepFault
from console.runbooks.length import seconds
from console.runbooks.placeholder import filled, filled_query, filled_value, written
from console.runbooks.world import CELL_FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from console.domain.runbooks.runbook_parameter import RunbookParameter
    from console.domain.runbooks.runbook_step import RunbookStep
    from console.runbooks.placeholder import Plain
    from console.runbooks.world import World


class Scope:
    """``values`` are the parameters, ``folder`` is where scripts run (empty: the run's own).

    In a trial (``is_trial``, linting) the values only stand for such values.

    Raises ``StepFault`` for placeholders that nobody knows.
    """

    def __init__(
        self,
        parameters: tuple[RunbookParameter, ...],
        values: Mapping[str, Plain],
        world: World,
        *,
        folder: str = "",
        is_trial: bool = False,
    ) -> None:
        self.world, self.is_trial, self.parameters, self._folder = world, is_trial, parameters, folder
        self.names: dict[str, Plain] = world.names() | dict(values)
        for one in parameters:
            if one.type is ParameterType.CELL:
                facts = world.cell_names(one.name, str(values.get(one.name, "")))
                self.names |= facts or ({f"{one.name}.{fact}": "sample" for fact in CELL_FACTS} if is_trial else {})
        self._secret_names = {one.name for one in parameters if one.type is ParameterType.REFERENCE}

    @property
    def cell(self) -> str:
        """Return the cell that the first parameter of that type names; empty without one."""
        name = next((one.name for one in self.parameters if one.type is ParameterType.CELL), "")
        return str(self.names.get(name, ""))

    @property
    def open_names(self) -> dict[str, Plain]:
        """Return the names whose values may be shown: all but references to secrets."""
        return {name: one for name, one in self.names.items() if name not in self._secret_names}

    def text(self, text: str) -> str:
        """Return a text filled in."""
        return filled(text, self.open_names)

    def query(self, promql: str) -> str:
        """Return a PromQL expression filled in."""
        found = filled_query(promql.strip(), self.open_names)
        if not found:
            raise StepFault(t("A query is missing."))
        return found

    def yaml(self, body: str) -> Any:
        """Return a block of YAML as plain values, filled in after it was read."""
        return filled_value(self.raw_yaml(body), self.names)

    def raw_yaml(self, body: str) -> Any:
        """Return a block of YAML as plain values with its placeholders: queries are filled in otherwise."""
        try:
            return read_yaml(body.encode("utf-8", "replace"), t("the block")).value
        except FileInvalid as error:
            first = error.problems[0]
            raise StepFault(first.sentence, first.position.line) from error

    def connection(self, step: RunbookStep, kind: str) -> str:
        """Return the connection of a step: what its attribute names, that of the cell, or the estate's first."""
        named = self.text(step.attributes.get("connection", ""))
        if not named and kind in {"prometheus", "kubernetes"}:
            named = self._of_cell(kind)
        named = named or self.world.first(kind)
        known = {one.key: one.connector for one in self.world.connections}
        if self.is_trial and named not in known:
            return named or "sample"
        if not named or known.get(named) != kind:
            raise StepFault(
                t("The estate has no connection {name} of the kind {kind}.", name=repr(named), kind=kind)
                if named
                else t("The estate has no connection of the kind {kind}.", kind=kind)
            )
        return named

    def place(self, folder: str) -> str:
        """Return a folder that a step names, beside its runbook."""
        return str(Path(self._folder) / Path(self.text(folder)).expanduser())

    def variables(self) -> dict[str, str]:
        """Return what scripts find in their environment: ``CELL``, ``CELL_NAMESPACE``, ``POD_NAME``."""
        mine = {one.name for one in self.parameters} - self._secret_names
        return {
            name.upper().replace(".", "_"): written(one)
            for name, one in self.names.items()
            if name.partition(".")[0] in mine
        }

    def secrets(self) -> dict[str, str]:
        """Return the references to secrets by the variables in which scripts find them."""
        found = {name: str(self.names.get(name, "")) for name in self._secret_names}
        return {name.upper(): one for name, one in found.items() if one}

    def _of_cell(self, kind: str) -> str:
        fact = "cluster" if kind == "kubernetes" else "prometheus"
        name = next((one.name for one in self.parameters if one.type is ParameterType.CELL), "")
        return str(self.names.get(f"{name}.{fact}", "")) if name else ""

    def seconds(self, step: RunbookStep, attribute: str, default: float) -> float:
        """Return an attribute that is a length of time."""
        text = self.text(step.attributes.get(attribute, ""))
        try:
            return seconds(text) if text else default
        except ValueError as error:
            raise StepFault(t("{attribute}: {why}", attribute=attribute, why=error)) from error


def flag(step: RunbookStep, attribute: str) -> bool:
    """Return whether an attribute says yes."""
    return step.attributes.get(attribute, "").lower() in {"true", "yes", "1", "on"}
