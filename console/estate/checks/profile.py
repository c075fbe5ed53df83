"""Profiles of teams: a key that is shipped or declared, and none that is both."""

from collections.abc import Iterator, Mapping
from typing import Any

from console.estate.checks.row import Found, keys, rows
from console.estate.explain import nearest
from console.estate.legible import legible
from console.estate.schema.team_profile import ShippedProfile
from console.kernel.i18n import t

_OWN = "audit_profiles"


def profile_problems(data: Mapping[str, Any]) -> Iterator[Found]:
    """Yield teams whose profile does not exist, and own profiles that take the key of a shipped one."""
    shipped = [one.value for one in ShippedProfile]
    known = [*shipped, *keys(data, _OWN)]
    for path, row in rows(data, "teams"):
        key = row.get("profile")
        if isinstance(key, str) and key not in known:
            yield (*path, "profile"), _sentence(key, known)
    for path, row in rows(data, _OWN):
        if row.get("key") in shipped:
            yield (
                (*path, "key"),
                t('"{key}" is a shipped profile; choose another key, with it as based_on.', key=row["key"]),
            )


def _sentence(key: str, known: list[str]) -> str:
    meant = nearest(key, known)
    if meant:
        return t('there is no profile "{key}"; did you mean "{meant}"?', key=legible(key), meant=meant)
    listed = legible(", ".join(known), most=200)
    return t('there is no profile "{key}"; known: {known}.', key=legible(key), known=listed)
