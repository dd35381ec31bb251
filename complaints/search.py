"""Search in Chinese text without a dictionary: pairs of neighbouring characters.

``anning_bigrams`` is the SQL twin of ``pairs_of``: the generated column and the query must cut alike. A word list
(jieba) loses hits; a full scan costs hundreds of milliseconds at 200,000 messages.
"""

import re

from django.db.models import Func, TextField

from core.written import DASHES, INVISIBLE_SIGNS, plain

_RUN = re.compile(r"[^\s!-/:-@\[-`{-~\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\u2010-\u2027]+")
MAX_SEARCHABLE = 20_000  # characters; a tsvector holds at most 1 MB
# A run is cut in pieces of 65 characters that overlap by one: ``substr`` counts its way from the front, so that without
# them a single run of 20,000 characters, a story typed without punctuation, would take seconds.

CREATE_FUNCTION = r"""
CREATE OR REPLACE FUNCTION anning_bigrams(document text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_to_tsvector(array_agg(DISTINCT substr(piece, place, 2))), ''::tsvector)
  FROM regexp_split_to_table(
         lower(document), '[\s!-/:-@\[-`{-~\u3000-\u303f\uff00-\uff0f\uff1a-\uff20\u2010-\u2027]+'
       ) AS run,
       generate_series(1, length(run) - 1, 64) AS first,
       substr(run, first, 65) AS piece,
       generate_series(1, length(piece) - 1) AS place
$$
"""


def pairs_of(text: str) -> list[str]:
    """Every pair of neighbouring characters inside a run without white space and punctuation, in order."""
    return [run[i : i + 2] for run in _RUN.findall(text.lower()) for i in range(len(run) - 1)]


def bigram_query(words: str) -> str:
    """A tsquery text that every document containing ``words`` satisfies; "" when no run has two characters."""
    quoted = (
        "'" + pair.replace("\\", "\\\\").replace("'", "''") + "'" for pair in dict.fromkeys(pairs_of(words))
    )
    return " & ".join(quoted)


_CASE_NUMBER = re.compile(r"AN-?(\d{4})-?(\d{6,})", re.IGNORECASE | re.ASCII)


def case_number(words: str) -> str:
    """The number of a case, however its digits and dashes are written; "" when the words are none."""
    found = _CASE_NUMBER.fullmatch(plain(words).strip())
    return f"AN-{found[1]}-{found[2]}" if found else ""


def as_searched(text: str) -> str:
    """The form in which a text is kept beside the text itself, to be searched: what the reader reads alike is found alike."""
    return plain(text[:MAX_SEARCHABLE].replace("\x00", ""))[:MAX_SEARCHABLE]


def ways_of_writing(words: str) -> tuple[str, ...]:
    """Words in their plain form, and as typed: what was kept before ``as_searched`` has the punctuation that was typed."""
    return tuple(dict.fromkeys((plain(words), words)))


def any_bigram_query(ways: tuple[str, ...]) -> str:
    """A tsquery text that every document satisfies that contains one of the ways; "" where one has no pair."""
    queries = list(dict.fromkeys(bigram_query(way) for way in ways))
    return " | ".join(f"({query})" for query in queries) if all(queries) else ""


class Plain(Func):
    """The SQL twin of ``plain`` for a text that is kept as it came; digits of other scripts stay."""

    output_field = TextField()
    template = (
        f"regexp_replace(normalize(regexp_replace(%(expressions)s, '[{INVISIBLE_SIGNS}]', '', 'g'), NFKC),"
        f" '[{DASHES}]', '-', 'g')"
    )
