"""READMEs, licences, guidance, owners and decision records in many shapes, and what only looks like a lack.

Proves G1.2 and G1.11.
"""

from pathlib import Path

import pytest

from console.audits import declared_owner
from console.audits.owner_pattern import owner_pattern
from tests.fakes.planted_repository import PlantedRepository, looked_at, tells, told_words

_MIT = (
    "MIT License\n\nCopyright (c) 2024 Ann\n\nPermission is hereby granted, free of charge, to any person obtaining\n"
)
_APACHE = "                                 Apache License\n                           Version 2.0, January 2004\n"
_GPL3 = "                    GNU GENERAL PUBLIC LICENSE\n                       Version 3, 29 June 2007\n"
_BSD3 = (
    "BSD 3-Clause License\n\nRedistribution and use in source and binary forms, with or without modification, are\n"
    "permitted ... 3. Neither the name of the copyright holder nor the names of its contributors may be used\n"
)
_PERMISSION = (
    "Copyright (C) 2024 Ann\n\nPermission to use, copy, modify, and/or distribute this software for any purpose with\n"
    "or without fee is hereby granted"
)
_0BSD = f'Zero-Clause BSD\n\n{_PERMISSION}.\n\nTHE SOFTWARE IS PROVIDED "AS IS"\n'
_ISC = f"ISC License\n\n{_PERMISSION}, provided that the above copyright notice appears in all copies.\n"


@pytest.fixture
def made(tmp_path: Path) -> PlantedRepository:
    return PlantedRepository(tmp_path / "shop")


_INSTALL, _USE, _TEST, _LICENCE = "about: install", "about: use", "about: test", "about: licence"
_FULL = "# Shop\n\n## Install\n\nx\n\n## Usage\n\nx\n\n## Tests\n\nx\n\n## License\n\nMIT\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({"README.md": "# Shop\n\nSells things.\n"}, [_INSTALL, _USE, _TEST, _LICENCE]),
        ({"main.go": "package main\n"}, ["README"]),
        ({"packages/a/README.md": _FULL}, ["README"]),
        ({"README.rst": "Shop\n====\n\nInstallation\n------------\n\nx\n\nUsage\n-----\n\nx\n"}, [_TEST, _LICENCE]),
        ({"README.md": "# Shop\n<!--\n## Install\n## Usage\n## Tests\n-->\n\n## License\nMIT\n"},
         [_INSTALL, _USE, _TEST]),
        ({"README.md": "# Shop\n\n```md\n## Install\n## Usage\n## Tests\n```\n\n## License\nMIT\n"},
         [_INSTALL, _USE, _TEST]),
        ({"README.md": _FULL.replace("## Tests", "## Latest news")}, [_TEST]),
        ({"README.md": _FULL.replace("## Usage", "## Causes")}, [_USE]),
        ({"README.md": _FULL, "packages/a/README.md": "# A\n"}, []),
        ({"README.md": "# Shop\n\n## Getting Started\n\n```sh\nnpm install\n```\n\n## Quickstart\n\nx\n\n"
          "## Development\n\n```sh\nnpm test\n```\n\n## Licensing\n\nSee [LICENSE](LICENSE).\n"}, []),
        ({"README.md": "# Shop\n\nInstallation\n------------\nx\n\nHow to use\n----------\nx\n\nRunning the tests\n"
          "-----------------\nx\n\nLicence\n-------\nMIT\n"}, []),
        ({"README.adoc": "= Shop\n\n== Installation\n\nx\n\n== Usage\n\nx\n\n== Testing\n\nx\n\n== License\n\nMIT\n"},
         []),
        ({"README.org": "* Shop\n** Installation\n** Usage\n** Testing\n** License\n"}, []),
        ({"README.md": "<h1 align=center>Shop</h1>\n<h2>Installation</h2>\nx\n<h2 id=u>Usage</h2>\nx\n"
          "<h2>Running tests</h2>\nx\n<h2>License</h2>\n"}, []),
        ({"README.md": "# 🛒 Shop\n\n## 🚀 Installation\n\nx\n\n## 💡 Usage\n\nx\n\n## ✅ Testing\n\nx\n\n"
        "## 📄 License\n"}, []),
        ({"README.md": "# Shop\n\n## インストール\n\nx\n\n## 使い方\n\nx\n\n## テスト\n\nx\n\n## ライセンス\n"}, []),
        ({"readme.md": _FULL}, []),
        ({"README.md": _FULL.replace("## Usage", "## API")}, []),
        ({".github/README.md": _FULL}, []),
        ({"README.md": "# Shop\n\n## Setup\n\nx\n\n## Examples\n\nx\n\n## Contributing\n\nRun `make test` first.\n\n"
          "## Copyright and license\n\nMIT\n"}, []),
        ({"README": "Shop\n\nINSTALL\n\n  make install\n\nUSAGE\n\n  shop run\n\nTESTS\n\n  make check\n\nLICENSE\n\n"
        "  MIT\n"},
         []),
    ],
)  # fmt: skip
def test_what_a_readme_says(made: PlantedRepository, files: dict[str, str], wanted: list[str]) -> None:
    made.commit({"src/a.py": "a = 1\n", **files})
    outcome = looked_at(made, "SAG01")
    assert tells(outcome, wanted), told_words(outcome)


