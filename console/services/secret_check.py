"""Whether the secrets that an estate refers to are there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from console.estate.secret_references import secret_references
from console.kernel.errors import ConsoleError

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate
    from console.ports.vault import SecretVault


@dataclass(frozen=True, slots=True)
class SecretState:
    """A reference with the places that use it; ``problem`` and ``hint`` are empty when it can be resolved."""

    reference: str
    places: tuple[str, ...]
    problem: str = ""
    hint: str = ""


def check_secrets(estate: Estate, vault: SecretVault) -> tuple[SecretState, ...]:
    """Resolve every reference of an estate once; the values are dropped at once. May block on the keyring's prompt."""
    return tuple(_check(reference, places, vault) for reference, places in secret_references(estate).items())


def _check(reference: str, places: tuple[str, ...], vault: SecretVault) -> SecretState:
    try:
        vault.resolve(reference)
    except ConsoleError as error:
        return SecretState(reference, places, error.message, error.hint)
    return SecretState(reference, places)
