"""Letters of a desk: their templates, drafts, numbers, how they leave, and how they were served."""
