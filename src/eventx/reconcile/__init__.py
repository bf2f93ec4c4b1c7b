"""Reconciliation across articles: one row an incident, with all who told it.

``reconcile(rows, evidence, judgements)`` is the whole of it. Which pairs are looked at says :mod:`blocks`, what a pair
is worth :mod:`score` with ``weights.toml`` and :mod:`rivals`, what becomes one group :mod:`cluster`, what the group's row
says :mod:`merge`, why :mod:`links`. How well that goes measures :mod:`eventx.evaluate_incidents` by :mod:`agreement`.
The result follows from the rows alone, not from their order.
"""

from __future__ import annotations

from eventx.reconcile.judgements import Judgement, Judgements
from eventx.reconcile.links import Link
from eventx.reconcile.whole import Reconciled, reconcile

__all__ = ["Judgement", "Judgements", "Link", "Reconciled", "reconcile"]
