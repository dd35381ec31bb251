"""The public door of complaints: the intake, its receipt, and the pages that need no account."""
