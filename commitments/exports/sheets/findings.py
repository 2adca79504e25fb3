"""Findings as sentences of a cell."""

from collections.abc import Iterable

from commitments.exports.sheets import words
from commitments.recommendations.selectors.reading import SealedLine


def titles_text(line: SealedLine) -> str:
    """Say which titles are open and how each stands, or that none is, or that a known fact stands against all."""
    if line.blocked:
        return "Chưa đề xuất: có dữ kiện thuộc diện chưa xét khen thưởng."
    lines = [f"{finding.title}: {words.OUTCOMES[finding.outcome]}" for finding in line.open_commendations]
    return "\n".join(lines) or "Kết quả CCHC chưa hỗ trợ danh hiệu nào."


def missing_facts(line: SealedLine) -> str:
    """List the facts that people must add for the level and the open titles, each once."""
    asked = (*line.of("level"), *line.open_commendations)
    return "; ".join(_once(text for finding in asked for text in finding.missing))


def grounds(line: SealedLine) -> str:
    """Give the sentences behind the recommendation: level, open titles, review, what stands against it."""
    found = [*line.of("level"), *line.open_commendations]
    found += [f for f in line.of("review", "blocking") if f.outcome == "fired"]
    return "\n".join(_once(finding.text for finding in found))


def legal_bases(line: SealedLine) -> str:
    """List the legal texts behind every value that those sentences read, each once; where there is none, say so."""
    found = [*line.of("level"), *line.open_commendations]
    found += [f for f in line.of("review", "blocking") if f.outcome == "fired"]
    citations = (citation for f in found for reading in f.readings for citation in reading.citations)
    cited = (citation.short if citation.symbol else words.OWN_VALUE for citation in citations)
    return "\n".join(_once(cited))


def _once(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))
