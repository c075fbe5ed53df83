"""Messages as words that every channel can show."""

from datetime import UTC, datetime

from console.domain.notification import Act, Message
from console.domain.severity import Severity
from console.kernel.i18n import t
from console.kernel.redact import scrub
from console.kernel.visible_text import visible_line, visible_lines


def title_of(message: Message, most: int) -> str:
    """Return the title on one line, with what happens to the matter, at most ``most`` characters."""
    word = {
        Act.TRIGGER: {
            Severity.INFO: t("INFO"),
            Severity.WARNING: t("WARNING"),
            Severity.CRITICAL: t("CRITICAL"),
        }[message.severity],
        Act.ACKNOWLEDGE: t("ACKNOWLEDGED"),
        Act.RESOLVE: t("RESOLVED"),
    }[message.act]
    return visible_line(scrub(f"[{word}] {message.title}"), most - 1)


def body_of(message: Message, most: int = 3000) -> str:
    """Return text, facts and link as plain lines."""
    lines = [message.text, "", *(f"{name}: {value}" for name, value in facts_of(message))]
    if message.link:
        lines += ["", message.link]
    return visible_lines(scrub("\n".join(lines).strip()), most - 1)


def facts_of(message: Message) -> tuple[tuple[str, str], ...]:
    """Return the facts with where and when it was told, without secrets."""
    own = tuple((visible_line(scrub(name)), visible_line(scrub(value))) for name, value in message.facts)
    return (*own, (t("From"), message.source), (t("At"), iso_time(message.at_s)))


def iso_time(at_s: float) -> str:
    """Return unix seconds as RFC 3339 in UTC."""
    return datetime.fromtimestamp(at_s, UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
