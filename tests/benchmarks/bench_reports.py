"""Reports: a capacity review of twenty pages and more as PDF, and the window while it is typeset."""

import threading
from functools import cache
from time import perf_counter

from console.domain.report.document import Document
from console.reports.render import render
from tests.benchmarks.harness import Benchmark, SkipBenchmark, wall_s
from tests.fakes.sample_document import document

LEAST_PAGES = 20


@cache
def _document() -> Document:
    """One with tables, figures and four charts per chapter."""
    return document("Frankfurt", count=11)


@cache
def _pages() -> int:
    """Its pages are counted once."""
    try:
        import pypdfium2
    except ImportError as error:
        raise SkipBenchmark(str(error)) from error
    return len(pypdfium2.PdfDocument(render(_document(), "pdf")))


def _pdf_s() -> float:
    assert _pages() >= LEAST_PAGES, f"only {_pages()} pages"
    return wall_s(lambda: render(_document(), "pdf"))


def _first_pdf_s() -> float:
    """The first report of a program: which fonts there are is asked, too."""
    from console.reports.pdf_font import font_families

    font_families.cache_clear()
    return wall_s(lambda: render(_document(), "pdf"))


def _worst_gap_ms() -> float:
    """The longest that another thread did not get its turn while a PDF was made beside it."""
    work = threading.Thread(target=render, args=(_document(), "pdf"))
    work.start()
    worst, last = 0.0, perf_counter()
    while work.is_alive():
        work.join(0.001)
        now = perf_counter()
        worst, last = max(worst, now - last), now
    return worst * 1000


BENCHMARKS = (
    Benchmark("20-page capacity review as PDF", "s", _pdf_s, bar=3.0),
    Benchmark("20-page capacity review as PDF, fonts read anew", "s", _first_pdf_s, bar=3.0),
    Benchmark("20-page capacity review as HTML", "s", lambda: wall_s(lambda: render(_document(), "html")), bar=3.0),
    Benchmark("20-page capacity review as workbook", "s", lambda: wall_s(lambda: render(_document(), "xlsx")), bar=3.0),
    Benchmark("gap of another thread beside a PDF", "ms", _worst_gap_ms, bar=50.0),
)
