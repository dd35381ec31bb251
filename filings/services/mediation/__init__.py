"""Mediation at a desk: asked of who complained, agreed to with a consent of its own, held, ended."""
