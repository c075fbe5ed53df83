"""Archives that are damaged in the ways over which ``zipfile`` raises what only its parts know."""

import io
import zipfile

_CONTENT = b"content of a member, long enough to be packed " * 20


def damaged_archives(name: str) -> dict[str, bytes]:
    """Return archives with a member of that name (ASCII), by what is wrong with them."""
    found = {
        "deflated": _with_wrong_content(name, zipfile.ZIP_DEFLATED),
        "packed by LZMA": _with_wrong_content(name, zipfile.ZIP_LZMA),
    }
    odd = _archive("é" + name, zipfile.ZIP_DEFLATED)
    found["a name that is no UTF-8"] = odd.replace("é".encode(), b"\xe9\xe9")
    whole = _archive(name, zipfile.ZIP_DEFLATED)
    found["a member before the beginning"] = whole[:-6] + b"\xff\xff\x00\x00" + whole[-2:]
    return found


def _archive(name: str, packing: int) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        archive.writestr(name, _CONTENT)
    return content.getvalue()


def _with_wrong_content(name: str, packing: int) -> bytes:
    whole = _archive(name, packing)
    begin = 30 + len(name) + (9 if packing == zipfile.ZIP_LZMA else 0)  # behind the head, and LZMA's own
    return whole[:begin] + b"\xff" * 16 + whole[begin + 16 :]
