"""Licences: which one a text is, and which one the settings of a project name."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from console.audits.project_settings import read_toml
from console.audits.repository.link_target import file_behind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from console.audits.repository.checkout import Checkout

FILE = re.compile(
    r"^(licen[cs]e|copying|unlicense|licen[cs]e-\w+|licen[cs]e\.\w+|copying\.\w+|licen[cs]es/.+)([-.]\w+)*$", re.I
)
_APART = re.compile(
    r"(^|/)(vendor|third[_-]?party|node_modules|external|tests?|testdata|fixtures?|__fixtures__|examples?|samples?|"
    r"templates?|e2e|dist|build)/",
    re.I,
)
_TAIL = re.compile(r"(?:^|/)(licen[cs]es/.+|(?:licen[cs]e|copying|unlicense)[^/]*)$", re.I)
# In this order: a text of the AGPL names the GPL too, and the ISC goes on where the 0BSD ends.
_TEXTS = (
    ("AGPL", r"GNU AFFERO GENERAL PUBLIC LICENSE"),
    ("LGPL", r"GNU (LESSER|LIBRARY) GENERAL PUBLIC LICENSE"),
    ("GPL", r"GNU GENERAL PUBLIC LICENSE"),
    ("Apache", r"Apache License"),
    ("MPL", r"Mozilla Public License"),
    ("EPL", r"Eclipse Public License"),
    ("BSL", r"Boost Software License|Business Source License"),
    ("Unlicense", r"free and unencumbered software"),
    ("CC", r"Creative Commons|CC0"),
    ("BSD", r"Redistribution and use in source and binary forms"),
    ("MIT", r"Permission is hereby granted, free of charge, to any person"),
    ("0BSD", r"distribute this software for any purpose with or without fee is hereby granted\."),
    ("ISC", r"Permission to use, copy, modify, and(/or)? distribute this software"),
)
_NAMES = (
    ("AGPL", r"AGPL|Affero"), ("LGPL", r"LGPL|Lesser General|Library General"), ("GPL", r"GPL|GNU General"),
    ("Apache", r"Apache"), ("MPL", r"MPL|Mozilla"), ("EPL", r"EPL|Eclipse"), ("BSL", r"BSL|BUSL|Boost"),
    ("Unlicense", r"Unlicense"), ("CC", r"\bCC\b|CC0|CC-BY|Creative Commons"),
    ("0BSD", r"\b0BSD\b|Zero[- ]Clause BSD|BSD Zero[- ]Clause"), ("BSD", r"BSD"),
    ("MIT", r"\bMIT\b|Expat"), ("ISC", r"\bISC\b"),
)  # fmt: skip


class NamedLicence(NamedTuple):
    """What a setting says: ``families`` are those that it names ("MIT OR Apache-2.0" names two)."""

    path: str
    line: int
    text: str
    families: frozenset[str]


def licence_files(checkout: Checkout, folder: str = "") -> tuple[str, ...]:
    """Return the licence files of a folder and its LICENSES/, where they are; empty ones tell nothing."""
    known = checkout.once("licence-files", lambda: _by_folder(checkout))
    files = (file_behind(checkout, one) for one in known.get(folder, ()))
    return tuple(one for one in dict.fromkeys(files) if checkout.text(one).strip())


def _by_folder(checkout: Checkout) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for path in sorted(checkout.paths):
        match = _TAIL.search(path)
        if match is not None and FILE.match(match[1]):
            found.setdefault(path[: match.start(1)].rstrip("/"), []).append(path)
    return found


def families_of(text: str) -> frozenset[str]:
    """Return which licence a text is; empty: none that is known."""
    flat = re.sub(r"\s+", " ", text[:200_000])
    first = next((name for name, words in _TEXTS if re.search(words, flat[:2_000], re.I)), "")
    anywhere = next((name for name, words in _TEXTS if re.search(words, flat, re.I)), "")
    return frozenset({first or anywhere} - {""})


def named_licences(checkout: Checkout) -> tuple[NamedLicence, ...]:
    """Return what the settings of the project and of its packages name."""
    found = []
    for path in sorted(one for one in checkout.paths if _reader(one) is not None and not _APART.search(one)):
        for said in _said(path, checkout.text(path)):
            families = _named(said)
            if families:
                number = next((n for n, line in enumerate(checkout.lines(path), 1) if said in line), 0)
                found.append(NamedLicence(path, number, said, families))
    return tuple(found)


def _named(said: str) -> frozenset[str]:
    rest, found = said, set()
    for name, words in _NAMES:
        if re.search(words, rest):
            found.add(name)
            rest = re.sub(words, "", rest)
    return frozenset(found)


def _reader(path: str) -> Callable[[str], Iterator[str]] | None:
    name = path.rpartition("/")[2]
    return _READERS.get(name) or next((one for ending, one in _BY_ENDING.items() if name.endswith(ending)), None)


def _said(path: str, text: str) -> Iterator[str]:
    reader = _reader(path)
    try:
        yield from (one for one in reader(text) if 0 < len(one) < 200) if reader is not None else ()
    except (ValueError, AttributeError, TypeError, RecursionError):
        return  # settings that cannot be read name nothing


def _of_toml(text: str) -> Iterator[str]:
    known = read_toml(text)
    project = known.get("project") or known.get("package") or known.get("workspace", {}).get("package")
    project = project or known.get("tool", {}).get("poetry", {})
    licence = project.get("license")
    said = licence.get("text") if isinstance(licence, dict) else licence
    if isinstance(said, str):
        yield said
    else:
        yield from [one for one in project.get("classifiers", ()) if "License ::" in one][:1]


def _of_json(text: str) -> Iterator[str]:
    licence = json.loads(text).get("license")
    if isinstance(licence, str) and not licence.startswith("SEE LICEN"):
        yield licence


def _of_maven(text: str) -> Iterator[str]:
    yield from (one.strip() for one in re.findall(r"<license>\s*<name>([^<\n]{2,100})</name>", text)[:1])


def _of_setup(text: str) -> Iterator[str]:
    told = re.findall(r"^license\s*=\s*(\S.*)$", text, re.M) or re.findall(r"^[ \t]+(License :: .*\S)", text, re.M)
    yield from map(str.strip, told[:1])


def _of_script(text: str) -> Iterator[str]:
    told = r"\blicense\s*=\s*[\"']([^\"'\n]+)[\"']", r"[\"'](License :: [^\"'\n]+)[\"']"
    yield from (re.findall(told[0], text) or re.findall(told[1], text))[:1]


def _of_gem(text: str) -> Iterator[str]:
    yield from re.findall(r"\.licenses?\s*=\s*\[?\s*[\"']([^\"'\n]+)[\"']", text)[:1]


def _of_dotnet(text: str) -> Iterator[str]:
    told = r"<PackageLicenseExpression>\s*([^<\n]{2,100}?)\s*</|<license type=\"expression\">\s*([^<\n]{2,100}?)\s*</"
    yield from (one or other for one, other in re.findall(told, text)[:1])


_BY_ENDING = {
    ".gemspec": _of_gem, ".csproj": _of_dotnet, ".fsproj": _of_dotnet, ".vbproj": _of_dotnet, ".nuspec": _of_dotnet,
}  # fmt: skip
_READERS = {
    "Directory.Build.props": _of_dotnet,
    "pyproject.toml": _of_toml, "Cargo.toml": _of_toml, "package.json": _of_json, "composer.json": _of_json,
    "pom.xml": _of_maven, "setup.cfg": _of_setup, "setup.py": _of_script,
}  # fmt: skip
