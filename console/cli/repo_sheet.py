"""What forges tell of a repository, as tables."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from console.cli.emit import Sheet
from console.domain.forge.commit import Branch, Commit, FileChange
from console.domain.forge.repository_note import CommitStatus, Issue, Webhook, Workflow
from console.domain.webhook.shown_address import shown_address
from console.kernel.i18n import t
from console.presenters.format import UNKNOWN, ago

_SHORT = 10


def inventory_sheet(key: str, rows: Sequence[Any], now_s: float) -> Sheet:
    """Return rows with the columns that the connections page shows for their type."""
    from console.presenters.inventory_table import inventory_kinds, inventory_topics  # noqa: PLC0415

    kind = next(one for one in inventory_kinds(inventory_topics()) if one.key == key)
    columns = kind.columns()
    return Sheet(
        tuple(column.title.upper() for column in columns),
        [[column.text(row, now_s) for column in columns] for row in rows],
        [
            {column.key: column.value(row) if column.value else column.text(row, now_s) for column in columns}
            for row in rows
        ],
        frozenset(place for place, column in enumerate(columns) if column.numeric),
        names=tuple(column.key for column in columns),
    )


def branch_sheet(rows: Sequence[Branch], _now_s: float) -> Sheet:
    """Return branches."""
    words = {True: t("yes"), False: t("no"), None: UNKNOWN}
    return _sheet(
        Branch,
        (t("BRANCH"), t("COMMIT"), t("PROTECTED")),
        rows,
        lambda row: (row.name, row.sha[:_SHORT], words[row.protected]),
    )


def commit_sheet(rows: Sequence[Commit], now_s: float) -> Sheet:
    """Return commits."""
    return _sheet(
        Commit,
        (t("COMMIT"), t("WHEN"), t("AUTHOR"), t("SUBJECT")),
        rows,
        lambda row: (row.sha[:_SHORT], _ago(row.at_s, now_s), row.author, row.subject),
    )


def file_sheet(rows: Sequence[FileChange], _now_s: float) -> Sheet:
    """Return changed files."""
    words = {"added": t("added"), "changed": t("changed"), "removed": t("removed"), "renamed": t("renamed")}
    return _sheet(
        FileChange,
        (t("CHANGE"), t("FILE"), t("BEFORE")),
        rows,
        lambda row: (words.get(row.kind, row.kind), row.path, row.old_path),
    )


def workflow_sheet(rows: Sequence[Workflow], _now_s: float) -> Sheet:
    """Return what can be dispatched."""
    return _sheet(
        Workflow, (t("ID"), t("TITLE"), t("FILE")), rows, lambda row: (row.id, row.title, row.path or UNKNOWN)
    )


def status_sheet(rows: Sequence[CommitStatus], now_s: float) -> Sheet:
    """Return checks of a commit."""
    return _sheet(
        CommitStatus,
        (t("CHECK"), t("STATE"), t("WHEN"), t("DESCRIPTION")),
        rows,
        lambda row: (row.context, row.state, _ago(row.at_s, now_s), row.description or UNKNOWN),
    )


def webhook_sheet(rows: Sequence[Webhook], _now_s: float) -> Sheet:
    """Return webhooks."""
    words = {True: t("yes"), False: t("no"), None: UNKNOWN}
    return _sheet(
        Webhook,
        (t("ID"), t("ADDRESS"), t("EVENTS"), t("ACTIVE"), t("SECRET")),
        [replace(row, url=shown_address(row.url)) for row in rows],
        lambda row: (row.id, row.url, ", ".join(row.events), words[row.active], words[row.signed]),
    )


def issue_sheet(rows: Sequence[Issue], now_s: float) -> Sheet:
    """Return issues."""
    return _sheet(
        Issue,
        (t("NUMBER"), t("STATE"), t("UPDATED"), t("LABELS"), t("TITLE")),
        rows,
        lambda row: (row.id, row.state, _ago(row.updated_at_s, now_s), ", ".join(row.labels), row.title),
    )


def _sheet(
    kind: type[Any], titles: tuple[str, ...], rows: Sequence[Any], cells: Callable[[Any], Sequence[str]]
) -> Sheet:
    names = tuple(one.name for one in fields(kind))
    return Sheet(titles, [cells(row) for row in rows], [asdict(row) for row in rows], widest=100, names=names)


def _ago(at_s: float | None, now_s: float) -> str:
    return UNKNOWN if at_s is None else ago(at_s, now_s)
