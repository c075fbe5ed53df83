"""The vault: references, private files, refusals in one sentence."""

import asyncio
import os
from pathlib import Path

import pytest

from connectors.keyring import build_vault, system_keyring
from connectors.keyring.fault import Unanswered
from connectors.keyring.secret_file import MOST_BYTES
from connectors.keyring.system_keyring import SystemKeyring, is_unsafe, service_and_user
from connectors.keyring.vault import Vault
from console.kernel.errors import ConnectorError, ErrorKind, UserError
from console.kernel.paths import Paths
from console.kernel.redact import scrub
from console.kernel.secret import Secret


class MemoryKeyring(SystemKeyring):
    """A keyring in memory, for what is not about the operating system's."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], str] = {}

    def get(self, service: str, user: str) -> str | None:
        return self.held.get((service, user))

    def set(self, service: str, user: str, password: str) -> None:
        self.held[service, user] = password

    def delete(self, service: str, user: str) -> None:
        self.held.pop((service, user), None)


@pytest.fixture
def held() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def vault(tmp_path: Path, held: MemoryKeyring) -> Vault:
    return Vault(Paths.under(tmp_path / "profile"), tmp_path / "estate", held)


def _refusal(vault: Vault, reference: str) -> ConnectorError:
    with pytest.raises(ConnectorError) as caught:
        vault.resolve(reference)
    assert caught.value.kind is ErrorKind.AUTH
    assert caught.value.hint
    assert "\n" not in caught.value.message
    return caught.value


def _secret_file(file: Path, content: bytes, mode: int = 0o600) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    file.chmod(mode)
    return file


def test_what_is_stored_is_resolved_listed_and_removed(vault: Vault, held: MemoryKeyring) -> None:
    # proves C2
    vault.store("prod/prometheus", Secret("s3cret-one"))
    vault.store("alone", Secret("s3cret-two"))
    assert vault.resolve("keyring:prod/prometheus").reveal() == "s3cret-one"
    assert vault.names() == ("alone", "prod/prometheus")
    assert held.held == {("prod", "prometheus"): "s3cret-one", ("cell-console", "alone"): "s3cret-two"}
    vault.store("alone", Secret("s3cret-new"))
    assert vault.resolve("keyring:alone").reveal() == "s3cret-new"
    vault.remove("prod/prometheus")
    assert vault.names() == ("alone",)
    assert "no secret prod/prometheus" in _refusal(vault, "keyring:prod/prometheus").message


def test_values_are_in_no_file_and_scrubbed_everywhere(vault: Vault, tmp_path: Path) -> None:
    vault.store("prod/prometheus", Secret("canary-s3cret"))
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert files
    assert all(b"canary" not in file.read_bytes() and "canary" not in file.name for file in files)
    assert all(file.stat().st_mode & 0o077 == 0 for file in files)
    assert "canary" not in scrub("value canary-s3cret") + repr(vault.resolve("keyring:prod/prometheus"))


def test_another_programs_secret_can_be_used_but_not_overwritten_or_removed(vault: Vault, held: MemoryKeyring) -> None:
    held.held["mail", "me"] = "foreign-secret"
    assert vault.resolve("keyring:mail/me").reveal() == "foreign-secret"
    with pytest.raises(UserError, match="Another program keeps a secret under mail/me"):
        vault.store("mail/me", Secret("overwritten"))
    with pytest.raises(UserError, match="has stored no secret under mail/me"):
        vault.remove("mail/me")
    assert held.held["mail", "me"] == "foreign-secret"


@pytest.mark.parametrize("name", ["", "a/", "/a", "a b", "x" * 81, "a\nb", "ü:v"])
def test_what_is_no_name_is_refused(vault: Vault, name: str) -> None:
    with pytest.raises(UserError, match="is not a name for a secret"):
        vault.store(name, Secret("value-1"))
    assert vault.names() == ()


@pytest.mark.parametrize("name", ["..", "../../x", "a/../b", ".hidden", "日本/鍵"])
def test_odd_names_stay_inside_the_profile(vault: Vault, tmp_path: Path, name: str) -> None:
    vault.store(name, Secret("value-1"))
    assert vault.names() == (name,)
    outside = [file for file in tmp_path.rglob("*") if file.is_file() and "secret-names" not in file.parts]
    assert outside == []


def test_a_keyring_that_refuses_leaves_no_name_behind(tmp_path: Path) -> None:
    class Refusing(MemoryKeyring):
        def set(self, service: str, user: str, password: str) -> None:
            raise ConnectorError(ErrorKind.AUTH, "The keyring is locked.", "Unlock it.")

    vault = Vault(Paths.under(tmp_path), None, Refusing())
    with pytest.raises(ConnectorError, match="locked"):
        vault.store("a/b", Secret("value-1"))
    assert vault.names() == ()


def test_environment_variables(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CELL_TOKEN", "from-the-environment")
    assert vault.resolve("env:CELL_TOKEN").reveal() == "from-the-environment"
    monkeypatch.setenv("CELL_TOKEN", "")
    assert "CELL_TOKEN is not set" in _refusal(vault, "env:CELL_TOKEN").message
    monkeypatch.delenv("CELL_TOKEN")
    assert "CELL_TOKEN is not set" in _refusal(vault, "env:CELL_TOKEN").message


def test_private_files_absolute_relative_to_the_estate_and_through_links(vault: Vault, tmp_path: Path) -> None:
    file = _secret_file(tmp_path / "estate" / "secrets" / "token", b"from-a-file\n")
    (tmp_path / "estate" / "link").symlink_to(file)
    for reference in (f"file:{file}", "file:secrets/token", "file:link"):
        assert vault.resolve(reference).reveal() == "from-a-file"
    _secret_file(file, b"two\nlines\r\n")
    assert vault.resolve("file:secrets/token").reveal() == "two\nlines"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o644, 0o666, 0o610])
def test_a_file_that_others_can_reach_is_refused_with_the_command_that_helps(
    vault: Vault, tmp_path: Path, mode: int
) -> None:
    file = _secret_file(tmp_path / "token", b"from-a-file", mode)
    refusal = _refusal(vault, f"file:{file}")
    assert "Others can read" in refusal.message
    assert refusal.hint == f"Run: chmod 600 {file}"


def test_files_that_are_none_are_refused_at_once(vault: Vault, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    folder = tmp_path / "folder"
    folder.mkdir(mode=0o700)
    for reference, says in (
        (f"file:{pipe}", "is not a file"),
        (f"file:{folder}", "is not a file"),
        ("file:absent", "cannot be read: No such file"),
        (f"file:{_secret_file(tmp_path / 'empty', b'')}", "is empty"),
        (f"file:{_secret_file(tmp_path / 'newline', bytes([10]))}", "is empty"),
        (f"file:{_secret_file(tmp_path / 'binary', bytes([0xFF, 0xFE]))}", "is not UTF-8 text"),
        (f"file:{_secret_file(tmp_path / 'large', b'x' * (MOST_BYTES + 1))}", "is larger than 64 KiB"),
        ("file:/dev/zero", "is not a file"),
    ):
        assert says in _refusal(vault, reference).message, reference


def test_a_relative_file_needs_an_estate(tmp_path: Path) -> None:
    assert "relative to an estate file" in _refusal(Vault(Paths.under(tmp_path)), "file:token").message


@pytest.mark.parametrize("reference", ["", "keyring:", "env:", "file:", "my-password-1234", "keyring:a b", "vault:x/y"])
def test_what_is_no_reference_is_refused_without_repeating_it(vault: Vault, reference: str) -> None:
    refusal = _refusal(vault, reference)
    assert refusal.message == "A secret reference is not understood."
    assert not reference or reference not in refusal.message


def test_building_a_vault_and_resolving_others_loads_no_keyring(tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys; from pathlib import Path; from connectors.keyring import build_vault;"
        "from console.kernel.paths import Paths;"
        f"v = build_vault(Paths.under(Path({str(tmp_path)!r}))); v.resolve('env:PATH'); v.names();"
        "sys.exit('keyring' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_a_keyring_there_is_one_sentence(tmp_path: Path) -> None:
    """The suite runs with keyring's fail backend: no D-Bus, no keyring."""
    refusal = _refusal(build_vault(Paths.under(tmp_path)), "keyring:prod/prometheus")  # type: ignore[arg-type]
    assert refusal.message == "This session has no safe keyring."
    assert "env:NAME or file:/path" in refusal.hint


