"""What git says of the other side decides whether trying again would help. Proves G1.5."""

import pytest

from console.kernel.errors import ErrorKind
from console.kernel.git_command import git_failed


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (b"fatal: Authentication failed for 'https://forge.example/a.git/'\n", ErrorKind.AUTH),
        (b"fatal: could not read Username for 'https://forge.example': terminal prompts disabled\n", ErrorKind.AUTH),
        (b"fatal: unable to access 'https://x/': The requested URL returned error: 403\n", ErrorKind.FORBIDDEN),
        (b"remote: Repository not found\nfatal: repository 'https://x/' not found\n", ErrorKind.NOT_FOUND),
        (b"fatal: unable to access 'https://x/': The requested URL returned error: 503\n", ErrorKind.PROTOCOL),
        (b"error: cannot create a file: Permission denied\n", ErrorKind.PROTOCOL),
        (b"", ErrorKind.PROTOCOL),
    ],
)
def test_a_refusal_is_told_from_a_fault(said: bytes, kind: ErrorKind) -> None:
    error = git_failed("fetch", said)
    assert error.kind is kind
    assert "git fetch failed" in str(error)
