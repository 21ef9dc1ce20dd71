-- name: find_restrictions
-- The restrictions of an applicant that hold, the oldest first.
SELECT id, kind, made_by, made_at
FROM restrictions
WHERE applicant_id = %(applicant_id)s AND lifted_at IS NULL
ORDER BY made_at, id;

-- name: add_restriction
-- The new restriction's id; no row when one of its kind holds.
INSERT INTO restrictions (applicant_id, kind, made_by)
VALUES (%(applicant_id)s, %(kind)s, %(made_by)s)
ON CONFLICT (applicant_id, kind) WHERE lifted_at IS NULL DO NOTHING
RETURNING id;

-- name: lift_restriction
-- Its id, if it held.
UPDATE restrictions
SET lifted_by = %(lifted_by)s, lifted_at = now()
WHERE id = %(restriction_id)s AND applicant_id = %(applicant_id)s AND lifted_at IS NULL
RETURNING id;

-- name: find_readers
-- The named readers of an applicant who may still sign in, by name.
SELECT r.account_id, a.name, r.named_by, r.named_at
FROM named_readers AS r
JOIN accounts AS a ON a.id = r.account_id
WHERE r.applicant_id = %(applicant_id)s AND a.role = 'officer' AND a.disabled_at IS NULL
ORDER BY a.name, a.id;

-- name: find_officers
-- The officers of the county and of a district who may sign in, by name.
SELECT id, name
FROM accounts
WHERE role = 'officer' AND disabled_at IS NULL
  AND (district_code IS NULL OR district_code = %(district_code)s)
ORDER BY name, id;

-- name: name_reader
-- Nothing; whoever is named already stays so.
INSERT INTO named_readers (applicant_id, account_id, named_by)
VALUES (%(applicant_id)s, %(account_id)s, %(named_by)s)
ON CONFLICT DO NOTHING;

-- name: find_unread
-- The restricted applicant with a reference whom nobody who may sign in is named to read.
SELECT a.id
FROM applicants AS a
WHERE lower(a.reference) = lower(%(reference)s) AND a.is_restricted
  AND NOT EXISTS (SELECT FROM named_readers AS r JOIN accounts AS c ON c.id = r.account_id
                  WHERE r.applicant_id = a.id AND c.role = 'officer' AND c.disabled_at IS NULL)
ORDER BY a.id
LIMIT 1;

-- name: name_first_readers
-- The account on each record that got a reader; those that have one who may sign in stay as they are.
INSERT INTO named_readers (applicant_id, account_id, named_by)
SELECT a.id, o.id, coalesce(asking('name'), 'Homeward')
FROM applicants AS a
JOIN accounts AS o ON o.district_code IS NULL OR o.district_code = a.district_code
WHERE a.reference = ANY (%(references)s) AND a.is_restricted
  AND o.id = ANY (%(account_ids)s) AND o.role = 'officer' AND o.disabled_at IS NULL
  AND NOT EXISTS (SELECT FROM named_readers AS r JOIN accounts AS c ON c.id = r.account_id
                  WHERE r.applicant_id = a.id AND c.role = 'officer' AND c.disabled_at IS NULL)
ON CONFLICT DO NOTHING
RETURNING account_id;

-- name: count_unread
-- How many of some records are restricted and have nobody named who may sign in.
SELECT count(*)
FROM applicants AS a
WHERE a.reference = ANY (%(references)s) AND a.is_restricted
  AND NOT EXISTS (SELECT FROM named_readers AS r JOIN accounts AS c ON c.id = r.account_id
                  WHERE r.applicant_id = a.id AND c.role = 'officer' AND c.disabled_at IS NULL);

-- name: find_officer_ids
-- Email address and account of the officers who may sign in, of some addresses.
SELECT email, id
FROM accounts
WHERE email = ANY (%(emails)s) AND role = 'officer' AND disabled_at IS NULL
ORDER BY email;

-- name: remove_reader
-- Nothing.
DELETE FROM named_readers WHERE applicant_id = %(applicant_id)s AND account_id = %(account_id)s;

-- name: remove_readers_of_unrestricted
-- Nothing; who was named for a restriction that is lifted is not named for the next.
DELETE FROM named_readers AS r
WHERE r.applicant_id = %(applicant_id)s
  AND NOT EXISTS (SELECT FROM restrictions AS x
                  WHERE x.applicant_id = r.applicant_id AND x.lifted_at IS NULL);
