"""One pipeline of another project over texts; run by ``pipelines.py`` with the interpreter that it is installed for.

    python others.py medspacy|edsnlp TASK.json

``TASK.json`` holds ``texts`` and ``terms``; printed are seconds of this process, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
import warnings
from importlib.metadata import version
from pathlib import Path
from typing import Any


def medspacy(terms: list[str]) -> Any:
    """Sentences, targets and context (negation, hypothesis, history); it has no dates."""
    import medspacy
    from medspacy.ner import TargetRule

    nlp = medspacy.load(medspacy_enable=["medspacy_pyrush", "medspacy_target_matcher", "medspacy_context"])
    nlp.get_pipe("medspacy_target_matcher").add([TargetRule(term, "EVENT") for term in terms])
    return nlp


def edsnlp(terms: list[str]) -> Any:
    """Sentences, targets, negation, hypothesis, history, reported speech and dates."""
    import edsnlp

    nlp = edsnlp.blank("eds")
    nlp.add_pipe("eds.sentences")
    nlp.add_pipe("eds.normalizer")
    nlp.add_pipe("eds.matcher", config={"terms": {"event": terms}, "attr": "NORM"})
    for name in ("eds.negation", "eds.hypothesis", "eds.reported_speech", "eds.dates"):
        nlp.add_pipe(name)
    return nlp


def main(name: str, file: str) -> None:
    warnings.simplefilter("ignore")
    task = json.loads(Path(file).read_text(encoding="utf-8"))
    nlp = {"medspacy": medspacy, "edsnlp": edsnlp}[name](task["terms"])
    nlp(task["texts"][0])
    began = time.process_time()
    found = sum(len(nlp(text).ents) for text in task["texts"])
    print(json.dumps({"seconds": time.process_time() - began, "found": found, "version": version(name)}))


if __name__ == "__main__":
    main(*sys.argv[1:])
