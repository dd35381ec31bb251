"""What the queue of a desk shows and counts, kept beside its filings."""
