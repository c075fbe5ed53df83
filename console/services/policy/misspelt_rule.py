"""Finding the rule of a policy that nobody reads, because its name is misspelt."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.services.policy.policy_module import PolicyModule

_SET = re.compile(
    r"^[ \t]*([A-Za-z_]\w*)[ \t]+contains\b|^[ \t]*([A-Za-z_]\w*)\[[^\]\n]*\][ \t]*(?:if\b|\{)", re.MULTILINE
)
_COMMENT = re.compile(r"#.*$", re.MULTILINE)
_DENY = "deny"


def misspelt(module: PolicyModule) -> str:
    """Return a sentence on a set of sentences that nobody reads: almost surely a misspelt ``deny``, which allows."""
    source = _COMMENT.sub("", module.source)
    heads = [one[1] or one[2] for one in _SET.finditer(source)]
    for name in dict.fromkeys(heads):
        uses = len(re.findall(rf"\b{re.escape(name)}\b", source))
        if name != _DENY and uses == heads.count(name):
            return t(
                "The policy {place} fills the set “{name}”, which nobody reads: only “deny” refuses.",
                place=module.place, name=name,
            )  # fmt: skip
    return ""
