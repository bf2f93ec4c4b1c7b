"""Clean: find the article in a text that may have a whole page around it."""

from eventx.clean.story import clean

__all__ = ["clean"]
