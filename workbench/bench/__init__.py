"""``make bench``: the portal as it is served, under load, beside the floors below it. Figures: docs/benchmarks.md.

Everything happens in a runtime folder of its own (``ANNING_HOME/bench``), with its own cluster, keys and store; nothing of
the user's data is read or written, and nothing listens but on 127.0.0.1.
"""
