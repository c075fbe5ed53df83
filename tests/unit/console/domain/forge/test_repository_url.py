"""Which repository an address names, and which addresses are refused."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.domain.forge.forge_host import ForgeHost
from console.domain.forge.repository_url import RepositoryUrl, repository_url
from console.kernel.errors import UserError

KNOWN = (
    ForgeHost("127.0.0.1:8080", "github", "http"),
    ForgeHost("git.corp", "gitlab", prefix="gitlab"),
    ForgeHost("tfs.corp", "azure_devops", prefix="tfs"),
)
TOLD = (
    ("https://github.com/o/r.git", "github", "o/r"),
    ("https://github.com/o/r/", "github", "o/r"),
    ("https://www.github.com/o/r", "github", "o/r"),
    ("https://github.com/o/r/tree/main/a", "github", "o/r"),
    ("https://github.com/o/tree", "github", "o/tree"),
    ("https://github.com/o/r/pull/5/files", "github", "o/r"),
    ("https://github.com/o/r/commit/0a1b2c3", "github", "o/r"),
    ("https://github.com/o/r/settings", "github", "o/r"),
    ("https://bitbucket.org/w/r/src/main/", "bitbucket", "w/r"),
    ("https://me@github.com/o/r", "github", "o/r"),
    ("git@github.com:o/r.git", "github", "o/r"),
    ("ssh://git@ssh.github.com:443/o/r.git", "github", "o/r"),
    ("https://acme.ghe.com/o/r", "github", "o/r"),
    ("http://127.0.0.1:8080/o/r.git", "github", "o/r"),
    ("https://gitlab.com/g/s/t/p.git", "gitlab", "g/s/t/p"),
    ("https://bitbucket.org/w/r/branch/main", "bitbucket", "w/r"),
    ("https://gitlab.com/g/p/-/tree/main", "gitlab", "g/p"),
    ("git@gitlab.com:g/s/p.git", "gitlab", "g/s/p"),
    ("git@github.com:/o/r.git", "github", "o/r"),
    ("https://git.corp/gitlab/g/p.git", "gitlab", "g/p"),
    ("ssh://git@git.corp:2222/g/p.git", "gitlab", "g/p"),
    ("https://git.corp/gitlab/gitlab/p.git", "gitlab", "gitlab/p"),  # a group named as the prefix of the web addresses
    ("git@git.corp:gitlab/p.git", "gitlab", "gitlab/p"),
    ("git@git.corp:gitlab/s/p.git", "gitlab", "gitlab/s/p"),
    ("https://me@bitbucket.org/ws/repo.git", "bitbucket", "ws/repo"),
    ("ssh://git@bitbucket.org/ws/repo.git", "bitbucket", "ws/repo"),
    ("https://dev.azure.com/org/My%20Project/_git/repo", "azure_devops", "My Project/repo"),
    ("https://org@dev.azure.com/org/proj/_git/repo", "azure_devops", "proj/repo"),
    ("https://dev.azure.com/org/_git/repo", "azure_devops", "repo/repo"),
    ("git@ssh.dev.azure.com:v3/org/proj/repo", "azure_devops", "proj/repo"),
    ("ssh://git@ssh.dev.azure.com:22/v3/org/proj/repo", "azure_devops", "proj/repo"),
    ("https://org.visualstudio.com/proj/_git/repo", "azure_devops", "proj/repo"),
    ("https://org.visualstudio.com/DefaultCollection/proj/_git/repo", "azure_devops", "proj/repo"),
    ("https://org.visualstudio.com/defaultcollection/proj/_git/repo", "azure_devops", "proj/repo"),
    ("https://dev.azure.com/org/R%26D/_git/100%25", "azure_devops", "R&D/100%"),
    ("https://dev.azure.com/org/R&D/_git/repo", "azure_devops", "R&D/repo"),
    ("git@ssh.dev.azure.com:v3/org/R%26D/repo", "azure_devops", "R&D/repo"),
    ("https://org.visualstudio.com/_git/repo", "azure_devops", "repo/repo"),
    ("ssh://org@vs-ssh.visualstudio.com:22/DefaultCollection/proj/_ssh/repo", "azure_devops", "proj/repo"),
    ("org@vs-ssh.visualstudio.com:v3/org/proj/repo", "azure_devops", "proj/repo"),
    ("https://tfs.corp/tfs/org/proj/_git/repo", "azure_devops", "proj/repo"),
    ("https://unknown.corp/tfs/org/proj/_git/repo", "azure_devops", "proj/repo"),
    ("ssh://unknown.corp:22/org/proj/_git/repo", "azure_devops", "proj/repo"),
)
REFUSED = (
    ("https://me:pw@github.com/o/r", "credentials"),
    ("https://ghp_abcdefghijklmnopqrstuvwxyz0123456789@github.com/o/r", "credentials"),
    ("https://glpat-abcdefghijklmnopqrst@gitlab.com/o/r", "credentials"),
    ("ssh://git:pw@github.com/o/r", "credentials"),
    ("https://github.com/o/../r", "leads elsewhere"),
    ("https://github.com/o/%2e%2e", "leads elsewhere"),
    ("https://github.com/o/r%2Fx", "leads elsewhere"),
    ("https://github.com/o/r%00", "leads elsewhere"),
    ("https://github.com/-x/r", "leads elsewhere"),
    ("ssh://-oProxyCommand=x/o/r", "host name"),
    ("git@-oProxyCommand=x:o/r", "host name"),
    ("-oProxyCommand=x", "dash"),
    ("--upload-pack=x", "dash"),
    ("ext::sh -c x", "characters"),
    ("https://github.com/o/r\nx", "characters"),
    ("https://github.com/o/r\u202e", "characters"),
    ("https://github.com\\@evil.com/o/r", "characters"),
    ("git@github.com://o/r", "no https or ssh"),
    ("file:///etc/passwd", "no https or ssh"),
    ("javascript:alert(1)", "No forge|no https"),
    ("ftp://github.com/o/r", "no https or ssh"),
    ("https://github.com/o/r?x=1", "no https or ssh"),
    ("https://github.com/o", "does not name"),
    ("https://github.com/o/r/x", "does not name"),
    ("git@github.com:o/r/tree/main", "does not name"),
    ("https://bitbucket.org/w/r/tree/main", "does not name"),
    ("https://dev.azure.com/org/proj/repo", "does not name"),
    ("http://github.com/o/r", "protects nothing"),
    ("https://evil.com/o/r", "No forge is known"),
    ("https://github.com.evil.com/o/r", "No forge is known"),
    ("https://github.com:99999/o/r", "host name"),
    ("", "no https or ssh"),
)
NAME = st.text(string.ascii_letters + string.digits + "_", min_size=1, max_size=20)
FORMS = (
    "https://{host}/{path}.git",
    "https://{host}/{path}",
    "https://{host}/{path}/",
    "https://me@{host}/{path}.git",
    "https://{host}:443/{path}.git",
    "HTTPS://{host}/{path}",
    "git@{host}:{path}.git",
    "ssh://git@{host}/{path}.git",
    "ssh://git@{host}:22/{path}",
)


@pytest.mark.parametrize(("text", "provider", "path"), TOLD)
def test_an_address_tells_forge_and_path(text: str, provider: str, path: str) -> None:
    # proves G1.1: the provider is recognised from the URL
    found = repository_url(text, KNOWN)
    assert (found.provider, found.path) == (provider, path)
    assert found.organization == ("org" if provider == "azure_devops" else "")


@pytest.mark.parametrize(("text", "provider", "path"), TOLD)
def test_the_canonical_addresses_mean_the_same_repository(text: str, provider: str, path: str) -> None:
    found = repository_url(text, KNOWN)
    for form in (found.https_url, found.web_url, found.ssh_url):
        again = repository_url(form, (*KNOWN, found.host))
        assert (again.provider, again.path, again.organization) == (provider, path, found.organization)
    assert "@" not in found.https_url


@pytest.mark.parametrize(("text", "words"), REFUSED)
def test_hostile_and_foreign_addresses_are_refused_with_a_sentence(text: str, words: str) -> None:
    with pytest.raises(UserError, match=words) as refused:
        repository_url(text, KNOWN)
    assert "pw" not in str(refused.value)
    assert "ghp_" not in str(refused.value)


def test_an_address_with_a_port_of_its_own_keeps_it() -> None:
    found = repository_url("https://git.corp:8443/gitlab/g/p", KNOWN)
    assert found.https_url == "https://git.corp:8443/gitlab/g/p.git"


@given(st.sampled_from(["github.com", "gitlab.com", "bitbucket.org"]), NAME, NAME, st.sampled_from(FORMS))
def test_every_form_of_an_address_means_the_same(host: str, owner: str, name: str, form: str) -> None:
    wanted = repository_url(f"https://{host}/{owner}/{name}")
    assert repository_url(form.format(host=host, path=f"{owner}/{name}")) == wanted


@given(st.text(max_size=80))
def test_any_text_is_told_or_refused(text: str) -> None:
    for form in (text, f"https://github.com/{text}", f"git@gitlab.com:{text}", f"https://dev.azure.com/{text}"):
        _told_or_refused(form)


@given(st.text("/.-_:@%2eEfF gitaz\\\n", max_size=40))
def test_what_looks_like_an_address_is_told_or_refused(text: str) -> None:
    _told_or_refused(f"https://github.com{text}")
    _told_or_refused(f"ssh://{text}@gitlab.com/{text}")


def _told_or_refused(text: str) -> None:
    try:
        found = repository_url(text, KNOWN)
    except UserError:
        return
    _check_safe(found)


def _check_safe(found: RepositoryUrl) -> None:
    assert all(part not in {"", ".", ".."} and not part.startswith("-") for part in found.path.split("/"))
    assert found.path.isprintable()
    assert not found.ssh_url.startswith("-")
    assert found.https_url.isascii() or not any(letter.isspace() for letter in found.https_url)
