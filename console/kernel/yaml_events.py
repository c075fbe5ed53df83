"""Events of YAML that somebody else wrote: how deep it is gets known before anything that recurses sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

SAFE_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The one in C where there is one; its recursion ends the process when a text is too deep."""
DEEPEST = 100


def yaml_events(text: str | bytes, deepest: int = DEEPEST) -> Iterator[yaml.Event]:
    """Yield what a text is made of; raise ``YAMLError``, or ``ValueError`` where it is nested too deeply to be read."""
    depth = 0
    for event in yaml.parse(text, Loader=SAFE_LOADER):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > deepest:
            raise ValueError("nested too deeply")
        yield event
