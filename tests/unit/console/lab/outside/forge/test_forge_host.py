"""What all forges of the lab have in common: secrets that the estate refers to, and git behind the account's token."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fakes.lab_forge import LabForge, lab_forge


@pytest.fixture(params=["azure_devops", "bitbucket", "github", "gitlab"])
def forge(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LabForge]:
    """One forge of the lab."""
    with lab_forge(tmp_path, request.param) as found:
        yield found


def _secret(reference: str) -> str:
    return Path(reference.removeprefix("file:")).read_text()


def test_the_estate_leads_to_the_connection_and_its_projects(forge: LabForge) -> None:
    options: Any = getattr(forge.estate, forge.kind)[0]
    server: Any = forge.server
    assert options.key == f"lab-{forge.kind.replace('_', '-')}"
    assert options.url.startswith(server._host.site.url)
    assert _secret(options.token) == server._host.token
    assert _secret(options.webhook_secret) not in ("", server._host.token)
    assert {one.provider for one in forge.estate.projects} == {options.key}
    assert server._projects.find(options.audit_pipeline.repository) is not None


@pytest.mark.parametrize(("right", "status"), [(True, 200), (False, 401)])
def test_git_is_answered_to_any_name_with_the_token_and_asks_for_it(forge: LabForge, right: bool, status: int) -> None:
    server: Any = forge.server
    url = f"{forge.estate.projects[0].url}/info/refs?service=git-upload-pack"
    answer = httpx.get(url, auth=("anybody", server._host.token if right else "wrong"))
    assert answer.status_code == status
    assert answer.headers.get("www-authenticate", "").startswith("" if right else 'Basic realm="')


def test_nobody_is_answered_once_it_has_stopped(forge: LabForge) -> None:
    server: Any = forge.server
    forge.runtime.run(server.stop(), 10)
    with pytest.raises(httpx.ConnectError):
        httpx.get(server._host.site.url)
