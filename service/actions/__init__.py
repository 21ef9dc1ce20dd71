"""What people do: a rule, the store and an audit row, in one transaction."""
