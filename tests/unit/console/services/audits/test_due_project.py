"""Projects are audited again when their time has come, and webhooks planned where they can be told from forged ones."""

from pathlib import Path

from console.estate.load import parse_estate
from console.services.audits.dispatch_place import dispatch_places
from console.services.audits.due_project import due_projects
from console.services.audits.hook_plan import hook_plans
from console.store.audits.audit_book import AuditBook, AuditRecord

HOUR_S = 3600.0
NOW_S = 1_800_000_000.0
ESTATE = """name: shop
github:
  - {key: hub, token: "keyring:a/b", webhook_secret: "keyring:a/c", audit_pipeline: {repository: acme/audits}}
gitlab:
  - {key: lab, token: "keyring:a/d"}
bitbucket:
  - {key: bucket, audit_pipeline: {repository: acme/audits}}
audit_services:
  - {key: one, url: "https://one.example"}
  - {key: two, title: Second, url: "https://two.example"}
projects:
  - {key: web, url: "https://github.com/acme/web.git", every_hours: 24}
  - {key: api, url: "https://gitlab.com/acme/api.git", every_hours: 24}
  - {key: old, url: "https://none.example/x/old.git"}
"""


def test_what_is_due_is_what_was_never_audited_or_long_ago(tmp_path: Path) -> None:
    """proves G1.1"""
    estate, book = parse_estate(ESTATE, "e"), AuditBook(tmp_path)
    urls = {one.key: one.url for one in estate.projects}
    assert due_projects(estate.projects, book, NOW_S) == ("web", "api", "old")
    for key, hours in (("web", 23.9), ("api", 24.0), ("old", 0.1)):
        book.add(AuditRecord(key, urls[key], "c", NOW_S - hours * HOUR_S, ("0" * 20,), 90.0, False, {}, 0, 1.0))
    assert due_projects(estate.projects, book, NOW_S) == ("api", "old")
    assert due_projects(estate.projects, book, NOW_S - 48 * HOUR_S) == ("web", "api", "old"), "a clock that was wrong"


def test_a_failed_try_is_no_audit(tmp_path: Path) -> None:
    """proves G1.1"""
    (web, *_), book = parse_estate(ESTATE, "e").projects, AuditBook(tmp_path)
    failed = AuditRecord("web", web.url, "", NOW_S - 60, (), None, True, {}, 0, 0.0, trouble="no network")
    book.add(failed)
    assert due_projects([web], book, NOW_S) == ("web",), "tried, but never audited"
    whole = AuditRecord("web", web.url, "c", NOW_S - 25 * HOUR_S, ("0" * 20,), 90.0, False, {}, 0, 1.0)
    book.add(whole)
    book.add(failed)
    assert due_projects([web], book, NOW_S) == ("web",)
    assert due_projects([web], book, NOW_S - 2 * HOUR_S) == ()


def test_webhooks_are_planned_only_where_they_can_be_told_from_forged_ones() -> None:
    estate = parse_estate(ESTATE, "e")
    addresses = {"hub": "https://relay.example/hub", "lab": "https://relay.example/lab"}
    web, api, old = hook_plans(estate, estate.projects, addresses)
    assert web.operation is not None
    assert (web.operation.repository, web.operation.url) == ("acme/web", "https://relay.example/hub")
    assert (web.operation.events, web.operation.secret) == (("push",), "keyring:a/c")
    assert "webhook_secret" in api.why_not
    assert "No forge is known" in old.why_not
    assert "No webhooks are received" in hook_plans(estate, estate.projects[:1], {})[0].why_not


def test_places_are_named_by_their_kind_and_further_ones_by_their_connection() -> None:
    """proves G1.5, G1.12"""
    found = dispatch_places(parse_estate(ESTATE, "e"))
    assert [(one.key, one.connection) for one in found] == [
        ("service", "one"), ("two", "two"), ("ci", "hub"), ("bucket", "bucket"),
    ]  # fmt: skip
    assert found[1].title == "Audit service Second"
