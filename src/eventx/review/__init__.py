"""The review desk: a local web page on which people see, correct and trust the rows of a data set.

The extracted files are never written. Every decision is a line of ``judgements.jsonl`` (:mod:`.judgements`); the state
of a row is the fold of its lines over what was extracted (:mod:`.fold`), kept in a cache that may be deleted
(:mod:`.index`, :mod:`.store`). :mod:`.app` is the web application, :mod:`.export` and :mod:`.agreement` what leaves it.
"""
