"""The impact of a push: what changed, which rules may say something else now, and whether that wants an audit."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from console.domain.audit.audit_name import AuditName


class PushPart(StrEnum):
    """What files are by their names; ``OTHER``: settings, assets, vendored and generated files."""

    SOURCE = "source"
    TEST = "test"
    DOCUMENT = "document"
    WORKFLOW = "workflow"
    OTHER = "other"


class PushImpact(NamedTuple):
    """``audits`` are those that the push is about; ``rules`` all whose outcome may differ, the rest is reused.

    ``changed`` are paths (of a renamed file the new one). ``before`` is empty when nothing is known of the time before:
    then everything is touched.
    """

    before: str
    after: str
    changed: tuple[str, ...]
    parts: frozenset[PushPart]
    audits: tuple[AuditName, ...]
    rules: tuple[str, ...]

    @property
    def is_needed(self) -> bool:
        """Return whether there is anything to audit: another commit, or nothing known before."""
        return self.after != self.before
