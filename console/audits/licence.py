"""Licences: which one a text is, and which one the settings of a project name."""

from __future__ import annotations

import json
import re
import tomllib
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.audits.repository.checkout import Checkout

FILE = re.compile(
    r"^(licen[cs]e|copying|unlicense|licen[cs]e-\w+|licen[cs]e\.\w+|copying\.\w+|licen[cs]es/.+)([-.]\w+)*$", re.I
)
# In this order: a text of the AGPL names the GPL too.
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
    ("ISC", r"Permission to use, copy, modify, and(/or)? distribute this software"),
)
_NAMES = (
    ("AGPL", r"AGPL|Affero"), ("LGPL", r"LGPL|Lesser General|Library General"), ("GPL", r"GPL|GNU General"),
    ("Apache", r"Apache"), ("MPL", r"MPL|Mozilla"), ("EPL", r"EPL|Eclipse"), ("BSL", r"BSL|BUSL|Boost"),
    ("Unlicense", r"Unlicense"), ("CC", r"\bCC\b|CC0|CC-BY|Creative Commons"), ("BSD", r"BSD"),
    ("MIT", r"\bMIT\b|Expat"), ("ISC", r"\bISC\b"),
)  # fmt: skip


class NamedLicence(NamedTuple):
    """What a setting says: ``families`` are those that it names ("MIT OR Apache-2.0" names two)."""

    path: str
    line: int
    text: str
    families: frozenset[str]


def licence_files(checkout: Checkout) -> tuple[str, ...]:
    """Return the licence files at the root (and in LICENSES/)."""
    return tuple(one for one in sorted(checkout.paths) if FILE.match(one))


def families_of(text: str) -> frozenset[str]:
    """Return which licence a text is; empty: none that is known."""
    flat = re.sub(r"\s+", " ", text[:200_000])
    first = next((name for name, words in _TEXTS if re.search(words, flat[:2_000], re.I)), "")
    anywhere = next((name for name, words in _TEXTS if re.search(words, flat, re.I)), "")
    return frozenset({first or anywhere} - {""})


def named_licences(checkout: Checkout) -> tuple[NamedLicence, ...]:
    """Return what pyproject.toml, package.json, Cargo.toml, pom.xml and setup.cfg name."""
    found = []
    for path, said in _said(checkout):
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


def _said(checkout: Checkout) -> Iterator[tuple[str, str]]:
    for path, table in (("pyproject.toml", "project"), ("Cargo.toml", "package")):
        try:
            known = tomllib.loads(checkout.text(path)).get(table, {})
            licence = known.get("license")
            classifiers = [one for one in known.get("classifiers", ()) if "License ::" in one]
        except (ValueError, AttributeError, TypeError, RecursionError):
            continue
        said = licence.get("text") if isinstance(licence, dict) else licence
        if isinstance(said, str) and len(said) < 200:
            yield path, said
        elif classifiers:
            yield path, str(classifiers[0])
    try:
        licence = json.loads(checkout.text("package.json") or "{}").get("license")
    except (ValueError, AttributeError, RecursionError):
        licence = None
    if isinstance(licence, str) and not licence.startswith("SEE LICEN"):
        yield "package.json", licence
    named = re.search(r"<license>\s*<name>([^<\n]{2,100})</name>", checkout.text("pom.xml"))
    if named is not None:
        yield "pom.xml", named[1].strip()
    match = re.search(r"^license\s*=\s*(\S.*?)\s*$", checkout.text("setup.cfg"), re.M)
    if match is not None:
        yield "setup.cfg", match[1]
