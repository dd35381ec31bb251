"""How news of a case reaches its complainant: the ways that are begun here, and what is told by them without being asked."""