def _package(licence: str) -> str:
    return f'{{\n  "name": "shop",\n  "license": {licence}\n}}\n'


def _dotnet(name: str) -> str:
    licence = f"<PackageLicenseExpression>{name}</PackageLicenseExpression>"
    return f"<Project>\n<PropertyGroup>\n{licence}\n</PropertyGroup>\n</Project>\n"


def _pom(name: str) -> str:
    return f"<project>\n  <licenses>\n    <license>\n      <name>{name}</name>\n    </license></licenses></project>\n"


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        ({}, ["no licence"]),
        ({"package.json": _package('"MIT"')}, ["no licence"]),
        ({"LICENSE": ""}, ["no licence"]),
        ({"docs/guide/LICENSE": _MIT}, ["no licence"]),
        ({"LICENSE": _APACHE, "package.json": _package('"MIT"')}, ["package.json:3"]),
        ({"LICENSE": _MIT, "Cargo.toml": '[package]\nname = "shop"\nlicense = "GPL-3.0-only"\n'}, ["Cargo.toml:3"]),
        ({"LICENSE": _MIT, "pom.xml": _pom("Apache License, Version 2.0")}, ["pom.xml:4"]),
        ({"COPYING": _GPL3, "setup.cfg": "[metadata]\nname = shop\nlicense = MIT\n"}, ["setup.cfg:3"]),
        ({"LICENSE": _MIT, "setup.py": 'from setuptools import setup\nsetup(\n    license="GPLv3",\n)\n'},
         ["setup.py:3"]),
        ({"LICENSE": _MIT, "pyproject.toml": '[project]\nname = "shop"\nclassifiers = [\n'
          '  "License :: OSI Approved :: Apache Software License",\n]\n'}, ["pyproject.toml:4"]),
        ({"LICENSE": _MIT, "pyproject.toml": '[project]\nname = "shop"\nlicense = {text = "BSD-3-Clause"}\n'},
         ["pyproject.toml:3"]),
        ({"LICENSE": _MIT, "pyproject.toml": '[tool.poetry]\nname = "shop"\nlicense = "Apache-2.0"\n'},
         ["pyproject.toml:3"]),
        ({"LICENSE": _MIT, "composer.json": '{\n  "license": "LGPL-2.1-only"\n}\n'}, ["composer.json:2"]),
        ({"LICENSE": _MIT, "shop.gemspec": 'Gem::Specification.new do |s|\n  s.license = "GPL-3.0"\nend\n'},
         ["shop.gemspec:2"]),
        ({"LICENSE": _MIT, "LICENSES/MIT.txt": _MIT, "REUSE.toml": "version = 1\n",
          "src/b.py": "# SPDX-License-Identifier: GPL-2.0-only\n", "src/a.py": "# SPDX-License-Identifier: MIT\n"},
         ["GPL-2.0-only"]),
        ({"LICENSES/MIT.txt": _MIT, "REUSE.toml": "version = 1\n[[annotations]]\npath = 'docs/**'\n"
          "SPDX-License-Identifier = 'CC-BY-4.0 OR MIT'\n"}, ["REUSE.toml:4 LICENSES/CC-BY-4.0.txt"]),
        ({"LICENSES/MIT.txt": _MIT, ".reuse/dep5": "Files: *\nCopyright: Ann\nLicense: MIT\n\nFiles: docs/*\n"
          "Copyright: Ann\nLicense: CC0-1.0\n"}, [".reuse/dep5:7 LICENSES/CC0-1.0.txt"]),
        ({"LICENSE": _MIT, "package.json": _package('"MIT"')}, []),
        ({"LICENSE-MIT": _MIT, "LICENSE-APACHE": _APACHE, "Cargo.toml": '[package]\nlicense = "MIT OR Apache-2.0"\n'},
         []),
        ({"LICENSE-MIT": _MIT, "LICENSE-APACHE": _APACHE, "Cargo.toml": '[package]\nlicense = "MIT/Apache-2.0"\n'}, []),
        ({"COPYING": _GPL3, "pyproject.toml": '[project]\nlicense = "GPL-3.0-or-later"\n'}, []),
        ({"LICENCE.md": "# The MIT License (MIT)\n\n" + _MIT, "package.json": _package('"MIT"')}, []),
        ({"LICENSE": "Copyright Shop Ltd. All rights reserved.\n", "package.json": _package('"UNLICENSED"')}, []),
        ({"LICENSE.md": "Our own terms.\n", "package.json": _package('"SEE LICENSE IN LICENSE.md"')}, []),
        ({"LICENSE": _MIT, "pyproject.toml": '[project]\nlicense = {file = "LICENSE"}\n'}, []),
        ({"LICENSE": _MIT, "pyproject.toml": '[project]\nlicense = {text = "MIT License"}\n'}, []),
        ({"LICENSE": _MIT, "Cargo.toml": '[workspace.package]\nlicense = "MIT"\n',
          "crates/a/Cargo.toml": "[package]\nlicense.workspace = true\n"}, []),
        ({"LICENSE": _MIT, "vendor/x/package.json": _package('"ISC"'), "third_party/y/Cargo.toml":
          '[package]\nlicense = "Apache-2.0"\n'}, []),
        ({"LICENSE": _MIT, "packages/b/LICENSE": _APACHE, "packages/b/package.json": _package('"Apache-2.0"')}, []),
        ({"LICENSE": _BSD3, "setup.cfg": "[metadata]\nlicense = BSD\n"}, []),
        ({"LICENSE": _0BSD, "package.json": _package('"0BSD"')}, []),
        ({"LICENSE": _0BSD, "Cargo.toml": '[package]\nlicense = "MIT OR 0BSD"\n'}, []),
        ({"LICENSE": _ISC, "package.json": _package('"ISC"')}, []),
        ({"LICENSE": _ISC, "package.json": _package('"0BSD"')}, ["package.json:3"]),
        ({"LICENSE": _0BSD, "package.json": _package('"ISC"')}, ["package.json:3"]),
        ({"LICENSE": _ISC, "setup.cfg": "[metadata]\nlicense = BSD\n"}, ["setup.cfg:2"]),
        ({"LICENSE": _BSD3, "package.json": _package('"0BSD"')}, ["package.json:3"]),
        ({"LICENSE": _APACHE, "pom.xml": _pom("The Apache Software License, Version 2.0")}, []),
        ({"LICENSE": _MIT, "package.json": _package('[{"type": "MIT", "url": "x"}]').replace("license", "licenses")},
         []),
        ({"LICENSES/MIT.txt": _MIT, "REUSE.toml": "version = 1\n[[annotations]]\npath = '**'\n"
          "SPDX-License-Identifier = 'MIT'\nSPDX-FileCopyrightText = 'Ann'\n"}, []),
        ({"LICENSE": _GPL3.replace("GENERAL", "AFFERO GENERAL").replace("29 June", "19 November"),
          "package.json": _package('"AGPL-3.0-or-later"')}, []),
        ({"LICENSE": _MIT, "package.json": '{\n  "dependencies": {"license": "Apache-2.0"}\n}\n'}, []),
        ({"UNLICENSE": "This is free and unencumbered software released into the public domain.\n",
          "Cargo.toml": '[package]\nlicense = "Unlicense"\n'}, []),
        ({"LICENSE": _MIT, "pyproject.toml": '[project]\nclassifiers = ["License :: OSI Approved :: MIT License"]\n'},
         []),
        ({"LICENSE": _MIT, "pyproject.toml": '[project]\nclassifiers = ["License :: OSI Approved"]\n'}, []),
        ({"LICENSE": _MIT, "src/Shop.csproj": _dotnet("MIT")}, []),
        ({"LICENSE": _MIT, "src/Shop.csproj": _dotnet("Apache-2.0")}, ["src/Shop.csproj:3"]),
        ({"LICENSE": _MIT, "Directory.Build.props": _dotnet("Apache-2.0")}, ["Directory.Build.props:3"]),
        ({"LICENSE": _MIT, "Shop.nuspec": '<package><metadata>\n<license type="expression">Apache-2.0</license>\n'},
         ["Shop.nuspec:2"]),
    ],
)  # fmt: skip
def test_licences_and_what_the_settings_say_of_them(
    made: PlantedRepository, files: dict[str, str], wanted: list[str]
) -> None:
    made.commit({"src/a.py": "a = 1\n", **files})
    outcome = looked_at(made, "SAG02")
    assert tells(outcome, wanted), told_words(outcome)


