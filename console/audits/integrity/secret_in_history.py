"""INT01: a secret of a live format in the tree or in its history."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.integrity.key_file import KIND, keys_in_files
from console.audits.outcome import passed_or_failed
from console.audits.repository.file_book import file_book
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass, path_class
from console.audits.tools.kingfisher_run import FoundSecret, found_secrets
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome

_KEY = "INT01"
_PACKED = 2000
_FORMATTED = re.compile(
    r"(?<![\w+/])(AKIA[0-9A-Z]{16}|gh[pousr]_\w{36}|github_pat_\w{22,90}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,80}"
    r"|[rs]k_live_\w{16,99}|AIza[\w-]{35})(?![\w+/])|-----BEGIN [A-Z ]*PRIVATE KEY|hooks\.slack\.com/services/T\w+/B"
)
_LONE = re.compile(
    r"(?<![\w+/])(?P<aws_access_key_id>A[KS]IA[A-Z2-7]{16})(?![\w+/])"
    r"|discord(?:app)?\.com/api/webhooks/(?P<discord_webhook>\d{17,20}/[\w-]{60,70})"
    r"|(?<![\w:])(?P<telegram_bot_token>\d{8,10}:AA[\w-]{33})(?![\w-])"
)
_SIGNS = (b"AKIA", b"ASIA", b"/api/webhooks/", b":AA")
_FEWEST_SIGNS = 7
_LOGIN = re.compile(r"[a-z][a-z0-9+.-]*://[^\s/@'\"]*:(?P<word>[^\s/@'\":,]+)@", re.I)
_EXAMPLE = re.compile(
    r"(?i)pass(word|wd|phrase)?|pwd?|pw|secret|token|foo|bar|baz|foobar|user(name)?|admin|root|guest|test(ing)?|example|demo"
    r"|change-?me|x{2,}|\*+|postgres|mysql|redis|rabbitmq|[$<{%\[].*|.*[}>%\]]|your.*"
)
_SAMPLE = re.compile(r"hooks\.slack\.com/services/T(?:0+|X+)/B(?:0+|X+)/\w*")
_WAYS = ("curl-auth",)
"""Kinds that tell how a secret is sent: beside one that tells what it is they are the same secret."""
_LEFT_ALONE = frozenset({PathClass.TEST, PathClass.VENDORED})


def _check(checkout: Checkout) -> RuleOutcome:
    more = (*_lone_keys(checkout), *keys_in_files(checkout))  # while the program is still at work
    found = [
        one
        for one in found_secrets(checkout)
        if path_class(one.path) not in _LEFT_ALONE and not _is_noise(checkout.line(one.path, one.line))
    ]
    known = {(one.path, one.line) for one in found}
    found += [one for one in more if path_class(one.path) not in _LEFT_ALONE and (one.path, one.line) not in known]
    found = [one for one in found if not _is_key_of_tests(one)]
    named = {(one.path, one.line, one.commit) for one in found if not one.kind.startswith(_WAYS)}
    found = [one for one in found if not one.kind.startswith(_WAYS) or (one.path, one.line, one.commit) not in named]
    return passed_or_failed(_KEY, [_finding(one) for one in found])


def _is_key_of_tests(one: FoundSecret) -> bool:
    """Return whether it is the key of a certificate that tests serve with: nobody trusts it elsewhere."""
    return one.kind == KIND and path_class(f"{one.path}.py") is PathClass.TEST


def _lone_keys(checkout: Checkout) -> Iterator[FoundSecret]:
    """Yield the keys of the tree that the program wants to see together with a second part."""
    kinds = (PathClass.SOURCE, PathClass.OTHER, PathClass.DOCUMENT, PathClass.GENERATED)
    paths = checkout.of(*kinds)
    book = file_book(checkout, "lone-keys", paths, tuple[tuple[str, int], ...])
    for path, rows in book.whole({one: tuple(_keys(checkout.content(one))) for one in book.missing}, ()).items():
        for kind, line in rows:
            yield FoundSecret(kind, path, line, "")


def _keys(content: bytes) -> Iterator[tuple[str, int]]:
    if not any(one in content for one in _SIGNS):
        return
    for match in _LONE.finditer(content.decode("utf-8", "replace")):
        if "EXAMPLE" not in match[0] and len(set(match[0][4:])) >= _FEWEST_SIGNS:
            yield str(match.lastgroup), match.string.count("\n", 0, match.start()) + 1


def _is_noise(line: str) -> bool:
    """Return whether a line cannot hold a real one: packed scripts are full of random letters, examples of words."""
    if len(line) > _PACKED:
        return not _FORMATTED.search(line)
    if _SAMPLE.search(line):
        return not _FORMATTED.search(_SAMPLE.sub("", line))
    logins = list(_LOGIN.finditer(line))
    return bool(logins) and all(_EXAMPLE.fullmatch(one["word"]) for one in logins) and not _FORMATTED.search(line)


def _finding(one: FoundSecret) -> Finding:
    """A secret that the tree no longer holds is still in every clone: it counts, at the commit that brought it."""
    evidence = t("{kind} (the secret itself is not shown)", kind=one.kind)
    return Finding(
        _KEY, RuleSeverity.CRITICAL, one.path, one.line, evidence=evidence, commit=one.commit, tool="kingfisher"
    )


RULES.add(
    AuditRule(
        _KEY,
        AuditName.INTEGRITY,
        RuleSeverity.CRITICAL,
        title=lambda: t("No secrets in the tree or its history"),
        why=lambda: t("Whoever can read the repository, or ever cloned it, can use the secret."),
        mend=lambda: t("Revoke the secret first, then read its successor from the environment or a secret store."),
        check=_check,
        mending=Mending.PROPOSAL,
        scope="commit",
        past=PastContents.ALL,
    )
)
