"""From a consent to a delivery: what leaves, frozen, sent, withdrawn."""
