"""Bundles: ordered, frozen, built, handed out, found again."""
