"""The audit profiles of an estate: the three that are shipped, and its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from console.domain.audit.audit_profile import PROFILES, AuditProfile

if TYPE_CHECKING:
    from console.estate.schema.estate import Estate
    from console.estate.schema.team_profile import TeamProfile


def estate_profile(estate: Estate, key: str) -> AuditProfile:
    """Return a profile by its key, the estate's own ones first; loading has made sure that there is one."""
    own = next((one for one in estate.audit_profiles if one.key == key), None)
    return PROFILES[key] if own is None else _made(own)


def _made(own: TeamProfile) -> AuditProfile:
    stated: dict[str, Any] = own.model_dump(mode="json", exclude_none=True, exclude={"title", "based_on"})
    if own.focus is not None:
        stated["focus"] = own.focus
    return replace(PROFILES[own.based_on.value], **stated)
