"""Health in one word, the same words as in the window."""

from console.domain.health import Health
from console.kernel.i18n import t


def health_word(health: Health) -> str:
    """Return the word for a health."""
    words = {
        Health.OK: t("OK"),
        Health.UNKNOWN: t("Unknown"),
        Health.WARNING: t("Warning"),
        Health.CRITICAL: t("Critical"),
    }
    return words[health]
