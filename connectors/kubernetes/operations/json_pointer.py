"""Places in an object (RFC 6901), values as text, and where two values differ."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from console.kernel.redact import scrub

_MOST_TEXT = 400
_MOST_READ = 8000


def value_at(content: Any, pointer: str) -> Any:
    """Return the value that a pointer names, ``None`` where there is none."""
    found = content
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(found, Mapping):
            found = found.get(name)
        elif isinstance(found, list) and name.isascii() and name.isdecimal() and int(name) < len(found):
            found = found[int(name)]
        else:
            return None
    return found


def escaped(name: str) -> str:
    """Return a name as a part of a pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def text_of(value: Any) -> str:
    """Return a value as bounded text for a person; empty when it is absent.

    A secret is masked before the cut: half of one would not be recognised later.
    """
    text = plain_text(value)
    return text if len(text) <= _MOST_TEXT else f"{scrub(text[:_MOST_READ])[:_MOST_TEXT]}…"


def plain_text(value: Any) -> str:
    """Return a value as text: words as they are, all else as JSON with sorted names; empty when it is absent."""
    if value is None:
        return ""
    return value if isinstance(value, str) else msgspec.json.encode(value, order="deterministic").decode()


def leaf_differences(before: Any, after: Any, pointer: str) -> Iterator[tuple[str, Any, Any]]:
    """Yield (pointer, before, after) of the smallest parts that differ; lists of other lengths differ as a whole."""
    if before == after:
        return
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for name in dict.fromkeys([*before, *after]):
            yield from leaf_differences(before.get(name), after.get(name), f"{pointer}/{escaped(name)}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from leaf_differences(old, new, f"{pointer}/{number}")
    else:
        yield pointer, before, after
