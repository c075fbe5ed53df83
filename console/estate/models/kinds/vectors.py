"""The document of a model's vectors: it names a NumPy file, of which the report is made (E3.3)."""

from collections.abc import Callable
from io import BytesIO
from typing import Literal

from pydantic import Field

from console.domain.model.vector_report import VectorReport, vector_report
from console.estate.models.model_document import MODEL_DOCUMENTS, DocumentKind, ModelDocument
from console.kernel.errors import UserError
from console.kernel.i18n import t

_MOST_WORDS, _MOST_DIMENSIONS = 20_000, 2_048
_HEAD = 10_000  # bytes of a NumPy file's description


class Vectors(ModelDocument):
    """Vectors of words, one per row."""

    kind: Literal["vectors"]
    file: str = Field(
        min_length=1, max_length=255, pattern=r"^[^/\\]+\.npy$", description="NumPy file beside this document."
    )

    def report(self, read: Callable[[str], bytes]) -> VectorReport:
        """Return what fewer dimensions and bits save and cost; raise ``UserError`` for a file of another shape."""
        import numpy as np  # noqa: PLC0415 - heavy

        try:
            matrix = np.load(BytesIO(read(self.file)), allow_pickle=False, max_header_size=_HEAD)
        except (ValueError, EOFError, TypeError, SyntaxError, MemoryError) as error:
            raise self._wrong(t("it is no NumPy file of numbers")) from error
        if getattr(matrix, "ndim", 0) != 2 or matrix.dtype.kind != "f":
            raise self._wrong(t("it must have two dimensions of floating-point numbers"))
        words, dimensions = matrix.shape
        if not (2 <= words <= _MOST_WORDS and 1 <= dimensions <= _MOST_DIMENSIONS):
            shape = {"words": words, "count": dimensions, "most": _MOST_WORDS, "width": _MOST_DIMENSIONS}
            raise self._wrong(
                t("it has {words} rows of {count} numbers; allowed are 2 to {most} rows of at most {width}", **shape)
            )
        with np.errstate(over="ignore"):
            matrix = matrix.astype(np.float32, copy=False)  # what is too large for it becomes infinite
        if not np.isfinite(matrix).all():
            raise self._wrong(t("it has numbers that are not finite"))
        return vector_report(matrix)

    def _wrong(self, reason: str) -> UserError:
        return UserError(
            t("The vectors of {model} in {file} cannot be used: {reason}.", model=self.model, file=self.file,
              reason=reason),
            t("Export them anew with numpy.save, one word per row."),
        )  # fmt: skip


MODEL_DOCUMENTS.add(DocumentKind("vectors", Vectors))
