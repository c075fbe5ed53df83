"""Reading YAML that nobody trusts: bounded, without objects, and what it says as words."""

from __future__ import annotations

from typing import Any

import yaml

from console.kernel.yaml_events import SAFE_LOADER, yaml_events

_MOST_CHARACTERS = 300_000
_MOST_ALIASES = 200
_MOST_PARTS = 20_000
_MOST_NODES = 100_000
_TEXT = "tag:yaml.org,2002:str"
_LONGEST_KEY, _MOST_COLONS = 300, 5


class _Reader(SAFE_LOADER):  # type: ignore[misc]  # one of two classes
    """Takes tags of others (``!reference`` of GitLab) for what they hold, and keys for the texts that are written."""

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Make texts of the keys once those that merge others are done: ``on``, ``1.0`` and ``no`` are names."""
        super().flatten_mapping(node)
        for key, _ in node.value:
            if isinstance(key, yaml.ScalarNode):
                key.tag = _TEXT


def _is_small(text: str) -> bool:
    """Return whether a text stays small when its aliases are written out; one inside what it means never ends."""
    total, begun = 0, list[tuple[str | None, int]]()
    sizes: dict[str | None, int] = {}
    for event in yaml_events(text):
        if isinstance(event, yaml.CollectionEndEvent):
            anchor, start = begun.pop()
            sizes[anchor] = total - start
        elif isinstance(event, yaml.AliasEvent):
            total += _MOST_NODES if any(anchor == event.anchor for anchor, _ in begun) else sizes.get(event.anchor, 1)
        elif isinstance(event, yaml.NodeEvent):
            if isinstance(event, yaml.CollectionStartEvent):
                begun.append((event.anchor, total))
            else:
                sizes[event.anchor] = 1
            total += 1
        if total > _MOST_NODES:
            return False
    return True


def _plain(loader: Any, _suffix: str, node: yaml.Node) -> object:
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return loader.construct_mapping(node, deep=True)
    return str(node.value)


_Reader.add_multi_constructor("!", _plain)


def read_yaml(text: str) -> dict[str, Any]:
    """Return a mapping with texts for keys, in it too; empty for anything else, or too much."""
    if len(text) > _MOST_CHARACTERS or text.count("*") > _MOST_ALIASES + text.count("**") * 2 + text.count("'*") * 2:
        return {}
    try:
        found = yaml.load(text, Loader=_Reader) if _is_small(text) else None  # noqa: S506 - a safe loader
    except (yaml.YAMLError, ValueError, TypeError, RecursionError, AttributeError, OverflowError):
        return {}
    return found if isinstance(found, dict) else {}


def key_lines(text: str) -> dict[str, int]:
    """Return the first line of each key, as it is written there; what stands before a colon may be one."""
    found: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        head = line[:_LONGEST_KEY].strip()
        place = head.find(":")
        for _ in range(_MOST_COLONS):
            if place < 0:
                break
            found.setdefault(head[:place].rstrip().strip("\"'"), number)
            place = head.find(":", place + 1)
    return found


def words_of(part: object) -> frozenset[str]:
    """Return the words of a text, a list or the keys of a mapping (with its ``include`` and ``branches``)."""
    if isinstance(part, dict):
        inner = [words_of(part[key]) for key in ("include", "branches") if key in part]
        return frozenset(str(one) for one in part).union(*inner)
    if isinstance(part, list):
        return frozenset(str(one) for one in part)
    return frozenset() if part is None else frozenset([str(part)])


def text_of(part: object) -> str:
    """Return all texts and keys inside, a line each; what refers to itself ends after 20,000 parts."""
    found: list[str] = []
    waiting = [part]
    while waiting and len(found) < _MOST_PARTS:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += [*one.values(), *one.keys()]
            found.append("")
        elif isinstance(one, list):
            waiting += reversed(one)
            found.append("")
        elif one is not None:
            found.append(str(one))
    return "\n".join(one for one in found if one)
