"""Papers that a person or a lawyer signs: each a function from what it draws on to what it says. Pure, as all of this room.

``table`` lists the kinds; a family of papers is a module beside it with its ``KINDS``; the articles that it rests on stand
in ``legal/corpus/papers``.
"""
