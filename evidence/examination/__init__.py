"""Looking into a stranger's file: a full parse, in a process that can open nothing, says what it is and copies what is seen.

The parent (``run``) hands over open descriptors; the child (``child``) takes its own powers away before it reads the
first byte, parses, and writes a copy that was built anew. No Django, no database and no keys in here.
"""
