"""Every help topic of a language, in the order in which a reader meets them."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

from console.kernel.i18n import language, t
from console.kernel.resource import resource_text
from console.presenters.help.help_topic import read_topic
from console.presenters.help.signal_topic import SIGNALS_TOPIC, signal_text

if TYPE_CHECKING:
    from console.presenters.help.help_topic import HelpTopic

GUIDE, PAGES, FIGURES, GLOSSARY = "guide", "page", "figures", "glossary"


def help_topics() -> tuple[HelpTopic, ...]:
    """Return the topics in the language in force: user guide, pages, figures, glossary."""
    return _topics(language())


def help_topic(key: str) -> HelpTopic | None:
    """Return one topic, ``None`` where there is none of that key."""
    return next((one for one in help_topics() if one.key == key), None)


def page_topic(page: str) -> str:
    """Return the key of the topic about a page."""
    return f"{PAGES}-{page}"


def topic_group(topic: HelpTopic) -> str:
    """Return the words of the part of the help that a topic belongs to."""
    words = {
        GUIDE: t("User guide"),
        PAGES: t("Page by page"),
        FIGURES: t("How each number is made"),
        GLOSSARY: t("Words"),
    }
    return words[topic.key.partition("-")[0]]


def split_address(address: str) -> tuple[str, str]:
    """Return topic and section of a link (``glossary#cell``)."""
    topic, _, section = address.partition("#")
    return topic, section


@lru_cache(maxsize=2)
def _topics(spoken: str) -> tuple[HelpTopic, ...]:
    keys = json.loads(resource_text("help", "contents.json"))
    return tuple(read_topic(key, _source(key, spoken)) for key in keys)


def _source(key: str, spoken: str) -> str:
    return signal_text() if key == SIGNALS_TOPIC else resource_text("help", spoken, f"{key}.md")
