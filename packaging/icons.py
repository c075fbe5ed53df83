"""Icons of the program from its one drawing: PNG in the sizes of desktops, .ico for Windows, .icns for macOS.

``python packaging/icons.py FOLDER`` with an interpreter that has PySide6.
"""

from __future__ import annotations

import os
import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
ICO = (16, 24, 32, 48, 64, 256)
ICNS = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512}
APP = "io.github.cell_console.CellConsole"
DRAWING = Path(__file__).parent / "desktop" / f"{APP}.svg"


def png(drawing: QSvgRenderer, size: int) -> bytes:
    """Return the drawing as PNG."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    drawing.render(painter)
    painter.end()
    raw = QByteArray()
    buffer = QBuffer(raw)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(raw.data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return a Windows icon; 256 is written as 0."""
    place = 6 + 16 * len(pictures)
    head, body = struct.pack("<HHH", 0, 1, len(pictures)), b""
    for size, raw in pictures.items():
        head += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(raw), place + len(body))
        body += raw
    return head + body


def icns(pictures: dict[bytes, bytes]) -> bytes:
    """Return a macOS icon."""
    body = b"".join(kind + struct.pack(">I", len(raw) + 8) + raw for kind, raw in pictures.items())
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main(folder: Path) -> None:
    """Write all icons into a folder."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication([])
    drawing = QSvgRenderer(str(DRAWING))
    made = {size: png(drawing, size) for size in SIZES}
    for size, raw in made.items():
        place = folder / "hicolor" / f"{size}x{size}" / "apps" / f"{APP}.png"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(raw)
    (folder / "cell-console.ico").write_bytes(ico({size: made[size] for size in ICO}))
    (folder / "cell-console.icns").write_bytes(icns({kind: made[size] for kind, size in ICNS.items()}))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
