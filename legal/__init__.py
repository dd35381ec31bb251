"""What the law says: the corpus as data, ``assess(facts, on=)``, ``plan(facts, on=)``. Importing this needs no Django."""

from legal.reasoning.assessment import assess, plan

__all__ = ["assess", "plan"]
