"""Campaigns at a desk: counted, placed, handed out as a lead."""
