"""Automation: the team's own commands, and what scripts of runbooks may see of the environment (L7.6)."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from console.domain.release_gate import GateTopic
from console.estate.schema.base import EstateModel, Key, SecretReference

VariableName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,63}$")]
Length = Annotated[str, StringConstraints(pattern=r"^\d{1,5}(s|m|h)$")]
JobKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9:._-]{0,62}$")]


class Job(EstateModel):
    """A command of the team (``auto-dev:scale``): started as it stands here, never through a shell."""

    key: JobKey
    title: str = ""
    argv: tuple[str, ...] = Field(min_length=1, description="The program and its arguments.")
    folder: str = Field(default="", description="Where it runs; relative to the estate file.")
    environment: tuple[VariableName, ...] = Field(default=(), description="Variables that it may see.")
    secrets: dict[VariableName, SecretReference] = Field(
        default_factory=dict, description="Variables with secrets, resolved when it starts."
    )
    timeout: Length = "10m"
    gates: tuple[GateTopic, ...] = Field(
        default=tuple(GateTopic), description="Topics of the release gate that must be open; none: no gate."
    )
    cell: Key | None = Field(default=None, description="The cell whose gate it is; default: all cells.")
    channels: tuple[Key, ...] = Field(
        default=(), description="Who is told when it fails; default: every channel for critical messages."
    )


class Automation(EstateModel):
    """``environment`` names variables that scripts of runbooks may see beside the usual ones (PATH, HOME, LANG)."""

    jobs: tuple[Job, ...] = ()
    environment: tuple[VariableName, ...] = ()
