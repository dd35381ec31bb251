"""The demonstration: five reported stories, eight complaints, carried through the whole flow by the same services."""
