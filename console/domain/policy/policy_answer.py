"""Reading what a policy in Rego says: codes of the console's own ones, sentences of anybody's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.domain.policy.policy_word import finding_words
from console.domain.policy_verdict import PolicyFinding, PolicyNeed
from console.kernel.i18n import t

_MOST_FOUND, _MOST_TEXT = 20, 500


def read_answer(policy: str, answer: Any) -> tuple[PolicyFinding, ...]:
    """Return the findings of the set ``deny``; raise ``ValueError`` naming what is wrong with it.

    Each member is a sentence, or an object with ``text`` or ``msg`` (else ``code`` and ``values``), and where wanted
    ``comply``, ``need`` (reason, signature) and ``warns`` (it does not refuse). The older ``deny[msg] { … }`` gives an
    object of them.
    """
    if isinstance(answer, Mapping) and all(one is True for one in answer.values()):
        answer = sorted(answer)
    if not isinstance(answer, list):
        raise ValueError(t("deny is not a set; write: deny contains … if …"))  # noqa: TRY004 - what a file says
    return tuple(_finding(policy, one) for one in answer[:_MOST_FOUND])


def _finding(policy: str, said: Any) -> PolicyFinding:
    if isinstance(said, str) and said.strip():
        return PolicyFinding(policy, _bounded(said))
    if not isinstance(said, Mapping):
        raise ValueError(t("a member of deny is neither a sentence nor an object"))  # noqa: TRY004 - likewise
    try:
        text, comply = said.get("text", said.get("msg")), said.get("comply", "")
        if text is None:
            text, comply = finding_words(said["code"], said.get("values") or {})
        need = PolicyNeed(said.get("need", ""))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise ValueError(t("an object in deny has no text (a sentence), or a need that is not known")) from None
    if not isinstance(text, str) or not text.strip() or not isinstance(comply, str):
        raise ValueError(t("an object in deny has no text (a sentence), or a comply that is none"))
    return PolicyFinding(policy, _bounded(text), _bounded(comply), need, said.get("warns") is not True)


def _bounded(text: str) -> str:
    return " ".join(text.split())[:_MOST_TEXT]
