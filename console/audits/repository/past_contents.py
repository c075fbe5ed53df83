"""What rules read of the contents of earlier commits: it decides how much of a repository is cloned."""

from enum import IntEnum


class PastContents(IntEnum):
    """Each one has what is above it. The audited commit and its baseline are always there in full.

    ``NONE``: messages, dates, names and trees of the past at most. ``RENAMED``: also the files that were added or
    removed, in which git looks for renames (``history_of``), and the changes of Rust, whose tests are inside. ``ALL``:
    contents of the past (its diffs, blame, sizes).
    """

    NONE = 0
    RENAMED = 1
    ALL = 2
