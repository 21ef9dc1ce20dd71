-- E-mails for those who want one a day: each waits, and is gathered into a digest.

ALTER TABLE messages
    ADD COLUMN daily boolean NOT NULL DEFAULT false,   -- waits to be gathered, and is never sent by itself
    ADD COLUMN digest_id bigint REFERENCES messages ON DELETE CASCADE,
    ADD CHECK (digest_id IS NULL OR daily),
    ADD CHECK (sent_at IS NULL OR NOT daily);
DROP INDEX messages_waiting;
CREATE INDEX messages_waiting ON messages (send_after)
    WHERE sent_at IS NULL AND given_up_at IS NULL AND digest_id IS NULL;
CREATE INDEX messages_digest ON messages (digest_id) WHERE digest_id IS NOT NULL;

COMMENT ON COLUMN messages.daily IS
    'Whether it waits for the daily digest. Category: not personal. Kept: message.';
COMMENT ON COLUMN messages.digest_id IS
    'Digest that it went out with. Category: not personal. Kept: message.';
