"""Desktop notifications over D-Bus (freedesktop.org, Desktop Notifications Specification 1.2). Every call blocks."""

from typing import Any

_NAME = "org.freedesktop.Notifications"
_PATH = "/org/freedesktop/Notifications"


def show(title: str, text: str, urgency: int, wait_s: float) -> int:
    """Show a notification and return its number; ``urgency`` is 0 to 2. Raises ``OSError`` when nobody shows it."""
    hints = {"urgency": ("y", urgency)}
    arguments: tuple[Any, ...] = ("Cell Console", 0, "", title, text, [], hints, -1)
    return int(_call("Notify", "susssasa{sv}i", arguments, wait_s)[0])


def server_name(wait_s: float) -> str:
    """Return who shows notifications, with its version; raises ``OSError`` when nobody does."""
    name, _vendor, version, *_ = _call("GetServerInformation", None, (), wait_s)
    return f"{name} {version}"


def _call(method: str, signature: str | None, arguments: tuple[Any, ...], wait_s: float) -> tuple[Any, ...]:
    try:
        from jeepney import DBusAddress, DBusErrorResponse, new_method_call  # noqa: PLC0415 - Linux only
        from jeepney.io.blocking import open_dbus_connection  # noqa: PLC0415
        from jeepney.wrappers import unwrap_msg  # noqa: PLC0415
    except ImportError:
        raise OSError("this system has no session bus") from None
    address = DBusAddress(_PATH, bus_name=_NAME, interface=_NAME)
    message = new_method_call(address, method, signature, arguments)
    try:
        with open_dbus_connection("SESSION") as connection:
            return tuple(unwrap_msg(connection.send_and_get_reply(message, timeout=wait_s)))
    except (KeyError, ValueError, DBusErrorResponse) as error:  # no address of a bus, or nobody on it
        raise OSError(str(error)) from None
