"""Lock files of Ruby, PHP and .NET, and how their versions are ordered. Proves G1.2 (SRV06) and G1.6."""

import json
from pathlib import Path

import msgspec
import pytest

from console.audits.dependencies.lock_file import lock_files, locked_packages
from console.audits.impact.push_part import push_part
from console.domain.audit.osv_record import OsvRecord
from console.domain.audit.package_version import version_order
from console.domain.audit.push_impact import PushPart
from tests.fakes.planted_repository import PlantedRepository

_GEMS = """\
GIT
  remote: https://git.example/own.git
  specs:
    own (1.0.0)

GEM
  remote: https://rubygems.org/
  specs:
    nokogiri (1.15.4-x86_64-linux)
      racc (~> 1.4)
    rack (2.2.6)
    sorbet (0.5.b1)

PLATFORMS
  ruby

DEPENDENCIES
  rack (~> 2.2)
"""
_COMPOSER = {
    "packages": [{"name": "monolog/monolog", "version": "v2.8.0"}, {"name": "shop/own", "version": "dev-main"}],
    "packages-dev": [{"name": "phpunit/phpunit", "version": "9.6.0"}],
}
_NUGET = {
    "version": 1,
    "dependencies": {
        "net8.0": {
            "Newtonsoft.Json": {"type": "Direct", "requested": "[12.0.3, )", "resolved": "12.0.3"},
            "shop.core": {"type": "Project"},
        }
    },
}
_CONFIG = '<?xml version="1.0"?>\n<packages>\n  <package id="log4net" version="2.0.8" targetFramework="net48" />\n'
FILES = {
    "Gemfile.lock": _GEMS,
    "composer.lock": json.dumps(_COMPOSER, indent=4),
    "src/packages.lock.json": json.dumps(_NUGET, indent=2),
    "old/packages.config": _CONFIG,
}


def test_what_they_pin_is_read_with_its_line(tmp_path: Path) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit(FILES)
    checkout = made.checkout()
    found = {path: [tuple(one) for one in locked_packages(checkout, path)] for path in lock_files(checkout)}
    assert found == {
        "Gemfile.lock": [
            ("RubyGems", "nokogiri", "1.15.4", 9), ("RubyGems", "rack", "2.2.6", 11),
            ("RubyGems", "sorbet", "0.5.b1", 12),
        ],
        "composer.lock": [
            ("Packagist", "monolog/monolog", "2.8.0", 4), ("Packagist", "phpunit/phpunit", "9.6.0", 14),
        ],
        "src/packages.lock.json": [("NuGet", "Newtonsoft.Json", "12.0.3", 5)],
        "old/packages.config": [("NuGet", "log4net", "2.0.8", 3)],
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "[]", "{", '{"packages": 1, "dependencies": [1]}', '{"packages": [1]}'])
@pytest.mark.parametrize("path", sorted(FILES))
def test_what_is_none_pins_nothing(tmp_path: Path, path: str, text: str) -> None:
    made = PlantedRepository(tmp_path / "shop")
    made.commit({path: text})
    assert locked_packages(made.checkout(), path) == ()


@pytest.mark.parametrize(
    ("ecosystem", "rising"),
    [
        ("RubyGems", "1.0.a 1.0.a.2 1.0.b1 1.0-rc1 1.0 1.0.1 1.0.10 1.1 2"),
        ("Packagist", "1.0.0-dev 1.0.0-alpha1 1.0.0-alpha2 1.0.0-beta v1.0.0-RC1 1.0.0 1.0.0-p1 1.0.0.1 1.1"),
        ("NuGet", "1.0.0-alpha 1.0.0-Beta.2 1.0.0-beta.11 1.0.0 1.0.0.1 1.0.0.2 1.0.1 1.10.0"),
    ],
)
def test_versions_come_one_after_the_other(ecosystem: str, rising: str) -> None:
    order = version_order(ecosystem)
    made = [order(one) for one in rising.split()]
    assert None not in made
    assert made == sorted(made, key=lambda one: one or ())
    assert len(set(made)) == len(made)


@pytest.mark.parametrize(
    ("ecosystem", "one", "other"),
    [("RubyGems", "1", "1.0.0"), ("Packagist", "v1.2", "1.2.0.0"), ("NuGet", "1.2.0-RC", "1.2.0.0-rc+45")],
)
def test_versions_that_are_the_same(ecosystem: str, one: str, other: str) -> None:
    order = version_order(ecosystem)
    assert order(one) == order(other) is not None
    assert order("main") is None


@pytest.mark.parametrize(
    ("ecosystem", "told", "named", "version", "is_hit"),
    [
        ("RubyGems", "rack", "rack", "2.2.6", True), ("RubyGems", "rack", "rack", "2.2.6.4", False),
        ("Packagist", "Monolog/monolog", "monolog/monolog", "2.2.0", True),
        ("NuGet", "newtonsoft.json", "Newtonsoft.Json", "2.2.6", True),
        ("NuGet", "newtonsoft.json", "Newtonsoft.Json", "13.0.1", False),
    ],
)  # fmt: skip
def test_advisories_are_about_them(ecosystem: str, told: str, named: str, version: str, is_hit: bool) -> None:
    span = {"type": "ECOSYSTEM", "events": [{"introduced": "0"}, {"fixed": "2.2.6.4"}]}
    affected = [{"package": {"ecosystem": ecosystem, "name": told}, "ranges": [span]}]
    record = msgspec.convert({"id": "GHSA-1", "affected": affected}, OsvRecord)
    ((_, name),) = record.packages()
    assert name == (named.lower() if ecosystem != "RubyGems" else named)
    assert record.affects(ecosystem, name, version) is is_hit


@pytest.mark.parametrize("path", ["requirements.txt", "requirements/dev.txt", "Gemfile.lock", "constraints.txt"])
def test_a_push_of_a_lock_file_is_no_push_of_documents(path: str) -> None:
    assert push_part(path) is PushPart.OTHER
    assert push_part("docs/install.txt") is PushPart.DOCUMENT
