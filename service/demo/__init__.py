"""The Norfolk demonstration county, drawn by a seeded generator from published figures."""
