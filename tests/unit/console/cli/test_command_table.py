"""The commands that the design promises are there. (proves product.md "Command line")"""

import click
import pytest

from console.cli.program import LazyGroup

PROMISED = {
    "lab": "", "doctor": "", "cells": "", "slo": "", "cost": "", "carbon": "", "models": "", "alerts": "",
    "rollouts": "", "report": "", "completion": "",
    "estate": "init lint show", "secret": "set list remove", "runbook": "list show lint run resume record",
    "rollout": "plan status step pause abort", "change": "list show approve apply undo", "audit": "run fleet",
    "capacity": "forecast", "rules": "generate", "policy": "test", "trail": "show verify export", "gameday": "run list",
}  # fmt: skip


@pytest.mark.parametrize(("name", "within"), PROMISED.items())
def test_every_promised_command_is_there(name: str, within: str) -> None:
    group = LazyGroup("cell-console")
    context = click.Context(group)
    command = group.get_command(context, name)
    assert command is not None
    if within:
        assert isinstance(command, click.Group)
        assert set(within.split()) <= set(command.list_commands(context))
