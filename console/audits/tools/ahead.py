"""Which programs an audit will ask: begun before its rules are checked, so that they run side by side with these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.audits.repository.clone_cache import is_partial
from console.audits.tools.ast_grep_run import AST_GREP
from console.audits.tools.codespell_run import CODESPELL
from console.audits.tools.kingfisher_run import KINGFISHER
from console.audits.tools.lizard_run import LIZARD
from console.audits.tools.ruff_run import RUFF
from console.domain.audit.audit_name import AuditName

if TYPE_CHECKING:
    from collections.abc import Collection

    from console.audits.repository.checkout import Checkout

_ASKED = (
    (AuditName.INTEGRITY, (KINGFISHER, RUFF, AST_GREP)),
    (AuditName.STRICT, (RUFF, AST_GREP, CODESPELL, LIZARD)),
    (AuditName.TDD, (AST_GREP,)),
)
WAITING_RULES = frozenset({"INT01"})
"""The rules that wait for the slowest of them."""


def begin_ahead(checkout: Checkout, audits: Collection[AuditName]) -> None:
    """Start what these audits ask and what is not known yet; the longest first."""
    for audit, programs in _ASKED:
        if audit in audits:
            for one in programs:
                if one is not KINGFISHER or not is_partial(checkout.repository):  # it reads the whole history
                    one.ahead(checkout)
