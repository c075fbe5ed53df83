"""The state of a CI run as a word of the language."""

from console.domain.forge.pipeline_run import RunState
from console.kernel.i18n import t


def run_word(state: RunState) -> str:
    """Return what a person reads."""
    return {
        RunState.QUEUED: t("queued"),
        RunState.RUNNING: t("running"),
        RunState.SUCCEEDED: t("succeeded"),
        RunState.FAILED: t("failed"),
        RunState.CANCELLED: t("cancelled"),
        RunState.SKIPPED: t("skipped"),
        RunState.WAITING: t("waiting for approval"),
        RunState.UNKNOWN: t("unknown"),
    }[state]
