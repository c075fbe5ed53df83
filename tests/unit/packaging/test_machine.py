"""Setting up the machine: installs only what is missing, and without rights says so in one sentence.

(proves issue 2: make run and make test set themselves up)
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

COMMANDS = ("make", "git", "prometheus", "prometheus-alertmanager", "kubectl", "Xvfb", "xauth", "xdotool")
DAEMONS = ("dbus-daemon", "gnome-keyring-daemon")
LIBRARIES = [
    "libglib-2.0.so.0",
    "libGL.so.1",
    "libEGL.so.1",
    "libdbus-1.so.3",
    "libxkbcommon.so.0",
    "libfontconfig.so.1",
    "libxkbcommon-x11.so.0",
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
]


@pytest.fixture
def machine(tmp_path: Path, root_dir: Path):
    """A machine made of stubs: everything is present until a test removes it. Returns its tools."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "tr", "dirname", "env", "cat", "rm", "true"):
        (tools / name).symlink_to(str(shutil.which(name)))
    tree = tmp_path / "tree"
    shutil.copytree(root_dir / "packaging", tree / "packaging")
    (tree / ".venv" / "bin").mkdir(parents=True)
    (tree / ".venv" / "bin" / "python").symlink_to(sys.executable)
    return Machine(tree, tools)


class Machine:
    """Stub commands in one folder, which is the whole PATH."""

    def __init__(self, tree: Path, tools: Path) -> None:
        self.tree = tree
        self.tools = tools
        self.calls = tools.parent / "calls"
        self.libraries = list(LIBRARIES)
        for name in COMMANDS + DAEMONS:
            self.stub(name, "exit 0")
        self.stub("fc-list", 'echo "$1"')
        self.stub("id", "echo 1000")

    def stub(self, name: str, body: str) -> None:
        """Write a command."""
        (self.tools / name).write_text(f"#!/bin/sh\n{body}\n")
        (self.tools / name).chmod(0o755)

    def lacks(self, *names: str) -> None:
        """Take commands and libraries away."""
        for name in names:
            (self.tools / name).unlink(missing_ok=True)
        self.libraries = [one for one in self.libraries if one not in names]

    def has_apt(self) -> None:
        """Make apt-get note its words and bring what was missing."""
        everything = " ".join(LIBRARIES)
        self.stub(
            "apt-get", f'echo "$*" >> {self.calls}\necho \'printf "%s => /x\\n" {everything}\' > {self.tools}/ldconfig'
        )

    def run(self, purpose: str) -> subprocess.CompletedProcess[str]:
        """Run the script with nothing but the stubs."""
        lines = "\n".join(f"echo '{one} (libc6) => /lib/{one}'" for one in self.libraries)
        self.stub("ldconfig", lines or "exit 0")
        return subprocess.run(
            [self.tools / "sh", "packaging/machine.sh", purpose],
            cwd=self.tree,
            env={"PATH": str(self.tools)},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )


def test_a_complete_machine_is_left_alone_without_rights_or_apt(machine: Machine) -> None:
    result = machine.run("test")
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def test_without_rights_one_sentence_names_what_is_missing_and_the_command(machine: Machine) -> None:
    machine.has_apt()
    machine.lacks("git", "libEGL.so.1", "Xvfb")
    result = machine.run("run")
    assert result.returncode == 1
    assert result.stderr == (
        "Cell Console: these Debian packages are missing: libegl1 git; "
        "install them with: sudo apt-get install --no-install-recommends libegl1 git\n"
    )
    assert not machine.calls.exists()


def test_tests_need_more_than_the_window(machine: Machine) -> None:
    machine.lacks("Xvfb", "kubectl")
    assert machine.run("run").returncode == 0
    assert "kubernetes-client xvfb" in machine.run("test").stderr


def test_another_system_is_told_the_names_too(machine: Machine) -> None:
    machine.lacks("libGL.so.1")
    result = machine.run("run")
    assert result.returncode == 1
    assert result.stderr.count("\n") == 1
    assert "libgl1" in result.stderr


def test_root_installs_only_what_is_missing(machine: Machine) -> None:
    machine.has_apt()
    machine.stub("id", "echo 0")
    machine.lacks("libxcb-cursor.so.0", "libxcb-shape.so.0")
    result = machine.run("run")
    assert result.returncode == 0, result.stderr
    update, install = machine.calls.read_text().splitlines()
    assert update.endswith("update")
    assert install.endswith("install --no-install-recommends libxcb-cursor0 libxcb-shape0")


def test_sudo_without_a_password_will_do(machine: Machine) -> None:
    machine.has_apt()
    machine.stub("sudo", f'echo "sudo $*" >> {machine.calls}\nshift\nexec "$@"')
    machine.lacks("libGL.so.1")
    assert machine.run("run").returncode == 0
    assert "sudo -n env DEBIAN_FRONTEND=noninteractive apt-get" in machine.calls.read_text()


def test_an_installation_that_fails_is_told_with_the_command_to_repeat(machine: Machine) -> None:
    machine.stub("id", "echo 0")
    machine.stub("apt-get", "exit 100")
    machine.lacks("libGL.so.1")
    result = machine.run("run")
    assert result.returncode == 1
    assert "could not install libgl1" in result.stderr
    assert "sudo apt-get install --no-install-recommends libgl1" in result.stderr


def test_a_machine_without_a_fit_python_needs_one_with_venv(machine: Machine) -> None:
    (machine.tree / ".venv" / "bin" / "python").unlink()
    assert "python3 python3-venv;" in machine.run("run").stderr
    machine.stub("python3", "exit 1")  # too old, or without ensurepip
    assert "python3 python3-venv;" in machine.run("run").stderr
    machine.stub("python3", "exit 0")
    assert machine.run("run").returncode == 0
