"""HTML in one file: no script, nothing from elsewhere, charts inline; prints well."""

from __future__ import annotations

from console.domain.report.document import Document
from console.kernel.i18n import t
from console.presenters.format import local_minute
from console.reports.chapter import Chapter, chapters, has_contents
from console.reports.html_block import html_block
from console.reports.renderer import RENDERERS, Renderer
from console.reports.stylesheet import content_policy, stylesheet
from console.reports.svg.canvas import xml


def render_html(document: Document) -> bytes:
    """Return the file."""
    several = chapters(document)
    body = [_head(document)]
    shown_contents = not has_contents(document)
    for index, one in enumerate(several):
        body.append(_chapter(one, index))
        if not shown_contents and one.title:
            body.append(_contents(several))
            shown_contents = True
    body.append(f"<footer>{xml(local_minute(document.created_s))}</footer>")
    return (
        f'<!DOCTYPE html>\n<html lang="{document.language}"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{xml(content_policy())}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{xml(document.title)}</title>\n<style>{stylesheet()}</style></head>\n<body>\n"
        + "\n".join(body)
        + "\n</body></html>\n"
    ).encode()


def _head(document: Document) -> str:
    label = f'<p class="label">{xml(document.label)}</p>' if document.label else ""
    subtitle = f'<p class="muted">{xml(document.subtitle)}</p>' if document.subtitle else ""
    facts = "".join(f"<dt>{xml(name)}</dt><dd>{xml(text)}</dd>" for name, text in document.facts)
    return f"<header>{label}<h1>{xml(document.title)}</h1>{subtitle}{f'<dl>{facts}</dl>' if facts else ''}</header>"


def _contents(several: tuple[Chapter, ...]) -> str:
    lines = "".join(
        f'<li><a href="#k{index}">{xml(one.title)}</a></li>' for index, one in enumerate(several) if one.title
    )
    return f"<nav><h2>{xml(t('Contents'))}</h2><ol>{lines}</ol></nav>"


def _chapter(chapter: Chapter, index: int) -> str:
    name = f'<h2 class="chapter" id="k{index}">{xml(chapter.title)}</h2>' if chapter.title else ""
    blocks = "\n".join(html_block(one, f"k{index}b{place}") for place, one in enumerate(chapter.blocks))
    return f"<section>{name}\n{blocks}</section>"


RENDERERS.add(Renderer("html", lambda: t("Web page in one file"), render_html))
