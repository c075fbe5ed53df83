"""Orders follow the estate: its projects, teams and their strictness; or a list. Proves G1.1, G1.7."""

from pathlib import Path

import msgspec
import pytest

from console.domain.audit.audit_name import AuditName
from console.domain.audit.audit_profile import ENTERPRISE, OPEN_SOURCE
from console.estate.load import parse_estate
from console.kernel.clone_login import CloneTrust
from console.kernel.errors import UserError
from console.services.audits.audit_order import AuditOrder, OrderLogin
from console.services.audits.project_orders import listed_orders, project_orders

ESTATE = parse_estate(
    """
name: shop
projects:
  - {key: api, url: "https://github.com/acme/api.git", team: core, branch: main, audits: [git]}
  - {key: web, url: "https://github.com/acme/web.git"}
teams:
  - {key: core, profile: enterprise, strictness: 0.9}
""",
    "estate",
)


def test_a_project_has_its_teams_profile_with_the_teams_own_strictness() -> None:
    api, web = project_orders(ESTATE)
    assert (api.project, api.source, api.revision) == ("api", "https://github.com/acme/api.git", "main")
    assert (api.profile.key, api.profile.strictness, api.profile.focus) == ("enterprise", 0.9, ENTERPRISE.focus)
    assert (api.audits, web.audits, web.profile) == ((AuditName.GIT,), (), OPEN_SOURCE)
    assert [one.audits for one in project_orders(ESTATE, audits=[AuditName.TDD])] == [(AuditName.TDD,)] * 2


def test_a_private_repository_is_cloned_with_its_forges_token() -> None:
    estate = parse_estate(
        """
name: shop
github: [{key: hub, token: "env:HUB_TOKEN"}]
bitbucket: [{key: bucket, token: "env:BUCKET_TOKEN", username: ann@shop.example}]
projects:
  - {key: api, url: "https://github.com/acme/api.git"}
  - {key: web, url: "https://bitbucket.org/acme/web.git"}
  - {key: own, url: "https://forge.example/acme/own.git"}
""",
        "estate",
    )
    api, web, own = project_orders(estate)
    assert api.login == OrderLogin("x-access-token", "env:HUB_TOKEN")
    assert web.login == OrderLogin("x-bitbucket-api-token-auth", "env:BUCKET_TOKEN")
    assert own.login is None


def test_a_repository_behind_a_private_authority_is_cloned_with_it() -> None:
    estate = parse_estate(
        """
name: shop
gitlab:
  - {key: lab, url: "https://lab.example/api/v4", tls: {ca_file: ca.pem}}
  - {key: own, url: "https://own.example/api/v4", token: "env:T",
     tls: {client_cert_file: /etc/own.pem, client_key_file: own.key}}
projects:
  - {key: api, url: "https://lab.example/acme/api.git"}
  - {key: web, url: "https://own.example/acme/web.git"}
""",
        "estate",
    )
    api, web = project_orders(estate, folder=Path("/estates"))
    assert api.login == OrderLogin("", "", CloneTrust("/estates/ca.pem"))
    assert web.login == OrderLogin("oauth2", "env:T", CloneTrust("", "/etc/own.pem", "/estates/own.key"))
    assert msgspec.json.decode(msgspec.json.encode(api), type=AuditOrder) == api, "orders are kept as JSON"


def test_projects_are_chosen_by_key_and_team_and_unknown_ones_are_told() -> None:
    assert [one.project for one in project_orders(ESTATE, ["web"])] == ["web"]
    assert [one.project for one in project_orders(ESTATE, team="core")] == ["api"]
    with pytest.raises(UserError, match=r"no project 'nowhere'[.] .*: cell-console estate show"):
        project_orders(ESTATE, ["nowhere"])  # “audit projects” lists only what was audited
    with pytest.raises(UserError, match=r"no team 'others'[.] There are: core[.]"):
        project_orders(ESTATE, team="others")
    with pytest.raises(UserError, match="no project to audit"):
        project_orders(ESTATE, ["web"], team="core")


def test_a_list_has_one_repository_a_line(tmp_path: Path) -> None:
    file = tmp_path / "list"
    file.write_text("# ours\nhttps://forge.example/a.git  # the first\n\n/srv/b#1\n/srv/b#1\n")
    orders = listed_orders(file, ENTERPRISE)
    assert [one.source for one in orders] == ["https://forge.example/a.git", "/srv/b#1"]
    assert {one.profile for one in orders} == {ENTERPRISE}
    file.write_text("# nothing\n")
    with pytest.raises(UserError, match="names no repository"):
        listed_orders(file, ENTERPRISE)
    with pytest.raises(UserError, match="cannot be read"):
        listed_orders(tmp_path, ENTERPRISE)
