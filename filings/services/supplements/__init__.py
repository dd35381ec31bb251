"""What is added to a filing after it went out: written, consented to, delivered the way the filing went, seen."""