def test_backends_that_keep_nothing_or_keep_it_readable_are_unsafe() -> None:
    from keyring.backends import fail, null

    class PlaintextKeyring:
        pass

    class Good:
        pass

    assert [is_unsafe(one) for one in (fail.Keyring(), null.Keyring(), PlaintextKeyring(), Good())] == [
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("error", "says"),
    [
        ("KeyringLocked", "is locked"),
        ("InitError", "cannot be opened"),
        ("NoKeyringError", "no safe keyring"),
        ("PasswordSetError", r"refused \(PasswordSetError\)"),
    ],
)
def test_errors_of_backends_become_one_sentence_without_their_text(
    monkeypatch: pytest.MonkeyPatch, error: str, says: str
) -> None:
    import keyring.core
    import keyring.errors

    class Failing:
        def get_password(self, service: str, username: str) -> str | None:
            raise getattr(keyring.errors, error)("text that may hold anything: canary")

    monkeypatch.setattr(keyring.core, "get_keyring", Failing)
    with pytest.raises(ConnectorError, match=says) as caught:
        SystemKeyring().get("a", "b")
    assert "canary" not in str(caught.value)


def test_the_first_safe_backend_of_a_chain_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring.core
    from keyring.backends import null

    class Good:
        def get_password(self, service: str, username: str) -> str | None:
            return f"{service}-{username}"

    class Chain:
        backends = (null.Keyring(), Good())

    monkeypatch.setattr(keyring.core, "get_keyring", Chain)
    assert SystemKeyring().get("a", "b") == "a-b"


