"""SAG09: links inside the documentation that lead nowhere."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from console.audits.audit_rule import RULES, AuditRule, Mending
from console.audits.document_page import headings
from console.audits.line_patch import line_patch
from console.audits.outcome import by_share, not_applicable, passed_or_failed
from console.audits.page_link import MARKDOWN, PAGES, page_links
from console.audits.page_place import is_elsewhere, is_page, leads_from_above
from console.audits.repository.history import history_of
from console.audits.repository.link_target import file_behind
from console.audits.repository.past_contents import PastContents
from console.audits.repository.path_class import PathClass
from console.domain.audit.audit_name import AuditName
from console.domain.audit.finding import Finding
from console.domain.audit.rule_severity import RuleSeverity
from console.kernel.i18n import t

if TYPE_CHECKING:
    from console.audits.repository.checkout import Checkout
    from console.domain.audit.rule_outcome import RuleOutcome


_KEY = "SAG09"
_PLACE = re.compile(
    r"<a [^<>]*(?:name|id)=[\"']?([^\"'\s<>]+)|\bid=[\"']([^\"']+)|\{:? ?#([\w.:-]+)|^\(([\w.-]+)\)=\s*$", re.M
)
_LABEL = re.compile(r"^\(([\w.-]+)\)=\s*$", re.M)
_OBJECT = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+$")
_FILE = re.compile(
    r"[\w-]+\.(png|jpe?g|gif|svg|webp|ico|pdf|html?|txt|csv|json|ya?ml|toml|cfg|ini|conf|xml|log|zip|gz|whl|ipynb"
    r"|pyi?|[cm]?[jt]sx?|css|scss|sh|bat|go|rs|java|c|h|cc|cpp|hpp|rb|php|sql|proto|tex|bib|drawio|puml|mmd|lock)$",
    re.I,
)
_REFERENCE = re.compile(r"\[([^\[\]]*)\]\[[^\[\]]*\]")
_FOREIGN = re.compile(r"^([a-z][a-z0-9+.-]*:|//|mailto:|\{|%|\$|<)|\{\{|\{%|<[%?]|\$\{|[\[\]]", re.I)
_ON_FORGE = re.compile(r"/(blob|tree|raw|wiki|issues|pulls?|releases|discussions|actions|compare|commits?)(/|$)")
_APART = re.compile(
    r"(^|/)(templates?|_templates|fixtures?|testdata|node_modules|i18n|\.github/\w+_TEMPLATE)(/|$)|cookiecutter", re.I
)


def _check(checkout: Checkout) -> RuleOutcome:
    pages = [one for one in checkout.of(PathClass.DOCUMENT) if one.lower().endswith(PAGES) and not _APART.search(one)]
    links, found = 0, []
    for page in pages:
        for line, target in page_links(page, checkout.text(page)):
            links += 1
            if not _leads(checkout, page, target):
                patch = _renamed(checkout, page, line, target)
                found.append(
                    Finding(
                        _KEY, RuleSeverity.LOW, page, line, evidence=target[:200], patch=patch, tool="console-audit"
                    )
                )
    if not pages:
        return not_applicable(_KEY, t("There is no documentation."))
    return by_share(_KEY, links - len(found), links, found) if links else passed_or_failed(_KEY, [])


def _leads(checkout: Checkout, page: str, target: str) -> bool:
    if _FOREIGN.search(target):
        return True
    path, _, anchor = unquote(target).partition("#")
    path = path.partition("?")[0]
    if path.startswith("/"):
        return leads_from_above(checkout, page, path.strip("/"))
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path)) if path else page
    if place.startswith("..") or place == ".":
        # Out of the repository: a place on the forge leads somewhere, a page beside this repository does so nowhere.
        return not place.lower().endswith(PAGES) or _ON_FORGE.search(place) is not None
    if place not in checkout.paths:
        return (
            is_page(checkout, place)
            or is_elsewhere(checkout, place)
            or path in _labels(checkout)
            or _is_object(checkout, path)
        )
    is_markdown = place.lower().endswith(MARKDOWN)
    return (
        not anchor
        or not is_markdown
        or _letters(anchor.removeprefix("user-content-")) in _anchors(checkout, place)
        or bool(re.match(r"L\d+", anchor))
    )


def _labels(checkout: Checkout) -> frozenset[str]:
    """Return the labels of all pages, where the program that makes the site (Sphinx with MyST) links to them."""

    def read() -> frozenset[str]:
        pages = checkout.of(PathClass.DOCUMENT) if _is_myst(checkout) else ()
        texts = (checkout.text(one) for one in pages if one.lower().endswith(MARKDOWN))
        return frozenset(name for text in texts for name in _LABEL.findall(text))

    return checkout.once("labels", read)


def _is_object(checkout: Checkout, path: str) -> bool:
    """Return whether a link is to what the program documents by its dotted name, which is not that of a file."""
    is_file = path.lower().endswith(PAGES) or _FILE.match(path) is not None
    return _OBJECT.match(path) is not None and not is_file and _is_myst(checkout)


def _is_myst(checkout: Checkout) -> bool:
    def read() -> bool:
        settings = [one for one in checkout.paths if one.rpartition("/")[2] == "conf.py"]
        return any("myst" in checkout.text(one) for one in settings)

    return checkout.once("is-myst", read)


def _anchors(checkout: Checkout, page: str) -> frozenset[str]:
    """Return the anchors of a page by letters and digits alone: programs differ in what they make of the others."""

    def read() -> frozenset[str]:
        text = checkout.text(file_behind(checkout, page))
        known: set[str] = {"top", ""}
        counts: Counter[str] = Counter()
        for one in headings(text):
            title = re.sub(r"\s*\{:? ?#.*", "", one.title)
            for name in {_letters(title), _letters(_REFERENCE.sub(r"\1", title))}:
                known.add(f"{name}{counts[name]}" if counts[name] else name)
                counts[name] += 1
        known |= {_letters(next(one for one in match if one)) for match in _PLACE.findall(text)}
        return frozenset(known)

    return checkout.once(f"anchors-{page}", read)


def _letters(text: str) -> str:
    return "".join(one for one in text.lower() if one.isalnum())


def _later_names(checkout: Checkout) -> dict[str, str]:
    return {c.old_path: c.path for one in reversed(history_of(checkout)) for c in one.changes if c.status == "R"}


def _renamed(checkout: Checkout, page: str, line: int, target: str) -> str:
    """Return a patch where the file has only got another name."""
    path = unquote(target).partition("#")[0]
    place = posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
    names = checkout.once("later-names", lambda: _later_names(checkout))
    for _ in range(8):
        place = names.get(place, place)
    if not path or place not in checkout.paths or place == page:
        return ""
    better = posixpath.relpath(place, posixpath.dirname(page) or ".")
    return line_patch(checkout, page, line, checkout.line(page, line).replace(path, better))


RULES.add(
    AuditRule(
        _KEY,
        AuditName.SAGES,
        RuleSeverity.LOW,
        title=lambda: t("Links inside the documentation lead somewhere"),
        why=lambda: t("Whoever follows it is lost, and stops trusting the other pages too."),
        mend=lambda: t("Correct the link; where the file was only renamed the patch does it."),
        check=_check,
        mending=Mending.SAFE,
        scope="tree",
        past=PastContents.RENAMED,
    )
)
