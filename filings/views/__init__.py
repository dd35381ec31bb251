"""The public door of filings: the case as its owner and their lawyer see it, sending, and bundles."""
