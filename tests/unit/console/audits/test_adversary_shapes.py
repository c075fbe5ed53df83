"""Each rule over unlike shapes of its fault in the languages it claims, and over traps. Proves G1.11."""

from collections.abc import Mapping
from random import Random
from string import ascii_letters, digits

import pytest

from console.audits.audit_run import RepositoryReport
from console.domain.audit.audit_name import AuditName
from tests.fakes.planted import (
    adversary_compiled,
    adversary_java,
    adversary_page,
    adversary_python,
    adversary_script,
)
from tests.fakes.planted.project import silent_rules
from tests.fakes.planted_repository import PlantedRepository, marked, places

_CODE = (adversary_compiled, adversary_java, adversary_python, adversary_script)
_RANDOM = Random(7)


def _any(count: int, signs: str = ascii_letters + digits) -> str:
    return "".join(_RANDOM.choice(signs) for _ in range(count))


def _pem(kind: str) -> str:
    rows = "\n".join(_any(64) for _ in range(12))
    return f"-----BEGIN {kind}-----\n{rows}\n-----END {kind}-----\n"


# Made while the test runs, so that no file of this repository looks as if it held one.
_SECRETS = {
    "aws": f'id = "AKIA{_any(16, "ABCDEFGHJK234567")}"\n',
    "github": f'token = "ghp_{_any(36)}"\n',
    "gitlab": f'token = "glpat-{_any(20)}"\n',
    "slack": f'token = "xoxb-{_any(12, digits)}-{_any(12, digits)}-{_any(24)}"\n',
    "stripe": f'key = "sk_live_{_any(24)}"\n',
    "google": f'key = "AIza{_any(35)}"\n',
    "npm": f'key = "npm_{_any(36)}"\n',
    "pem": _pem("RSA PRIVATE KEY"),
    "discord": f'url = "https://discord.com/api/webhooks/{_any(18, digits)}/{_any(68)}"\n',
    "database": f'url = "postgres://shop:{_any(12)}@db.internal:5432/shop"\n',
}
_NO_SECRETS = {
    "example": 'id = "AKIA" "IOSFODNN7EXAMPLE"\n'.replace('" "', ""),
    "masked": 'id = "AKIAXXXXXXXXXXXXXXXX"\n',
    "local": 'url = "postgres://user:password@localhost/db"\n',
    "test": f'key = "sk_test_{_any(24)}"\n',
    "hash": f'digest = "{_any(40, "0123456789abcdef")}"\n',
    "public": _pem("PUBLIC KEY"),
    "lock": f'integrity = "sha512-{_any(86)}=="\n',
    "reference": 'key = "${STRIPE_KEY}"\n',
}


@pytest.fixture(scope="module")
def code(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    made = PlantedRepository(tmp_path_factory.mktemp("shapes") / "code")
    before = made.commit({"seed.cfg": "x\n"})
    made.commit({path: text for one in _CODE for path, text in one.FILES.items()})
    return made.audit(AuditName.INTEGRITY, AuditName.TDD, AuditName.STRICT, baseline=before)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> RepositoryReport:
    made = PlantedRepository(tmp_path_factory.mktemp("shapes") / "pages")
    secrets = {f"keys/{name}.py": text for name, text in {**_SECRETS, **_NO_SECRETS}.items()}
    made.commit({**adversary_page.FILES, **secrets})
    return made.audit(AuditName.INTEGRITY, AuditName.SAGES, AuditName.SERVANT)


def _expected(rule: str, files: Mapping[str, str | bytes], known: Mapping[str, set[str]]) -> set[str]:
    return marked(files, rule) | known.get(rule, set())


@pytest.mark.parametrize(
    "rule",
    ["INT02", "INT03", "INT04", "INT05", "INT06", "INT07", "INT08", "INT09", "STR01", "STR03", "STR04", "STR05",
     "TDD07", "TDD09"],
)  # fmt: skip
def test_shapes_of_faults_in_code_are_found_and_traps_are_not(code: RepositoryReport, rule: str) -> None:
    expected = {place for one in _CODE for place in _expected(rule, one.FILES, one.PLACES)}
    assert places(code, rule) == expected


@pytest.mark.parametrize(
    "rule", ["INT10", "INT11", "INT12", "SAG04", "SAG09", "SRV01", "SRV02", "SRV03", "SRV04", "SRV08"]
)
def test_shapes_of_faults_in_pages_and_workflows_are_found_and_traps_are_not(
    pages: RepositoryReport, rule: str
) -> None:
    assert places(pages, rule) == _expected(rule, adversary_page.FILES, adversary_page.PLACES)


def test_secrets_of_many_formats_are_found_and_examples_are_not(pages: RepositoryReport) -> None:
    assert places(pages, "INT01") == {f"keys/{name}.py:1" for name in _SECRETS}


def test_every_rule_could_be_looked_at(code: RepositoryReport, pages: RepositoryReport) -> None:
    assert silent_rules(code) | silent_rules(pages) == {}
