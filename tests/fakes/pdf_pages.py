"""Reading a PDF back: its text, whether it is tagged, and its pages as pictures."""

from pathlib import Path

import pypdfium2
import pypdfium2.raw
from PySide6.QtGui import QImage


class PdfPages:
    """Opens a PDF from bytes; close it."""

    def __init__(self, content: bytes) -> None:
        self._file = pypdfium2.PdfDocument(content)

    def __enter__(self) -> "PdfPages":
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    @property
    def texts(self) -> list[str]:
        """The text of each page, as a screen reader finds it."""
        return [page.get_textpage().get_text_range() for page in self._file]

    @property
    def is_tagged(self) -> bool:
        """Whether the file has a structure tree."""
        return bool(pypdfium2.raw.FPDFCatalog_IsTagged(self._file.raw))

    @property
    def title(self) -> str:
        """The title of the document."""
        return str(self._file.get_metadata_dict()["Title"])

    @property
    def bookmarks(self) -> list[str]:
        """The titles of the outline."""
        return [one.get_title() for one in self._file.get_toc()]

    def save_pictures(self, folder: Path, name: str, scale: float = 1.0) -> list[QImage]:
        """Write every page as ``name-NN.png`` and return the pictures."""
        folder.mkdir(parents=True, exist_ok=True)
        pictures = []
        for index, page in enumerate(self._file, 1):
            drawn = page.render(scale=scale)
            kind = QImage.Format.Format_BGR888 if drawn.n_channels == 3 else QImage.Format.Format_RGB32
            picture = QImage(bytes(drawn.buffer), drawn.width, drawn.height, drawn.stride, kind).copy()
            assert picture.save(str(folder / f"{name}-{index:02}.png"))
            pictures.append(picture)
        return pictures
