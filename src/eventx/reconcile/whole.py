"""From rows of articles to rows of incidents: score pairs, group, merge, relabel the evidence, keep the reasons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eventx import schema
from eventx.errors import Finding
from eventx.model import Evidence, Problem
from eventx.reconcile import judgements as judging
from eventx.reconcile.blocks import pairs
from eventx.reconcile.cluster import Pair, cluster
from eventx.reconcile.judgements import Judgement, Judgements
from eventx.reconcile.links import Decided, Link, links
from eventx.reconcile.merge import key, merge
from eventx.reconcile.report import Report, report
from eventx.reconcile.rivals import outdone
from eventx.reconcile.score import APART, score


@dataclass(frozen=True, slots=True)
class Reconciled:
    """One row an incident, by day and place; all evidence under the new ids; doubts; the decisions with their reasons.

    ``problems`` holds :class:`Finding` for lines of the judgements and :class:`Problem` for rows; both have ``as_dict``. ``became`` gives to
    the id of each row that came in the id of the row it became part of. ``reports`` are the rows that became part of
    another one, as they came in, each with that row's id.
    """

    rows: tuple[Mapping[str, Any], ...]
    evidence: tuple[Evidence, ...]
    problems: tuple[Problem | Finding, ...]
    links: tuple[Link, ...]
    became: Mapping[str, str]
    reports: tuple[tuple[str, Mapping[str, Any]], ...] = ()


def reconcile(
    rows: Sequence[Mapping[str, Any]], evidence: Iterable[Evidence] = (), judgements: Judgements | Path | str | None = None
) -> Reconciled:
    """One row an incident from rows of many articles.

    ``judgements`` is what was read by :func:`eventx.reconcile.judgements.read`, or the file. A row without a day of the
    calendar is told and given back as it stands. Raises ``DataError`` when the file of judgements cannot be read.
    """
    given = judging.read(Path(judgements)) if isinstance(judgements, str | Path) else judgements or Judgements()
    problems: list[Problem | Finding] = list(given.findings)
    reports, left = _reports(rows, problems)
    scores = {pair: points for pair in pairs(reports) if (points := score(reports[pair[0]], reports[pair[1]])) > APART}
    lost = outdone(reports, scores)
    scores |= {pair: scores[pair] + points for pair, points in lost.items()}
    judged = _match(reports, given.decisions, problems)
    wanted = {word: sorted(pair for pair, one in judged.items() if one.decision == word) for word in judging.DECISIONS}
    groups, refused = cluster([one.articles for one in reports], scores, same=wanted["same"], different=wanted["different"])
    for pair in refused:
        one = judged[pair]
        problems.append(_told(one, "judgement.conflict", "it would join rows that are judged different, or two rows of one article; it is not followed"))
    merged, names = _merged(reports, groups, problems)
    became = [names[number] for number in range(len(reports))]
    told = tuple(links(Decided(reports, scores, lost, judged, became)))
    ids = {str(one.row["event_id_cnty"]): name for one, name in zip(reports, became, strict=True)}
    relabelled = tuple(replace(proof, event_id=ids.get(proof.event_id, proof.event_id)) for proof in evidence)
    ordered = sorted([*merged, *left], key=lambda row: tuple(str(row.get(c) or "") for c in ("event_date", "country", "admin1", "location", "event_id_cnty")))
    parts = tuple((name, one.row) for one, name in zip(reports, became, strict=True) if name != str(one.row["event_id_cnty"]))
    return Reconciled(tuple(ordered), relabelled, tuple(problems), told, ids, parts)


def _reports(rows: Sequence[Mapping[str, Any]], problems: list[Problem | Finding]) -> tuple[list[Report], list[Mapping[str, Any]]]:
    """The rows taken apart, sorted by content, a row that comes twice once; and the rows that cannot be compared."""
    reports: dict[tuple[str, ...], Report] = {}
    left = []
    for row in rows:
        try:
            one = report(row)
        except (ValueError, TypeError) as error:
            problems.append(Problem("date.missing", f"the row cannot be compared: {error}", str(row.get("article_ids") or ""), event_id=str(row.get("event_id_cnty") or "")))
            left.append(row)
            continue
        reports.setdefault(key(one), one)
    return [reports[name] for name in sorted(reports)], left


def _match(reports: Sequence[Report], decisions: Iterable[Judgement], problems: list[Problem | Finding]) -> dict[Pair, Judgement]:
    """Pairs of rows that the judgements name; a key that names no row, or several where one is meant, is told."""
    found: dict[judging.Key, list[int]] = defaultdict(list)
    for number, one in enumerate(reports):
        for name in judging.keys(one.row):
            found[name].append(number)
    judged: dict[Pair, Judgement] = {}
    for judgement in decisions:
        ones, others = found.get(judgement.one, []), found.get(judgement.other, [])
        if not ones or not others:
            absent = judgement.other if ones else judgement.one
            problems.append(_told(judgement, "judgement.unmatched", f"no row is {', '.join(absent)}", "warning"))
        elif judgement.decision == "same" and len(ones) * len(others) > 1:
            problems.append(_told(judgement, "judgement.ambiguous", "several rows have that key; it is not followed"))
        else:
            for pair in sorted({(min(a, b), max(a, b)) for a in ones for b in others if a != b}):
                if pair in judged and judged[pair].decision != judgement.decision:
                    problems.append(_told(judged[pair], "judgement.conflict", f"line {judgement.line} decides otherwise, and the later line stands", "warning"))
                judged[pair] = judgement
    return judged


def _told(judgement: Judgement, code: str, message: str, severity: Any = "error") -> Finding:
    return Finding(code, message, judgement.file, judgement.line, "decision", judgement.decision, severity=severity)


def _merged(
    reports: Sequence[Report], groups: Sequence[Sequence[int]], problems: list[Problem | Finding]
) -> tuple[list[dict[str, Any]], dict[int, str]]:
    """The rows of all groups, and the id of each report's row; a group whose row would be invalid stays apart."""
    merged, names = [], {}
    for group in groups:
        row, conflicts = merge([reports[number] for number in group])
        articles, name = str(row.get("article_ids") or ""), str(row["event_id_cnty"])
        findings = schema.check(row) if len(group) > 1 else []
        if findings:
            problems.append(Problem("row.invalid", f"reports of one incident stay apart: {findings[0].message}", articles, event_id=name))
            for number in group:
                merged.append(dict(reports[number].row))
                names[number] = str(reports[number].row["event_id_cnty"])
            continue
        for stem in conflicts:
            span = " to ".join(str(row[f"{stem}{end}"]) for end in ("_low", "_high"))
            problems.append(Problem("toll.conflict", f"{stem}: reports range from {span}", articles, event_id=name))
        merged.append(row)
        names |= dict.fromkeys(group, name)
    return merged, names
