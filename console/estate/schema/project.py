"""Projects (repositories) and the teams that own them and the cells."""

from pydantic import Field

from console.domain.audit.audit_name import AuditName
from console.estate.schema.base import EstateModel, Key


class Team(EstateModel):
    """A team: who, how strict, and where messages for it go (keys of ``notifications``)."""

    key: Key
    title: str = ""
    profile: Key | None = Field(
        default=None, description="startup, enterprise, open-source, or a key of audit_profiles."
    )
    strictness: float | None = Field(default=None, ge=0, le=1)
    members: tuple[str, ...] = ()
    notifications: tuple[Key, ...] = ()


class Project(EstateModel):
    """A repository; ``provider`` is found from the URL's host when it is not named."""

    key: Key
    title: str = ""
    url: str = Field(pattern=r"^(https?://|ssh://|[A-Za-z0-9_.-]+@|file://)[^\s]+$")
    provider: Key | None = None
    branch: str = Field(default="", description="Default: the repository's default branch.")
    team: Key | None = None
    audits: tuple[AuditName, ...] = Field(default=(), description="Default: all.")
    runs_own_tools: bool = Field(
        default=False, description="Its own checkers and linters may run in its audits: their plug-ins are code."
    )
    every_hours: float | None = Field(
        default=None, ge=1, le=8784, description="How often it is audited by “audit fleet --due”; default: always."
    )
