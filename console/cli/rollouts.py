"""``cell-console rollouts``: the table of ``rollout list``, by a word like those of the other tables."""

from console.cli.rollout import list_runs as command

__all__ = ["command"]
