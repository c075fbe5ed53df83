"""The state of a target that a preview was made from, as text, and whether the target is still in it."""

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from connectors.kubernetes.operations.json_pointer import plain_text, text_of, value_at
from console.kernel.errors import ChangeRefused
from console.kernel.i18n import t

_MOST_KEPT = 120
_MARK = "sha256:"


@dataclass(frozen=True, slots=True)
class ChangeBase:
    """A resourceVersion and the values of what the operation touches, by JSON pointer; long ones as digests.

    Controllers write statuses all the time, so another version alone says nothing: the touched values decide.
    """

    version: str
    values: dict[str, str]

    @staticmethod
    def of(content: Any, touched: Iterable[str]) -> "ChangeBase":
        """Return the base of an object as it is."""
        version = str(value_at(content, "/metadata/resourceVersion") or "")
        return ChangeBase(version, {pointer: _kept(value_at(content, pointer)) for pointer in touched})

    @staticmethod
    def read(text: str) -> "ChangeBase":
        """Return the base that ``text`` tells; raise ``ChangeRefused`` when it tells none."""
        try:
            version, values = msgspec.json.decode(text, type=tuple[str, dict[str, str]])
        except (ValueError, RecursionError):
            raise ChangeRefused(
                t("The change does not say which state it was prepared for."), t("Prepare it again.")
            ) from None
        return ChangeBase(version, values)

    @property
    def text(self) -> str:
        """Return it as text."""
        return msgspec.json.encode((self.version, self.values)).decode()

    def only(self, pointers: Collection[str]) -> "ChangeBase":
        """Return the base without the values that do not matter any more."""
        return ChangeBase(self.version, {name: value for name, value in self.values.items() if name in pointers})

    def demand(self, content: Any, target: str) -> None:
        """Raise ``ChangeRefused`` that names what differs, unless all touched values are as they were."""
        now = {pointer: value_at(content, pointer) for pointer in self.values}
        moved = [
            t("{field} was {before} and is {now}", field=pointer, before=_told(self.values[pointer]), now=_shown(value))
            for pointer, value in now.items()
            if _kept(value) != self.values[pointer]
        ]
        if moved:
            raise ChangeRefused(
                t(
                    "{target} was changed by somebody else meanwhile: {differences}.",
                    target=target,
                    differences="; ".join(moved),
                ),
                t("Look at the new state and prepare the change again."),
            )


def _kept(value: Any) -> str:
    text = plain_text(value)
    return text if len(text) <= _MOST_KEPT else _MARK + hashlib.sha256(text.encode()).hexdigest()


def _told(kept: str) -> str:
    return t("another text") if kept.startswith(_MARK) else kept or t("absent")


def _shown(value: Any) -> str:
    text = text_of(value)
    return t("another text") if len(text) > _MOST_KEPT else text or t("absent")
