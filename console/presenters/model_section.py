"""The registry of the sections about edge models: page, summary and command line are derived from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from console.kernel.registry import Registry, load_all
from console.presenters.watched_model import WATCH_TOPICS

if TYPE_CHECKING:
    from collections.abc import Callable

    from console.presenters.model_sheet import SectionSheet
    from console.presenters.model_view import ModelView


class ModelSection(NamedTuple):
    """A section; ``title`` gives it in the language, ``order`` places it among equally healthy ones.

    ``build`` is pure and quick (it runs on the window's thread whenever something changed).
    """

    key: str
    title: Callable[[], str]
    order: int
    build: Callable[[ModelView], SectionSheet]


MODEL_TOPICS = (*WATCH_TOPICS, "pipeline-runs", "settings")
"""What is read for them."""
MODEL_SECTIONS: Registry[ModelSection] = Registry("section about models")


def model_sections() -> tuple[ModelSection, ...]:
    """Return all sections in their order."""
    load_all("console.presenters.models")
    return tuple(sorted(MODEL_SECTIONS, key=lambda one: one.order))
