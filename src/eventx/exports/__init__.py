"""ACLED's own exports of all ages: recognised, checked by the rules of their time, put into the columns of today."""

from __future__ import annotations

from eventx.exports.check import check
from eventx.exports.style import DROPPED, OLD, OPTIONAL, Style, recognise
from eventx.exports.translate import translate

__all__ = ["DROPPED", "OLD", "OPTIONAL", "Style", "check", "recognise", "translate"]
