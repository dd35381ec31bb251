"""Reading the words in a picture, in a process that can open and reach nothing while it looks at the pixels.

Only copies that the portal itself built come here, never a stranger's original. The parent (``run``) hands over open
descriptors; the child (``child``) gives up network and programs, loads its models, gives up every file, and reads.
"""
