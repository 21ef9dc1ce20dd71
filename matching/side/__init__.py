"""What one place cannot see: hours, limits, company and length of chains, as rows of integers."""
