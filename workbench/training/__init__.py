"""How the reader's tables are made of labelled texts, and how well they read what they have not seen.

The texts stay where they are: the repository holds the tables and what was measured, and no text that others wrote.
"""
