"""Places: names, points, postcodes and travel. Reads files that ship with it, and nothing else."""
