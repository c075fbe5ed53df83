"""Where the lab keeps its files in a profile."""

from pathlib import Path

from console.kernel.paths import Paths


def lab_folder(paths: Paths) -> Path:
    """Return the folder of the first running lab; further ones get ``-2``, ``-3``, … appended."""
    return paths.state / "lab"


def lab_cache(paths: Paths) -> Path:
    """Return the folder of written histories, shared by all labs of the profile."""
    return paths.cache / "lab"


def lab_estate_file(paths: Paths) -> Path:
    """Return the estate file, which stays when the lab ends, so that its last known state can be read."""
    return lab_folder(paths) / "estate.yaml"
