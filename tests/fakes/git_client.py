"""The real git command as a user of the lab's forges."""

import base64
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

LIMIT_S = 60


@dataclass(frozen=True)
class GitClient:
    """``token`` is sent as the password of basic authentication; nothing of the machine's own settings is used."""

    token: str = ""

    def run(self, *arguments: str, folder: Path | None = None, fails: bool = False) -> str:
        """Return what git prints; with ``fails`` what it complains about."""
        told = base64.b64encode(f"lab:{self.token}".encode()).decode()
        header = ("-c", f"http.extraHeader=Authorization: Basic {told}") if self.token else ()
        identity = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "init.defaultBranch=main")
        clean = {"GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_TERMINAL_PROMPT": "0"}
        ended = subprocess.run(
            ["git", *header, *identity, *arguments],
            cwd=folder,
            env={"PATH": os.environ["PATH"], "HOME": os.devnull, "LC_ALL": "C", **clean},
            capture_output=True,
            text=True,
            timeout=LIMIT_S,
            check=False,
        )
        assert (ended.returncode != 0) == fails, ended.stderr
        return ended.stderr if fails else ended.stdout

    def commit(self, folder: Path, name: str, text: str, message: str) -> str:
        """Write a file, commit it and return the commit's id."""
        (folder / name).write_text(text)
        self.run("add", name, folder=folder)
        self.run("commit", "-q", "-m", message, folder=folder)
        return self.run("rev-parse", "HEAD", folder=folder).strip()
