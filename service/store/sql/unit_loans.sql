-- name: find_loans
-- The loans that are not over, those due back first at the top; one, or of one home, where it is named.
SELECT n.id, n.unit_id, u.reference AS unit, s.id AS scheme_id, s.name AS scheme, s.kind AS usual_kind,
       n.kind, n.support_level, n.client_groups, n.starts_on, n.due_back_on, n.lent_by,
       d.name AS district, s.district_code, l.name AS landlord, s.landlord_id, s.manager_id
FROM unit_loans AS n
JOIN units AS u ON u.id = n.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN districts AS d ON d.code = s.district_code
WHERE n.returned_on IS NULL AND (%(unit_id)s::bigint IS NULL OR n.unit_id = %(unit_id)s)
  AND (%(loan_id)s::bigint IS NULL OR n.id = %(loan_id)s)
ORDER BY due_back_on, id;

-- name: count_loans
-- How many loans are not over, and how many of them are due back by a day.
SELECT count(*) AS n_loans, count(*) FILTER (WHERE due_back_on <= %(day)s) AS n_due
FROM unit_loans WHERE returned_on IS NULL;

-- name: add_loan
-- The new loan's id; no row where the home has a loan that is not over.
INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on, due_back_on, lent_by)
VALUES (%(unit_id)s, %(kind)s, %(support_level)s, %(client_groups)s, %(starts_on)s,
        %(due_back_on)s, %(lent_by)s)
ON CONFLICT (unit_id) WHERE returned_on IS NULL DO NOTHING
RETURNING id;

-- name: lend_units
-- Nothing.
INSERT INTO unit_loans (unit_id, kind, support_level, client_groups, starts_on, due_back_on, lent_by)
SELECT id, %(kind)s, %(support_level)s, %(client_groups)s, %(starts_on)s, %(due_back_on)s,
       %(lent_by)s
FROM units WHERE reference = ANY (%(references)s) ORDER BY id
ON CONFLICT (unit_id) WHERE returned_on IS NULL DO NOTHING;

-- name: end_loan
-- Nothing.
UPDATE unit_loans SET returned_on = %(returned_on)s WHERE id = %(loan_id)s AND returned_on IS NULL;

-- name: set_due_back
-- Nothing.
UPDATE unit_loans SET due_back_on = %(due_back_on)s WHERE id = %(loan_id)s AND returned_on IS NULL;

-- name: cancel_loan
-- Nothing; for a loan that has not begun.
DELETE FROM unit_loans WHERE id = %(loan_id)s AND returned_on IS NULL;
