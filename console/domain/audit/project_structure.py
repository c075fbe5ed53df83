"""What a repository is made of, as far as the names of its files tell."""

from __future__ import annotations

from typing import NamedTuple


class ProjectStructure(NamedTuple):
    """Counts are of files; ``languages`` has the commonest first, ``is_cut`` tells that not all files were seen.

    ``builds`` names build systems at the root or one level below, ``pipelines`` the forges whose CI files are there
    (``other``: another system's), ``test_folders`` the folders that hold most tests.
    """

    files: int
    sources: int
    tests: int
    documents: int
    languages: tuple[tuple[str, int], ...]
    builds: tuple[str, ...]
    pipelines: tuple[str, ...]
    test_folders: tuple[str, ...]
    is_guarded: bool
    is_licensed: bool
    is_cut: bool = False
