"""A vault whose secrets are files."""

from pathlib import Path

from console.kernel.secret import Secret


class FileVault:
    """Resolves references to files, and to nothing else."""

    def resolve(self, reference: str) -> Secret:
        return Secret(Path(reference.removeprefix("file:")).read_text())

    def store(self, name: str, value: Secret) -> None:
        raise NotImplementedError

    def remove(self, name: str) -> None:
        raise NotImplementedError

    def names(self) -> tuple[str, ...]:
        return ()
