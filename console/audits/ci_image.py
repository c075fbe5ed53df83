"""The images that pipelines of other forges than GitHub run in, each with the line that names it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import yaml

from console.audits.ci_gitlab import gitlab_pipeline
from console.audits.ci_job import ci_kind
from console.kernel.yaml_events import yaml_events

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_ALIKE = re.compile(r"^\.(circleci/config|drone|woodpecker(/[\w./-]+)?)\.ya?ml$")
_MOST_CHARACTERS, _LONGEST = 300_000, 200
_NO_IMAGES = frozenset({"variables", "inputs", "parameters", "spec", "environment", "script", "settings"})
_ITEM = ""
"""Stands for an item of a list in the way to a value."""
_SERVICE = ("services", _ITEM)
_NAMES = (("image",), ("image", "name"), _SERVICE, (*_SERVICE, "name"))
_MACHINE = ("machine", "image")
"""A virtual machine of CircleCI, which has no hash."""
_STEP = (_ITEM, "step")
"""Services of a step of Bitbucket are told by what the file calls them."""


class CiImage(NamedTuple):
    """``name`` as it is written, with its tag or hash."""

    path: str
    line: int
    name: str

    @property
    def is_pinned(self) -> bool:
        """Return whether a hash names it, or something that only its run knows."""
        return "@sha256:" in self.name or "$" in self.name or "<<" in self.name


def ci_images(checkout: Checkout) -> tuple[CiImage, ...]:
    """Return the images that pipelines name, file by file."""
    return tuple(
        CiImage(path, line, name) for path in sorted(_pipelines(checkout)) for line, name in _named(checkout.text(path))
    )


def _pipelines(checkout: Checkout) -> set[str]:
    found: set[str] = set()
    for path in checkout.paths:
        kind = ci_kind(path)
        if kind in {"bitbucket", "azure_devops"} or _ALIKE.match(path):
            found.add(path)
        elif kind == "gitlab":
            found |= {path, *(place for place, _ in gitlab_pipeline(checkout, path).places.values())}
    return found


def _named(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of each image; a file that cannot be read ends where that is seen."""
    if len(text) > _MOST_CHARACTERS:
        return
    try:
        for way, event in _values(text):
            name, mark = event.value.strip(), event.start_mark
            if mark is not None and 0 < len(name) <= _LONGEST and "\n" not in name and _is_image(way, name):
                yield mark.line + 1, name
    except (yaml.YAMLError, ValueError):
        return


def _is_image(way: tuple[str, ...], name: str) -> bool:
    if _NO_IMAGES.intersection(way):
        return False
    if len(way) > len(_MACHINE) and way[-len(_MACHINE) :] == _MACHINE:
        return False
    if way[-2:] == _SERVICE and _STEP in pairwise(way):
        return False
    is_container = way[-1:] == ("container",) and (":" in name or "/" in name)  # else an alias of Azure's
    return is_container or any(way[-len(one) :] == one for one in _NAMES)


def _values(text: str) -> Iterator[tuple[tuple[str, ...], yaml.ScalarEvent]]:
    """Yield each text that is no key, with the keys that lead to it."""
    way: list[str] = []  # the key of each open mapping, or what stands for an item
    is_key: list[bool] = []  # whether the next node of each open part is a key
    for event in yaml_events(text):
        if isinstance(event, yaml.CollectionEndEvent):
            way.pop()
            is_key.pop()
            _turn(way, is_key)
        elif isinstance(event, yaml.CollectionStartEvent):
            way.append(_ITEM)
            is_key.append(isinstance(event, yaml.MappingStartEvent))
        elif isinstance(event, yaml.NodeEvent) and way:
            if is_key[-1]:
                way[-1], is_key[-1] = getattr(event, "value", _ITEM), False
                continue
            if isinstance(event, yaml.ScalarEvent):
                yield tuple(way), event
            _turn(way, is_key)


def _turn(way: list[str], is_key: list[bool]) -> None:
    """After a value of a mapping comes a key again."""
    if way and way[-1] != _ITEM:
        is_key[-1] = True
