"""Password hashes as Prometheus and Alertmanager want them in their web configuration."""

import ctypes
import secrets
import string

_LIBRARIES = ("libcrypt.so.1", "libcrypt.so.2")
_SALT_CHARACTERS = "./" + string.ascii_letters + string.digits
_COST = 4  # the least: the password is 32 random bytes, so that guessing is hopeless at any cost


def bcrypt_hash(password: str) -> str | None:
    """Return the bcrypt hash by the system's own library; None where there is none that knows bcrypt (macOS)."""
    salt = "".join(secrets.choice(_SALT_CHARACTERS) for _ in range(21))
    setting = f"$2b${_COST:02}${salt}u"  # of the 22nd character only two bits count: "u" leaves the others zero
    for name in _LIBRARIES:
        try:
            function = ctypes.CDLL(name).crypt
        except (OSError, AttributeError):
            continue
        function.restype = ctypes.c_char_p
        function.argtypes = [ctypes.c_char_p, ctypes.c_char_p]
        found = function(password.encode(), setting.encode())
        if found is not None and found.startswith(setting[:7].encode()) and len(found) == 60:
            return str(found.decode())
    return None
