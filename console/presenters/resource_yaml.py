"""An object as YAML for reading: without bookkeeping, and with secret values masked."""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Any

from console.kernel.named_secret import PROMISING
from console.kernel.redact import MASK, scrub

if TYPE_CHECKING:
    from collections.abc import Iterator

_APPLIED = (
    "kubectl.kubernetes.io/last-applied-configuration",
    "kapp.k14s.io/original",  # and what begins so: its differences
    "objectset.rio.cattle.io/applied",
    "kopf.zalando.org/last-handled-configuration",
    "banzaicloud.com/last-applied",
)
_LEAST_COPIED = 4
_LIST = "List"
_SECRET_NAME = re.compile(rf"(?i){PROMISING}")
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def readable(raw: bytes, *, everything: bool = False) -> dict[str, Any]:
    """Return an object without ``managedFields`` (unless ``everything``) and never with secret values.

    Masked are a Secret's values and those of environment variables and arguments of which the name says so. Raises
    ``ValueError`` when ``raw`` is not an object.
    """
    found = _parsed(raw)
    if not isinstance(found, dict):
        raise ValueError("not an object")  # noqa: TRY004 - wrong data, not a wrong type of argument
    _clean(found, str(found.get("kind")), everything=everything)
    for one in _listed(found):
        _clean(one, str(found["kind"]).removesuffix(_LIST), everything=everything)
    _mask_environment(found)
    return found


def _listed(found: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the objects of a list, which do not say their kind themselves: it does."""
    items = found.get("items") if str(found.get("kind")).endswith(_LIST) else None
    return [one for one in items if isinstance(one, dict)] if isinstance(items, list) else []


def _clean(one: dict[str, Any], kind: str, *, everything: bool) -> None:
    """Take the bookkeeping out of one object, and the values of a Secret."""
    is_secret = "Secret" in {kind, one.get("kind")}
    metadata = one.get("metadata")
    if isinstance(metadata, dict):
        if not everything:
            metadata.pop("managedFields", None)
        annotations = metadata.get("annotations")
        if isinstance(annotations, dict):
            metadata["annotations"] = _without_copies(annotations, one, is_secret=is_secret)
    if is_secret:
        for part in ("data", "stringData"):
            if part in one:
                one[part] = _masked(one[part])


def _parsed(raw: bytes) -> Any:
    """Parse; half a surrogate pair, which JSON can name and UTF-8 has not, becomes a mark."""
    found: Any = json.loads(raw.decode("utf-8", "replace"))
    if _SURROGATE.search(raw):
        found = json.loads(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
    return found


def _without_copies(annotations: dict[str, Any], found: dict[str, Any], *, is_secret: bool) -> dict[str, Any]:
    """Mask what was applied: it repeats a Secret's values and those of the environment, as text, or packed.

    Of a Secret also what repeats one of its values under a name of its own.
    """
    secret = tuple(_secret_texts(found)) if is_secret else ()
    return {
        name: MASK if name.startswith(_APPLIED) or any(one in str(text) for one in secret) else text
        for name, text in annotations.items()
    }


def _secret_texts(found: dict[str, Any]) -> Iterator[str]:
    """Yield the values of a Secret as they are written and as what they stand for; the shortest prove nothing."""
    for part in ("data", "stringData"):
        values = found.get(part)
        for text in map(str, values.values()) if isinstance(values, dict) else ():
            try:
                plain = base64.b64decode(text, validate=True).decode()
            except ValueError:
                plain = ""
            yield from (one for one in (text, plain) if len(one) >= _LEAST_COPIED)


def _masked(values: Any) -> Any:
    if isinstance(values, dict):
        return {key: f"{MASK} ({len(str(value))})" for key, value in values.items()}
    return MASK


def _mask_environment(found: Any) -> None:
    """Mask the ``value`` beside a ``name`` that promises a secret, wherever it is; a walk without recursion."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            name = one.get("name")
            if isinstance(one.get("value"), str) and isinstance(name, str) and _SECRET_NAME.search(name):
                one["value"] = MASK
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)


def _scrub_sentences(found: Any) -> None:
    """Scrub texts with blanks before they are folded into lines, which would part a secret from what tells it."""
    waiting = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict | list):
            for place, value in list(one.items() if isinstance(one, dict) else enumerate(one)):
                if isinstance(value, str) and " " in value:
                    one[place] = scrub(value)
            waiting.extend(one.values() if isinstance(one, dict) else one)


def yaml_text(raw: bytes, *, everything: bool = False) -> str:
    """Return an object (JSON bytes) as block-style YAML in the server's key order."""
    import yaml  # noqa: PLC0415 - only when somebody looks at an object

    found = readable(raw, everything=everything)
    _scrub_sentences(found)
    text: str = yaml.dump(
        found,
        Dumper=getattr(yaml, "CSafeDumper", yaml.SafeDumper),
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=120,
    )
    return scrub(text)
