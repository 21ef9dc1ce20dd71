"""The field's records and rules; standard library only."""
