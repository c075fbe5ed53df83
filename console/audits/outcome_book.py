"""Outcomes of rules, kept by the content that they were made from, never by time."""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from typing import TYPE_CHECKING

import msgspec

from console.audits.config_digest import config_digest
from console.audits.repository.blob_text import files_before
from console.audits.repository.default_branch import default_branch
from console.audits.repository.path_class import PathClass, path_class
from console.domain.audit.rule_outcome import RuleOutcome, RuleState
from console.kernel.i18n import language
from console.kernel.paths import keep_private
from console.kernel.prepared import prepared

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from console.audits.audit_rule import AuditRule
    from console.audits.repository.checkout import Checkout
    from console.audits.repository.tracked_file import TrackedFile
    from console.domain.audit.audit_name import AuditName

MOST_KEPT = 24
_DAY_S = 86_400.0
_CODE = frozenset({PathClass.SOURCE, PathClass.TEST})
_PAGE = msgspec.json.Decoder(dict[str, msgspec.Raw])
_DECODER = msgspec.json.Decoder(prepared(RuleOutcome))


class OutcomeBook:
    """Keeps outcomes below ``folder``: pages, at most 24 in each of its 256 parts, the oldest going first.

    What an outcome may depend on follows from its rule's scope: ``code`` on source and tests, ``tree`` on every file,
    ``files`` also on the baseline's; ``commit`` on the commit, ``commits`` also on the baseline, ``day`` on the commit
    and the day. Rules of other scopes depend on the forge or on what is beside the commit, and are never kept. All but
    ``code`` depend on how the default branch is called (pipelines name it), and all on the rules themselves, the
    programs they run, the profile and the language. The outcomes of one audit that depend on the same are one page. A
    page that is not whole is not there.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pages: dict[str, dict[str, msgspec.Raw]] = {}
        self._fresh: set[str] = set()

    def get(self, checkout: Checkout, rule: AuditRule) -> RuleOutcome | None:
        """Return what the rule said about the same content before."""
        key = _key(checkout, rule)
        raw = self._page(key).get(rule.key) if key else None
        try:
            known = _DECODER.decode(raw) if raw is not None else None
        except (ValueError, RecursionError):
            return None
        return known if known is not None and known.rule == rule.key else None

    def put(self, checkout: Checkout, rule: AuditRule, outcome: RuleOutcome) -> None:
        """Remember an outcome, unless the rule could not be run or names what is no text; ``keep`` writes it."""
        key = _key(checkout, rule)
        if not key or outcome.state is RuleState.NOT_RUN:
            return
        with suppress(UnicodeError):
            self._page(key)[rule.key] = msgspec.Raw(msgspec.json.encode(outcome))
            self._fresh.add(key)

    def keep(self) -> None:
        """Write what was put since the last time; a full disk only means that it is made again."""
        while self._fresh:
            key = self._fresh.pop()
            with suppress(OSError):
                file = self._file(key)
                keep_private(file, msgspec.json.encode(self._pages[key]))
                if len(os.listdir(file.parent)) > MOST_KEPT:
                    _let_go(file.parent)

    def _page(self, key: str) -> dict[str, msgspec.Raw]:
        known = self._pages.get(key)
        if known is None:
            try:
                known = _PAGE.decode(self._file(key).read_bytes())
            except (OSError, ValueError, RecursionError):
                known = {}
            self._pages[key] = known
        return known

    def _file(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key}.json"


def _let_go(folder: Path) -> None:
    kept = sorted(folder.glob("*.json"), key=lambda one: one.stat().st_mtime_ns)
    for old in kept[:-MOST_KEPT]:
        old.unlink(missing_ok=True)


def _key(checkout: Checkout, rule: AuditRule) -> str:
    """Return the name of everything that an outcome depends on; empty when that cannot be named."""
    return checkout.once(f"outcomes-{rule.audit}-{rule.scope}", lambda: _named(checkout, rule.audit, rule.scope))


def _named(checkout: Checkout, audit: AuditName, scope: str) -> str:
    if scope == "code":
        seen = _digest_of(checkout, "code", (one for one in checkout.tracked if path_class(one.path) in _CODE))
    elif scope == "tree":
        seen = _digest_of(checkout, "tree", checkout.tracked)
    elif scope == "files":
        seen = f"{_digest_of(checkout, 'tree', checkout.tracked)} {_baseline(checkout)}"
    elif scope == "commit":
        seen = checkout.commit
    elif scope == "day":
        seen = f"{checkout.commit} {int(checkout.now_s // _DAY_S)}"
    elif scope == "commits":
        seen = f"{checkout.commit} {checkout.baseline}"
    else:
        return ""
    profile = msgspec.json.encode(checkout.profile).decode()
    branch = "" if scope == "code" else default_branch(checkout)
    whole = "\0".join((config_digest(), audit, scope, language(), profile, branch, seen))
    return sha256(whole.encode("utf-8", "surrogateescape")).hexdigest()


def _digest_of(checkout: Checkout, name: str, files: Iterable[TrackedFile]) -> str:
    return checkout.once(f"digest-{name}", lambda: _digest(files))


def _digest(files: Iterable[TrackedFile]) -> str:
    digest = sha256()
    for one in files:
        digest.update(f"{one.mode:o} {one.object_id} {one.path}\0".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _baseline(checkout: Checkout) -> str:
    """Return what stands for the baseline's files: they and these decide which lines were added."""
    if not checkout.baseline:
        return ""
    return checkout.once("digest-baseline", lambda: _digest(files_before(checkout)))
