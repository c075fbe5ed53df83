"""What a figure says, by the words that stand over it on screen."""

from __future__ import annotations

import json
from functools import lru_cache

from console.domain.signal_catalogue import SIGNALS
from console.kernel.i18n import language, translated
from console.kernel.resource import resource_text
from console.presenters.help.help_contents import FIGURES, help_topics
from console.presenters.help.signal_topic import SIGNALS_TOPIC
from console.presenters.signal_text import signal_label, signal_meaning


def figure_help(label: str) -> str:
    """Return a sentence or two on the figure with a label on screen; empty where nothing is told of it."""
    return _by_label(language()).get(label, "")


@lru_cache(maxsize=2)
def _by_label(_language: str) -> dict[str, str]:
    found = {signal_label(one.key): signal_meaning(one.key) for one in SIGNALS}
    told = {
        section.key: section.summary
        for topic in help_topics()
        if topic.key.startswith(FIGURES) and topic.key != SIGNALS_TOPIC
        for section in topic.sections
    }
    for key, labels in json.loads(resource_text("help", "figures.json")).items():
        found |= {translated(label): told[key] for label in labels}
    return found
