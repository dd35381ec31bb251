"""What a lawyer does with a case that was shared with them."""
