"""HTML pages to articles: the story, its title, day, outlet and language as the page declares them."""

from __future__ import annotations

import re
from typing import Any

from eventx.errors import UsageError
from eventx.model import Article, Problem
from eventx.read.objects import day
from eventx.read.where import LONGEST, PAGE, Where


def article(markup: str, where: Where) -> Article | Problem:
    """The article of an HTML page with the title, day, outlet and language that the page declares."""
    try:
        import trafilatura
    except ImportError as error:
        message = f"HTML needs the extra html: {str(error).splitlines()[0]}"
        raise UsageError(message, file=where.file, hint="pip install 'eventx[html]'") from None
    if len(markup) > PAGE:
        return where.too_long("the page", PAGE, "characters")
    try:
        found: Any = trafilatura.bare_extraction(markup, favor_precision=True, include_comments=False, with_metadata=True)
    except (RecursionError, ValueError, LookupError, AttributeError, TypeError, AssertionError) as error:
        return where.problem("article.no_story", f"the page cannot be taken apart: {type(error).__name__}", hint="give its text as a .txt file")
    if found is None or not (found.text or "").strip():
        return where.problem("article.no_story", "no article was found in the page", hint="give its text as a .txt file")
    if len(found.text) > LONGEST:
        return where.too_long("the text", LONGEST, "characters")
    declared = re.search(r"<html\b[^>]*?\blang=[\"']?([A-Za-z]{2,3})\b", markup[:4096], re.IGNORECASE)
    language = found.language or (declared[1].lower() if declared else "")
    return Article(
        where.id, found.text, found.title or "", found.sitename or "", day(found.date or "")[0], language, found.url or ""
    )  # fmt: skip
