"""Which connection of an estate a project or an address belongs to."""

from typing import Any

import pytest

from console.estate.forge_place import forge_place, forge_places
from console.estate.schema.estate import Estate
from console.kernel.errors import UserError

TOKEN = "keyring:t"
CLOUD, OLD, SERVER = "https://dev.azure.com/org", "https://org.visualstudio.com", "https://tfs.corp/tfs/My%20Coll"
AZURE_WITH_ORGANIZATION = [
    ("azure_devops", {"organization": organization, "url": url}, address)
    for organization, url, address in (
        ("org", CLOUD, f"{CLOUD}/p/_git/r"),
        ("org", CLOUD, "git@ssh.dev.azure.com:v3/org/p/r"),
        ("org", CLOUD, f"{OLD}/DefaultCollection/p/_git/r"),
        ("org", OLD, f"{OLD}/DefaultCollection/p/_git/r"),
        ("org", OLD, f"{OLD}/p/_git/r"),
        ("org", OLD, f"{CLOUD}/p/_git/r"),
        ("My Coll", SERVER, f"{SERVER}/p/_git/r"),
        ("My Coll", SERVER, "ssh://tfs.corp:22/tfs/My%20Coll/p/_git/r"),
    )
]


def _estate(**sections: Any) -> Estate:
    return Estate.model_validate({"name": "shop", **sections})


def _project(key: str, url: str, **more: str) -> dict[str, str]:
    return {"key": key, "url": url, **more}


def test_a_project_is_found_by_its_key_and_by_its_address() -> None:
    estate = _estate(github=[{"key": "gh"}], projects=[_project("web", "git@github.com:shop/web.git")])
    by_key, by_address = forge_place(estate, "web"), forge_place(estate, "https://github.com/shop/web")
    assert (by_key.provider.key, by_key.repository) == ("gh", by_address.repository)
    assert by_key.project is not None
    assert by_address.project is None


@pytest.mark.parametrize(
    ("section", "options", "url"),
    [
        ("github", {"url": "https://git.corp/api/v3"}, "https://git.corp/o/r.git"),
        ("github", {"url": "https://api.acme.ghe.com"}, "git@acme.ghe.com:o/r.git"),
        ("github", {"url": "http://127.0.0.1:4711/api/v3"}, "http://127.0.0.1:4711/o/r.git"),
        ("gitlab", {"url": "https://code.corp/gitlab/api/v4"}, "https://code.corp/gitlab/g/s/p"),
        ("gitlab", {"url": "https://code.corp/api/v4", "hosts": ["ssh.corp"]}, "git@ssh.corp:g/p.git"),
        ("bitbucket", {}, "git@bitbucket.org:ws/repo.git"),
        ("azure_devops", {"organization": "org"}, "https://org.visualstudio.com/p/_git/r"),
        ("azure_devops", {"organization": "Coll", "url": "https://tfs.corp/tfs"}, "https://tfs.corp/tfs/Coll/p/_git/r"),
        *AZURE_WITH_ORGANIZATION,
    ],
)
def test_the_connection_is_told_by_its_own_address_and_further_hosts(
    section: str, options: dict[str, Any], url: str
) -> None:
    estate = _estate(**{section: [{"key": "one", **options}]})
    found = forge_place(estate, url)
    assert found.provider.key == "one"
    assert found.repository.organization == options.get("organization", "")
    assert section != "azure_devops" or found.repository.path == "p/r"


def test_a_project_may_have_the_old_ssh_address_of_its_organization() -> None:
    estate = _estate(
        azure_devops=[{"key": "a", "organization": "alpha"}],
        projects=[_project("one", "alpha@vs-ssh.visualstudio.com:v3/alpha/p/r")],
    )
    assert forge_place(estate, "one").repository.path == "p/r"


def test_of_two_organizations_on_one_host_the_right_connection_is_chosen() -> None:
    estate = _estate(
        azure_devops=[{"key": "a", "organization": "alpha"}, {"key": "b", "organization": "beta"}],
        projects=[
            _project("one", "https://dev.azure.com/alpha/p/_git/r"),
            _project("two", "https://dev.azure.com/beta/p/_git/r"),
        ],
    )
    assert [place.project.key for place in forge_places(estate, "b") if place.project] == ["two"]


def test_the_named_provider_wins_over_the_first_of_its_host() -> None:
    url = "https://github.com/o/r"
    estate = _estate(github=[{"key": "a"}, {"key": "b", "token": TOKEN}], projects=[_project("r", url, provider="b")])
    assert forge_place(estate, "r").provider.key == "b"
    assert forge_place(estate, url).provider.key == "a"


def test_projects_whose_address_cannot_be_told_do_not_hide_the_others() -> None:
    estate = _estate(
        github=[{"key": "gh"}],
        projects=[_project("odd", "https://nowhere.example/x/y"), _project("web", "https://github.com/shop/web")],
    )
    assert [place.repository.path for place in forge_places(estate, "gh")] == ["shop/web"]


@pytest.mark.parametrize(
    ("text", "words"), [("web", "neither a project"), ("https://gitlab.com/g/p", "no connection for")]
)
def test_what_belongs_to_no_connection_is_told(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        forge_place(_estate(github=[{"key": "gh"}]), text)
