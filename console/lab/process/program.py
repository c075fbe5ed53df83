"""Finding the programs that the lab runs but does not bring along."""

import os
import shutil
from dataclasses import dataclass

from console.kernel.i18n import t


@dataclass(frozen=True, slots=True)
class Program:
    """A program by its title, the names that it may have in ``PATH`` and the Debian package that brings it."""

    title: str
    names: tuple[str, ...]
    package: str

    def find(self) -> str | None:
        """Return its path, or None when it is not installed."""
        for name in self.names:
            found = shutil.which(name, path=os.environ.get("PATH", os.defpath))
            if found is not None:
                return found
        return None

    def missing(self) -> str:
        """Return one sentence: what is missing, what that means, how to install it."""
        return t(
            "{program} is not in PATH, so the lab runs without it: install it with “sudo apt-get install {package}” "
            "(Debian, Ubuntu) or from https://prometheus.io/download/ and start the lab again.",
            program=self.title,
            package=self.package,
        )


PROMETHEUS = Program("Prometheus", ("prometheus",), "prometheus")
ALERTMANAGER = Program("Alertmanager", ("prometheus-alertmanager", "alertmanager"), "prometheus-alertmanager")
