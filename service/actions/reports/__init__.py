"""Reports: read by rule, and written as files."""