def test_names_split_at_the_last_slash() -> None:
    assert service_and_user("a/b/c") == ("a/b", "c")
    assert service_and_user("token") == ("cell-console", "token")


needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs root to make files of another user")


@needs_root
def test_a_file_of_another_user_is_refused_even_when_it_is_private(vault: Vault, tmp_path: Path) -> None:
    file = _secret_file(tmp_path / "token", b"planted")
    os.chown(file, 4711, 4711)
    assert "belongs to another user" in _refusal(vault, f"file:{file}").message


@needs_root
def test_a_link_of_another_user_does_not_choose_which_secret_is_sent(vault: Vault, tmp_path: Path) -> None:
    secret = _secret_file(tmp_path / "my-own-key", b"my-own-key")
    link = tmp_path / "token"
    link.symlink_to(secret)
    os.chown(link, 4711, 4711, follow_symlinks=False)
    refusal = _refusal(vault, f"file:{link}")
    assert "The link" in refusal.message
    assert "belongs to another user" in refusal.message
    os.chown(link, 0, 0, follow_symlinks=False)
    assert vault.resolve(f"file:{link}").reveal() == "my-own-key"


def test_a_secret_that_was_exchanged_is_read_anew(vault: Vault, tmp_path: Path) -> None:
    file = _secret_file(tmp_path / "token", b"first-value")
    assert vault.resolve(f"file:{file}").reveal() == "first-value"
    draft = _secret_file(tmp_path / "draft", b"second-value")
    draft.replace(file)  # as secret managers exchange files
    assert vault.resolve(f"file:{file}").reveal() == "second-value"
    vault.store("prod/x", Secret("third-value"))
    vault.store("prod/x", Secret("fourth-value"))
    assert vault.resolve("keyring:prod/x").reveal() == "fourth-value"


def test_a_keyring_that_waits_for_its_password_holds_up_neither_the_program_nor_its_end(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # proves C2: a prompt that nobody answers used to take all threads, one after the other
    import threading

    from console.kernel.patient_call import PatientCall
    from console.kernel.runtime import THREADS, Runtime

    answered, held = threading.Event(), list[threading.Thread]()

    class Locked:
        def get_password(self, _service: str, _user: str) -> str:
            held.append(threading.current_thread())
            answered.wait()
            return "late"

    monkeypatch.setattr(system_keyring, "_safe_backend", Locked)
    monkeypatch.setattr(system_keyring, "_CALLS", PatientCall("keyring", 0.02, most_left=2))
    locked, runtime = Vault(Paths.under(tmp_path)), Runtime()

    async def asks() -> list[object]:
        waiting = [runtime.in_thread(locked.resolve, "keyring:prod/prometheus") for _ in range(2 * THREADS)]
        return [*await asyncio.gather(*waiting, return_exceptions=True), await runtime.in_thread(lambda: "other work")]

    *refused, other = runtime.run(asks(), 20)
    runtime.close()
    assert other == "other work"
    assert {str(one) for one in refused} == {
        "The keyring does not answer. Answer its prompt or start its service anew, then try again."
    }
    assert 1 <= len(held) <= 2
    answered.set()
    for one in held:
        one.join()


def test_a_name_stays_when_the_keyring_may_still_take_its_secret(vault: Vault, held: MemoryKeyring) -> None:
    def silent(*_given: str) -> None:
        raise Unanswered

    held.set = silent  # type: ignore[method-assign]
    with pytest.raises(Unanswered):
        vault.store("prod/prometheus", Secret("s3cret-one"))
    assert vault.names() == ("prod/prometheus",)


def test_a_draft_that_a_crash_left_is_no_name_and_a_closed_folder_is_told(vault: Vault, tmp_path: Path) -> None:
    vault.store("prod/prometheus", Secret("s3cret-one"))
    (tmp_path / "profile" / "data" / "secret-names" / ".prod%2Fprometheus.k2j3").touch()
    assert vault.names() == ("prod/prometheus",)
    with pytest.raises(UserError, match="cannot be read"):
        Vault(Paths.under(tmp_path / ("x" * 300))).names()  # refused to everybody, root included


def test_a_secret_of_a_home_of_nobody_is_told(vault: Vault) -> None:
    assert "cannot be read" in _refusal(vault, "file:~nobody-here/token").message
