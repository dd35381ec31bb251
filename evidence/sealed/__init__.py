"""How bytes are kept: closed under a key of their own, and what remains of them once they are erased."""