@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        ("", ["SECURITY", "CONTRIBUTING"]),
        ("SECURITY.md", ["CONTRIBUTING"]),
        ("CONTRIBUTING.md", ["SECURITY"]),
        ("packages/a/SECURITY.md packages/a/CONTRIBUTING.md", ["SECURITY", "CONTRIBUTING"]),
        ("src/security.py src/contributing.ts", ["SECURITY", "CONTRIBUTING"]),
        ("SECURITY.md CONTRIBUTING.md", []),
        (".github/SECURITY.md docs/CONTRIBUTING.md", []),
        ("security.md contributing.md", []),
        ("SECURITY.rst CONTRIBUTING.rst", []),
        ("docs/security.md .github/contributing.md", []),
        (".well-known/security.txt CONTRIBUTING", []),
        ("SECURITY.adoc .gitlab/CONTRIBUTING.md", []),
        ("SECURITY.md docs/contributing/index.md", []),
        ("docs/security/README.md CONTRIBUTING.md", []),
    ],
)
def test_guidance_where_forges_look_for_it(made: PlantedRepository, paths: str, wanted: list[str]) -> None:
    made.commit({"src/a.py": "a = 1\n", **dict.fromkeys(paths.split(), "# How\n\nWrite to us.\n")})
    outcome = looked_at(made, "SAG03")
    assert tells(outcome, wanted), told_words(outcome)


