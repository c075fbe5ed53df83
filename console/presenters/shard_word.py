"""The words for where a task is that runs beyond this machine."""

from console.domain.audit.audit_batch import ShardState
from console.kernel.i18n import t


def shard_word(state: str) -> str:
    """Return the word for the value of a ``ShardState``; another value stays as it is."""
    return {
        ShardState.WAITING.value: t("waiting"),
        ShardState.RUNNING.value: t("running"),
        ShardState.DONE.value: t("done"),
        ShardState.FAILED.value: t("failed"),
        ShardState.REFUSED.value: t("refused"),
    }.get(state, state)
