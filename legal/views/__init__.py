"""The public pages of the law, and its pages for one case."""
