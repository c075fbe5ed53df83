"""A secret value that does not show itself."""

from __future__ import annotations

from console.kernel.redact import MASK, register_secret
from console.kernel.secret_form import forms_of


class Secret:
    """Holds a secret until the moment of use; its text forms are masked and ``scrub`` knows its value."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value
        for one in forms_of(value):
            register_secret(one)

    def reveal(self) -> str:
        """Return the value; call it only where it is handed to the protocol."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    __str__ = __repr__

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __reduce__(self) -> str | tuple[object, ...]:
        raise TypeError("a secret is not written anywhere")