def test_guidance_without_a_word_is_none(made: PlantedRepository) -> None:
    made.commit({"SECURITY.md": "", "CONTRIBUTING.md": "\r\n"})
    outcome = looked_at(made, "SAG03")
    assert tells(outcome, ["SECURITY", "CONTRIBUTING"])
    assert [one.patch for one in outcome.findings] == ["", ""]  # it would add what is there


@pytest.mark.parametrize(
    ("files", "hot", "wanted"),
    [
        ({"CODEOWNERS": "*.rb @ann\n* @ann\n"}, "", ["CODEOWNERS:1"]),
        ({"docs/CODEOWNERS": "/src/ @ann\n/lib/ @bo\n"}, "", ["docs/CODEOWNERS:2"]),
        ({".github/CODEOWNERS": "* ann\n"}, "", [".github/CODEOWNERS:1"]),
        ({".github/CODEOWNERS": "* @ann bo.example.com\n"}, "", [".github/CODEOWNERS:1"]),
        ({".github/CODEOWNERS": "* @shop//core @shop/\n"}, "", ["@shop//core", "@shop/ "]),
        ({".github/CODEOWNERS": "/docs/ @ann\n"}, "src/a.py", ["src/a.py"]),
        ({".github/CODEOWNERS": "* @ann\n/src/\n"}, "src/a.py", ["src/a.py"]),
        ({".github/CODEOWNERS": "!src/ @ann\n* @ann\n"}, "", [".github/CODEOWNERS:1"]),
        ({".gitlab/CODEOWNERS": "[Docs] @ann\ndocs/\nmissing/\n"}, "", [".gitlab/CODEOWNERS:3"]),
        ({".github/CODEOWNERS": "* @ann\n/src/A.py @bo\n"}, "", [".github/CODEOWNERS:2"]),
        ({"CODEOWNERS": "# to be written\n\n"}, "", ["CODEOWNERS names no owner"]),
        ({}, "src/a.py", None),
        ({".github/CODEOWNERS": "# all\n* @shop/core # the team\n*.md ann@shop.example\n\n"}, "src/a.py", []),
        ({".github/CODEOWNERS": "* @ann\ndocs/my\\ page.md @bo\n", "docs/my page.md": "x\n"}, "", []),
        ({".gitlab/CODEOWNERS": "* @ann\n[Docs] @ann\ndocs/\n^[Optional]\nsrc/ @bo\n[Data][2] @shop/dba\n*.py\n"}, "",
         []),
        ({".github/CODEOWNERS": "* @ann\n/docs/\n"}, "", []),
        ({".github/CODEOWNERS": "/src/ @ann\n/docs/ @ann\n"}, "CHANGELOG.md", []),
        ({".github/CODEOWNERS": "/src/ @ann\n/docs/ @ann\n"}, "package-lock.json", []),
        ({".github/CODEOWNERS": "* @ann\n", "docs/CODEOWNERS": "/gone/ @ann\n"}, "", []),
        ({"CODEOWNERS": "**/guide @ann\nsrc/**/*.py @ann\n", "docs/guide/a.md": "x\n"}, "", []),
        ({"CODEOWNERS": "* @shop-org/sub.team @bo_1\n"}, "", []),
        ({".gitlab/CODEOWNERS": "* @group/sub/team @@developer\n"}, "", []),
    ],
)  # fmt: skip
def test_owners_of_code(made: PlantedRepository, files: dict[str, str], hot: str, wanted: list[str] | None) -> None:
    made.commit({"src/a.py": "a = 1\n", "docs/page.md": "x\n", "README.md": "x\n", **files})
    for number in range(8 if hot else 0):
        made.commit({hot: f'{{"a": {number}}}\n'})
    outcome = looked_at(made, "SAG04")
    assert tells(outcome, wanted), told_words(outcome)


