"""The annotation rooms: one file, one component, one layer of mentions on a spaCy Doc."""

from eventx.annotate.layers import Sentence
from eventx.annotate.nlp import annotator

__all__ = ["Sentence", "annotator"]
