-- name: get_about
-- What a message may say of a nomination or a vacancy: references, and nobody.
SELECT v.id AS vacancy_id, n.id AS nomination_id, v.reference AS vacancy_reference,
       s.name AS scheme, s.kind AS scheme_kind
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
LEFT JOIN nominations AS n ON n.id = %(nomination_id)s::bigint
WHERE v.id = coalesce(n.vacancy_id, %(vacancy_id)s::bigint);

-- name: find_concerned
-- Whom a vacancy concerns: landlord, support provider, and the district whose council lets.
SELECT s.landlord_id, s.support_provider_id AS provider_id, s.district_code
FROM vacancies AS v
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
WHERE v.id = %(vacancy_id)s;

-- name: find_contacts
-- Every contact of one organisation, whatever they want to be told of; of the county where none of
-- the three is named.
SELECT name, email, about, how
FROM contacts
WHERE landlord_id IS NOT DISTINCT FROM %(landlord_id)s::bigint
  AND provider_id IS NOT DISTINCT FROM %(provider_id)s::bigint
  AND district_code IS NOT DISTINCT FROM %(district_code)s::text
ORDER BY id;

-- name: find_account_addresses
-- The people of a landlord or a support provider who have an account.
SELECT name, email
FROM accounts
WHERE disabled_at IS NULL
  AND (landlord_id = %(landlord_id)s::bigint OR provider_id = %(provider_id)s::bigint)
ORDER BY id;

-- name: add_message
-- Nothing; where there is a message of this key, it stays as it is.
INSERT INTO messages (key, kind, to_name, to_email, subject, body, nomination_id, vacancy_id,
                      send_after, daily)
VALUES (%(key)s, %(kind)s, %(to_name)s, %(to_email)s, %(subject)s, %(body)s, %(nomination_id)s,
        %(vacancy_id)s, %(send_after)s, %(daily)s)
ON CONFLICT (key) DO NOTHING;

-- name: lock_next
-- The next message that is due, held until the transaction ends; those that another holds are left.
SELECT id, to_name, to_email, subject, body, tries
FROM messages
WHERE sent_at IS NULL AND given_up_at IS NULL AND digest_id IS NULL AND NOT daily
  AND send_after <= %(now)s
ORDER BY send_after, id
LIMIT 1
FOR UPDATE SKIP LOCKED;

-- name: set_sent
-- Nothing.
UPDATE messages
SET sent_at = %(now)s, sent_by = %(sent_by)s, tries = tries + 1, error = NULL
WHERE id = %(message_id)s;

-- name: set_failed
-- Nothing.
UPDATE messages
SET tries = tries + 1, error = %(error)s, send_after = %(send_after)s,
    given_up_at = %(given_up_at)s
WHERE id = %(message_id)s;

-- name: lock_daily
-- Messages that wait for a digest and are due, held until the transaction ends.
SELECT id, to_name, to_email, subject, body
FROM messages
WHERE daily AND digest_id IS NULL AND send_after <= %(now)s
ORDER BY to_email, id
FOR UPDATE SKIP LOCKED;

-- name: add_digest
-- The id of a digest, which is due at once.
INSERT INTO messages (key, kind, to_name, to_email, subject, body, send_after)
VALUES (%(key)s, 'digest', %(to_name)s, %(to_email)s, %(subject)s, %(body)s, %(now)s)
RETURNING id;

-- name: set_gathered
-- Nothing.
UPDATE messages SET digest_id = %(digest_id)s WHERE id = ANY (%(ids)s);

-- name: delete_old
-- Nothing; messages that went or were given up are gone once their time is over.
DELETE FROM messages
WHERE (sent_at IS NOT NULL OR given_up_at IS NOT NULL)
  AND made_at < now() - %(keep)s::interval;

-- name: find_messages
-- A page of messages, the newest first.
SELECT id, kind, to_name, to_email, subject, body, nomination_id, vacancy_id, made_at, send_after,
       tries, error, sent_at, sent_by, given_up_at, daily, digest_id
FROM messages
WHERE %(state)s::text IS NULL
   OR %(state)s = CASE WHEN given_up_at IS NOT NULL THEN 'given_up'
                       WHEN sent_at IS NOT NULL THEN 'sent'
                       WHEN digest_id IS NOT NULL THEN 'gathered'
                       ELSE 'waiting' END
ORDER BY made_at DESC, id DESC
LIMIT %(limit)s OFFSET %(offset)s;

-- name: count_messages
-- How many messages are in a state.
SELECT count(*)
FROM messages
WHERE %(state)s::text IS NULL
   OR %(state)s = CASE WHEN given_up_at IS NOT NULL THEN 'given_up'
                       WHEN sent_at IS NOT NULL THEN 'sent'
                       WHEN digest_id IS NOT NULL THEN 'gathered'
                       ELSE 'waiting' END;

-- name: get_message
-- One message.
SELECT id, kind, to_name, to_email, subject, body, nomination_id, vacancy_id, made_at, send_after,
       tries, error, sent_at, sent_by, given_up_at, daily, digest_id
FROM messages
WHERE id = %(message_id)s;
