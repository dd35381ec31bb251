"""What is read before processes are forked: they share it."""

import gc

from legal.corpus import load


def settle() -> None:
    """Read the corpus, and keep the collector of garbage out of all that was read, which it would copy for each process."""
    load()
    gc.collect()
    gc.freeze()
