"""From clauses to candidates: what happened, once each, with who, whom, where, when, how many and who says so."""

from eventx.assemble.happening import Happening, Toll
from eventx.assemble.incident import Incident
from eventx.assemble.incidents import assemble
from eventx.assemble.mentions import happenings

__all__ = ["Happening", "Incident", "Toll", "assemble", "happenings"]
