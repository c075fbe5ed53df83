"""What the console keeps on this disk, store by store: where it is, and how much room it takes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from console.kernel.i18n import t

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.kernel.paths import Paths


class KeptStore(NamedTuple):
    """``place`` is a folder, or the file of a database (what SQLite writes beside it belongs to it)."""

    key: str
    title: str
    place: Path
    bytes: int


def kept_stores(paths: Paths) -> tuple[KeptStore, ...]:
    """Measure every store. It reads folders, so never on the window's thread; what cannot be read counts nothing."""
    state, data, cache = paths.state, paths.data, paths.cache
    return tuple(
        KeptStore(key, title, place, _room(place))
        for key, title, place in (
            ("history", t("Local history"), state / "history.sqlite"),
            ("journal", t("Journal of changes"), state / "journal"),
            ("trail", t("Trail"), state / "trail"),
            ("incidents", t("Incidents"), state / "incidents"),
            ("rollouts", t("Rollouts"), state / "rollouts"),
            ("gamedays", t("Game days"), state / "gamedays"),
            ("runbooks", t("Runs of runbooks"), state / "runbooks"),
            ("load-tests", t("Load tests"), state / "load-tests"),
            ("costs", t("Bills"), state / "costs.sqlite"),
            ("audits", t("Results of audits"), data / "audits"),
            ("audit-cache", t("Copies for audits"), cache / "audits"),
            ("config", t("Settings"), paths.config),
            ("state", t("State and logs, all of it"), state),
            ("cache", t("Cache, all of it"), cache),
            ("data", t("Documents, all of them"), data),
        )
    )


def _room(place: Path) -> int:
    if place.suffix:
        return sum(_size(str(one)) for one in (place, *(place.with_name(place.name + end) for end in ("-wal", "-shm"))))
    return sum(map(_size, _files(place)))


def _files(folder: Path) -> Iterator[str]:
    for where, _, names in os.walk(folder):
        yield from (os.path.join(where, name) for name in names)


def _size(file: str) -> int:
    try:
        return os.lstat(file).st_size
    except OSError:
        return 0
