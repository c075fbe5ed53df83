"""What a rollout says while it waits for a second operator."""

from console.kernel.errors import ChangeRefused


class AwaitedSignature(ChangeRefused):
    """The plan is signed by nobody else yet: the rollout waits, nothing was begun."""