_ONE = {"docs/adr/0001-use-git.md": "# 1. Use Git\n\n## Status\n\nAccepted\n"}


def test_patterns_are_looked_for_wherever_they_may_match(made: PlantedRepository) -> None:
    paths = ["a.py", "b/a.py", "b/c/d.py", "b/cc/e.md", "b-c/f.py", "docs/g.md", "docs/x/h.md", "my file.md", "b.c/i"]
    heads = [
        "",
        "/",
        "b",
        "/b",
        "b/",
        "/b/",
        "b/c",
        "/b/c/",
        "b/c*",
        "docs",
        "docs/",
        "do",
        "/do",
        "b/cc",
        "b.c/",
        "**/",
    ]
    tails = ["", "*", "/*", "**", "/**", "*.py", "a.py", "/a.py", "?.py", "x", "x/", "**/h.md", "*.rs", "/d.py", "c"]
    patterns = sorted({head + tail for head in heads for tail in tails if (head + tail).strip("/")})
    owners = "".join(f"{one} @ann\n" for one in patterns)
    made.commit({".github/CODEOWNERS": owners, **dict.fromkeys(paths, "x\n")})
    known = [*paths, ".github/CODEOWNERS"]
    wanted = {one for one in patterns if not any(owner_pattern(one).match(path) for path in known)}
    told = {one.evidence.removesuffix(" matches nothing") for one in looked_at(made, "SAG04").findings}
    assert told == wanted
    assert 20 < len(wanted) < len(patterns) - 20


class _Counted:
    """A pattern that counts how often it is tried."""

    tried = 0

    def __init__(self, pattern: str) -> None:
        self._pattern = owner_pattern(pattern)

    def match(self, text: str) -> bool:
        type(self).tried += 1
        return self._pattern.match(text) is not None


