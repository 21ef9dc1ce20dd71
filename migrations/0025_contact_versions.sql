-- Contacts count their changes as other rows that people edit do (0014), so that no change is lost.
ALTER TABLE contacts ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE TRIGGER contacts_version BEFORE UPDATE ON contacts FOR EACH ROW
WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION count_version();
COMMENT ON COLUMN contacts.version IS
    'How often the row was changed, so that no change is lost. Category: not personal. Kept: home.';
