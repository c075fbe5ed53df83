"""Parts of a build that a README names and that are not there: packages and features of Rust, modules of Java."""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

_PLAIN = re.compile(r"[A-Za-z_][\w-]*\Z")
_STAND_IN = re.compile(r"[A-Z][A-Z0-9_-]*|(?:crate|package|feature|test|bench)[_-]name|name[_-]of[_-]\w+")
"""What stands for a name that the reader puts in."""
_CRATE_STEPS = frozenset(["run", "r", "build", "b", "check", "c", "test", "t", "bench", "clippy", "doc", "nextest"])
_PACKAGES, _FEATURES = frozenset({"-p", "--package"}), frozenset({"-F", "--features"})
_PLACES = {"--bench": "benches", "--test": "tests"}
_MODULES = frozenset({"-pl", "--projects"})
_BUILT_WITH = {"./mvnw": ("pom.xml",), "./gradlew": ("build.gradle", "build.gradle.kts", "settings.gradle")}


def lacking_crate_part(checkout: Checkout, asked: tuple[str, ...]) -> str:
    """Return what a command of cargo names that no crate of the repository knows."""
    if asked[1:2] == () or asked[1] not in _CRATE_STEPS:
        return ""
    crates = checkout.once("crate-words", lambda: _words(checkout, "Cargo.toml"))
    for flag, name in _told(asked):
        place = _PLACES.get(flag)
        is_file = place is not None and re.compile(rf"(^|/){place}/{re.escape(name)}(\.rs|/main\.rs)$")
        is_known = name in crates or name in _locked(checkout)
        if crates and not is_known and not (is_file and any(map(is_file.search, checkout.paths))):
            return t("{target} does not exist", target=f"{flag} {name}"[:120])
    return ""


def _told(asked: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for flag, value in pairwise(asked):
        if flag in _PACKAGES or flag in _PLACES:
            names = [value]
        else:
            names = re.split(r"[,\s]+", value.strip("\"'")) if flag in _FEATURES else []
        yield from ((flag, one) for one in names if _PLAIN.match(one) and not _STAND_IN.fullmatch(one))


def _locked(checkout: Checkout) -> frozenset[str]:
    return checkout.once("locked-crates", lambda: _words(checkout, "Cargo.lock"))


def _words(checkout: Checkout, name: str) -> frozenset[str]:
    paths = [one for one in checkout.paths if one.rpartition("/")[2] == name]
    return frozenset(word for one in paths for word in re.findall(r"[\w-]+", checkout.text(one)))


def lacking_module(checkout: Checkout, words: tuple[str, ...], folder: str) -> str:
    """Return what a command of Maven or Gradle lacks: its own wrapper, or the module that it is asked for."""
    program = posixpath.normpath(posixpath.join(folder, words[0]))
    if words[0] in _BUILT_WITH and program not in checkout.paths:
        is_built = any(posixpath.join(folder, one) in checkout.paths for one in _BUILT_WITH[words[0]])
        return t("{target} does not exist", target=words[0]) if is_built else ""
    if words[0] == "./gradlew" or posixpath.join(folder, "pom.xml") not in checkout.paths:
        return ""
    for flag, value in pairwise(words):
        for one in value.split(",") if flag in _MODULES else ():
            if not _is_module(checkout, one.lstrip("!+-?"), folder):
                return t("{target} does not exist", target=f"{flag} {one}"[:120])
    return ""


def _is_module(checkout: Checkout, name: str, folder: str) -> bool:
    """A module is named by its folder, or after a colon by what it makes."""
    if ":" in name:
        return name.rpartition(":")[2] in checkout.once("maven-words", lambda: _words(checkout, "pom.xml"))
    path = posixpath.normpath(posixpath.join(folder, name))
    return path == "." or path in checkout.paths or posixpath.join(path, "pom.xml") in checkout.paths