def test_many_owners_of_many_folders_are_looked_for_where_they_are(
    made: PlantedRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    folders = [f"services/module{one}" for one in range(200)]
    owners = "".join(f"/{one}/ @ann\n*.ending{place} @bo\n" for place, one in enumerate(folders))
    files = {f"{one}/src/{name}.py": "1\n" for one in folders for name in "abcde"}
    made.commit({".github/CODEOWNERS": f"* @ann\n{owners}", **files})
    monkeypatch.setattr(declared_owner, "owner_pattern", _Counted)
    outcome = looked_at(made, "SAG04")
    assert {one.evidence.partition(" ")[0] for one in outcome.findings} == {f"*.ending{one}" for one in range(200)}
    assert _Counted.tried < 100_000  # of the 1,001 paths each of 401 patterns tries few


def _record(text: str, path: str = "docs/adr/0002-use-svn.md") -> dict[str, str]:
    return {**_ONE, path: text}


@pytest.mark.parametrize(
    ("files", "wanted"),
    [
        (_record("# 2. Use SVN\n\nWe use it.\n"), ["0002-use-svn.md"]),
        (_record("# 2. Use SVN\n\n## Status\n\n## Context\n\nWe use it.\n"), ["0002-use-svn.md"]),
        (_record("---\ndate: 2024-01-01\n---\n# Use SVN\n"), ["0002-use-svn.md"]),
        (_record("# 2. Use SVN\n\nStatus: superseded by [9](0009-gone.md)\n"), ["0002-use-svn.md:3"]),
        (_record("# 2. Use SVN\n\nStatus: Superseded by ADR-0042\n"), ["0002-use-svn.md:3"]),
        (_record("# Use SVN\n\nStatus: accepted\n", "docs/adr/use-svn.md"), ["use-svn.md"]),
        (_record("# 1. Use SVN\n\nStatus: accepted\n", "docs/adr/0001-use-svn.md"), ["0001-use-git", "0001-use-svn"]),
        ({"doc/architecture/decisions/0001-x.md": "# 1. X\n\nBecause.\n"}, ["decisions/0001-x.md"]),
        ({"docs/decisions/0001-x.md": "---\nstatus: superseded by ADR-0007\n---\n# X\n"}, ["0001-x.md:2"]),
        ({"services/pay/docs/adr/0001-x.md": "# 1. X\n\nBecause.\n"}, ["services/pay/docs/adr/0001-x.md"]),
        ({"docs/page.md": "x\n"}, None),
        ({"src/adr/model.py": "x = 1\n", "src/adr/__init__.py": ""}, None),
        (_record("---\nstatus: accepted\ndate: 2024-01-01\n---\n# Use SVN\n"), []),
        (_record("# 2. Use SVN\n\n* Status: accepted\n* Date: 2024-01-01\n"), []),
        (_record("# 2. Use SVN\n\n**Status:** Accepted\n"), []),
        (_record("# 2. Use SVN\n\n**Status**: Proposed\n"), []),
        (_record("# 2. Use SVN\n\n| Status | Accepted |\n|--|--|\n| Date | 2024-01-01 |\n"), []),
        (_record("# 2. Use SVN\n\n## ステータス\n\n承認済み\n"), []),
        (_record("# 2. Use SVN\n\nStatus: Superseded by [ADR 1](0001-use-git.md)\n"), []),
        (_record("# 2. Use SVN\n\n## Status\n\nSuperseded by ADR-1\n"), []),
        (_record("# 2. Use SVN\n\n## Status\n\n![Accepted](https://img.example/accepted.svg)\n"), []),
        (_record("# 2. Use SVN\n\n### Status: deprecated\n"), []),
        (_record("# Use SVN\n\nStatus: accepted\n", "docs/adr/ADR-002-use-svn.md"), []),
        (_record("# Use SVN\n\n- Status: accepted\n", "docs/adr/20240102-use-svn.md"), []),
        (_record("= Use SVN\n\n== Status\n\nAccepted\n", "docs/adr/0002-use-svn.adoc"), []),
        (_record("Use SVN\n=======\n\nStatus\n------\n\nAccepted\n", "docs/adr/0002-use-svn.rst"), []),
        (_record("# {title}\n\n## Status\n\n{proposed | accepted}\n", "docs/adr/template.md"), []),
        (_record("# Title\n", "docs/adr/adr-template.md"), []),
        (_record("# Title\n", "docs/adr/0000-template.md"), []),
        (_record("# Index\n", "docs/adr/index.md"), []),
        (_record("<svg/>\n", "docs/adr/images/x.svg"), []),
    ],
)  # fmt: skip
def test_records_of_decisions(made: PlantedRepository, files: dict[str, str], wanted: list[str] | None) -> None:
    made.commit({"src/a.py": "a = 1\n", **files})
    outcome = looked_at(made, "SAG06")
    assert tells(outcome, wanted), told_words(outcome)
