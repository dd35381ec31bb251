"""Looking again: stored bytes, ledgers, daily heads and the hash tree over them."""
