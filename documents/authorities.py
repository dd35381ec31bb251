"""Who takes complaints about companies, answers them, and may hand them on: by the names of ``prior.to``."""

AUTHORITIES = frozenset({"12315", "consumer_association", "other_authority", "local_finance", "12321"})
