"""Code that nothing in the product uses, by vulture; tests alone do not keep code alive."""

from pathlib import Path

from vulture import Vulture

from tests.architecture.source_tree import PACKAGES

# Fields, constants and enum members are declarations of data; imports are ruff's business.
KINDS = ("function", "method", "class", "property", "unreachable_code")
# Called by a framework: Qt's overrides (camelCase), click's commands, pydantic's validators, http.server's do_GET.
FRAMEWORK_NAMES = ["[a-z]*[A-Z]*", "do_*"]
FRAMEWORK_DECORATORS = ["@*.command*", "@*.group*", "@*validator*", "@*serializer*", "@*.register*", "@*Slot*"]

# Public for a reason that vulture cannot see: name -> reason.
ALIVE = {
    "extract_cookies": "httpx calls it on its cookie jar",
    "format_help": "click calls it",
    "get_command": "click calls it",
    "handle_async_request": "httpx calls it on its transport",
    "ignore_aliases": "PyYAML calls it",
    "mount": "prometheus-api-client calls it on its session",
    "open_scopes": "the watchers of the tests read it",
}


def unused(root: Path, *packages: str) -> list[str]:
    """Return ``file:line kind name`` of everything unused in some packages of the tree."""
    finder = Vulture(ignore_names=FRAMEWORK_NAMES, ignore_decorators=FRAMEWORK_DECORATORS)
    finder.scavenge([str(root / package) for package in packages or PACKAGES])
    return sorted(
        f"{Path(item.filename).relative_to(root)}:{item.first_lineno} {item.typ} {item.name}"
        for item in finder.get_unused_code(min_confidence=60)
        if item.typ in KINDS and item.name not in ALIVE
    )
