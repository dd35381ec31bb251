"""The law as data (YAML), and the one reader of it. How it is written: docs/law.md."""

from legal.corpus.articles import Article, Reference, Statute, Version
from legal.corpus.reader import Channel, Corpus, CorpusError, Element, Ground, load

__all__ = [
    "Article",
    "Channel",
    "Corpus",
    "CorpusError",
    "Element",
    "Ground",
    "Reference",
    "Statute",
    "Version",
    "load",
]
