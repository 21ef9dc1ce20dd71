"""The only code that runs SQL: one module and one ``sql/NOUN.sql`` a noun."""
