"""How the console reaches the outside."""

from pydantic import Field

from console.settings.section import Section


class Network(Section):
    """Defaults of all connections, in force from the next opening of an estate; what that says goes first.

    ``proxy``: URL of an HTTP proxy; empty means the environment's. ``ca_file``: further certificate authorities (PEM).
    ``login_shell_path``: run credential plugins with the PATH of the login shell.
    """

    proxy: str = Field(default="", pattern=r"^$|^https?://[^\s]+$")
    ca_file: str = ""
    connect_timeout_s: float = Field(default=5.0, ge=0.5, le=120)
    read_timeout_s: float = Field(default=30.0, ge=1, le=600)
    login_shell_path: bool = True
