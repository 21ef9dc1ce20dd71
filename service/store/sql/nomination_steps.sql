-- name: lock_vacancy
-- The vacancy's id; nobody else changes it until the end. Rows that point at it may still be written.
SELECT v.id FROM vacancies AS v
WHERE v.id = (SELECT n.vacancy_id FROM nominations AS n WHERE n.id = %(nomination_id)s)
FOR NO KEY UPDATE;

-- name: try_lock_vacancy
-- As lock_vacancy; no row where somebody else holds it now.
SELECT v.id FROM vacancies AS v
WHERE v.id = (SELECT n.vacancy_id FROM nominations AS n WHERE n.id = %(nomination_id)s)
FOR NO KEY UPDATE SKIP LOCKED;

-- name: lock_people
-- Nothing that is read: whoever a step may touch stays as they are, always held in the order of id.
-- They are the person nominated, the others nominated for the vacancy or superseded by the last step,
-- and whoever is written down as living in the home, or was until the letting.
SELECT a.id FROM applicants AS a
WHERE a.id IN (
    SELECT o.applicant_id FROM nominations AS n
    JOIN nominations AS o ON o.vacancy_id = n.vacancy_id
    WHERE n.id = %(nomination_id)s AND (o.id = n.id OR o.is_live OR o.state = 'superseded')
    UNION ALL
    SELECT c.id FROM nominations AS n
    JOIN vacancies AS v ON v.id = n.vacancy_id
    JOIN applicants AS c ON c.current_unit_id = v.unit_id
    WHERE n.id = %(nomination_id)s
    UNION ALL
    SELECT gone.id::bigint FROM nomination_steps AS t,
           jsonb_array_elements_text(t.before -> 'left') AS gone (id)
    WHERE t.nomination_id = %(nomination_id)s AND t.step = 'sign')
ORDER BY a.id
FOR NO KEY UPDATE;

-- name: lock_nominations
-- Nothing that is read: the nomination and the others for its vacancy that stand or were superseded.
SELECT o.id FROM nominations AS o
WHERE o.vacancy_id = (SELECT n.vacancy_id FROM nominations AS n WHERE n.id = %(nomination_id)s)
  AND (o.id = %(nomination_id)s OR o.is_live OR o.state = 'superseded')
ORDER BY o.id
FOR NO KEY UPDATE;

-- name: get_standing
-- A nomination as it stands, with what of the world its next step depends on.
SELECT n.id, n.vacancy_id, n.applicant_id, n.state, n.support_agreed_at IS NOT NULL AS support_agreed,
       n.viewing_at, n.move_in_on, n.declined_party, n.declined_reason, n.withdrawn_because,
       n.due_on, n.reminders, n.escalated_on,
       v.state AS vacancy_state, v.nominees, v.available_on, v.unit_id, v.void_id, o.void_from,
       s.landlord_id, s.support_provider_id AS provider_id,
       EXISTS (SELECT FROM voids AS w
               WHERE w.unit_id = v.unit_id AND w.id <> v.void_id
                 AND (w.ended_on IS NULL OR w.id > v.void_id))
           OR EXISTS (SELECT FROM vacancies AS w
                      WHERE w.unit_id = v.unit_id AND w.id > v.id) AS unit_moved_on,
       a.state AS applicant_state, a.current_unit_id,
       (SELECT count(*) FROM nominations AS x
        WHERE x.vacancy_id = n.vacancy_id AND x.id <> n.id AND x.is_live)::int AS n_others,
       EXISTS (SELECT FROM nominations AS x
               WHERE x.vacancy_id = n.vacancy_id AND x.id <> n.id AND x.is_offer)
           AS offered_to_other,
       EXISTS (SELECT FROM nominations AS x
               WHERE x.applicant_id = n.applicant_id AND x.id <> n.id AND x.is_live)
           AS nominated_elsewhere,
       EXISTS (SELECT FROM disclosures AS d
               WHERE d.nomination_id = n.id AND d.lawful_basis = 'consent'
                 AND d.taken_back_because = %(consent_withdrawn)s) AS consent_withdrawn,
       l.id AS last_id, l.step AS last_step, l.from_state AS last_from, l.account_id AS last_account,
       l.taken_at AS last_taken_at, l.before AS last_before,
       c.account_id AS decline_account, c.from_state AS decline_from
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN voids AS o ON o.id = v.void_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
LEFT JOIN applicants AS a ON a.id = n.applicant_id
LEFT JOIN LATERAL (
    SELECT * FROM nomination_steps AS t
    WHERE t.nomination_id = n.id AND t.undone_at IS NULL AND t.step <> 'undo'
    ORDER BY t.id DESC LIMIT 1) AS l ON true
LEFT JOIN LATERAL (
    SELECT * FROM nomination_steps AS t
    WHERE t.nomination_id = n.id AND t.undone_at IS NULL AND t.step = 'decline'
    ORDER BY t.id DESC LIMIT 1) AS c ON true
WHERE n.id = %(nomination_id)s;

-- name: find_superseded
-- The other live nominations for a vacancy, in the order of id.
SELECT id FROM nominations
WHERE vacancy_id = %(vacancy_id)s AND id <> %(nomination_id)s AND is_live
ORDER BY id;

-- name: get_before
-- What a step may change in a nomination and in what was told of the person, without what was told.
SELECT jsonb_build_object(
    'nomination', to_jsonb(n) - ARRAY['id', 'vacancy_id', 'applicant_id', 'nominated_by',
                                      'nominated_at', 'run_id', 'is_live', 'is_offer', 'version',
                                      'n_considered', 'n_passed_over'],
    'disclosures', (
        SELECT coalesce(jsonb_agg(jsonb_build_object(
            'id', d.id, 'told_by', d.told_by, 'told_at', d.told_at, 'is_told', d.told IS NOT NULL,
            'taken_back_at', d.taken_back_at, 'taken_back_because', d.taken_back_because)
            ORDER BY d.id), '[]')
        FROM disclosures AS d WHERE d.nomination_id = n.id))
FROM nominations AS n
WHERE n.id = %(nomination_id)s;

-- name: change_nomination
-- Nothing; columns that are not named in the changes stay as they are.
UPDATE nominations AS n
SET state = c.state, due_on = c.due_on, reminders = c.reminders, escalated_on = c.escalated_on,
    support_agreed_by = c.support_agreed_by, support_agreed_at = c.support_agreed_at,
    viewing_at = c.viewing_at, move_in_on = c.move_in_on, declined_party = c.declined_party,
    declined_reason = c.declined_reason, withdrawn_by = c.withdrawn_by,
    withdrawn_at = c.withdrawn_at, withdrawn_because = c.withdrawn_because
FROM (SELECT (jsonb_populate_record(o, %(changes)s)).* FROM nominations AS o
      WHERE o.id = %(nomination_id)s) AS c
WHERE n.id = c.id;

-- name: set_since
-- Nothing; since when it is in its state, after a step that is as if it had never been.
UPDATE nominations SET state_since = (%(nomination)s::jsonb ->> 'state_since')::timestamptz
WHERE id = %(nomination_id)s;

-- name: add_step
-- The new step's id.
INSERT INTO nomination_steps (nomination_id, applicant_id, step, from_state, to_state, account_id,
                              taken_by, taken_role, on_behalf_of, reason, note, before)
VALUES (%(nomination_id)s, %(applicant_id)s, %(step)s, %(from_state)s, %(to_state)s, %(account_id)s,
        %(taken_by)s, %(taken_role)s, %(on_behalf_of)s, %(reason)s, %(note)s, %(before)s)
RETURNING id;

-- name: mark_undone
-- Nothing.
UPDATE nomination_steps SET undone_by = %(undone_by)s, undone_at = now() WHERE id = %(step_id)s;

-- name: find_steps
-- The steps of a nomination that whoever asks may see, the first first.
SELECT id, step, from_state, to_state, taken_by, taken_role, on_behalf_of, taken_at, reason, note,
       undone_by, undone_at
FROM nomination_steps
WHERE nomination_id = %(nomination_id)s
ORDER BY id;

-- name: settle_vacancy
-- Nothing; a vacancy that may be nominated for is offered, reserved or open as its nominations say.
UPDATE vacancies AS v
SET state = s.state
FROM (SELECT CASE WHEN coalesce(bool_or(is_offer), false) THEN 'offered'
                  WHEN count(*) > 0 THEN 'reserved' ELSE 'open' END AS state
      FROM nominations WHERE vacancy_id = %(vacancy_id)s AND is_live) AS s
WHERE v.id = %(vacancy_id)s AND v.state IN ('open', 'reserved', 'offered') AND v.state <> s.state;

-- name: restore_applicant
-- Nothing.
UPDATE applicants SET state = %(state)s, current_unit_id = %(current_unit_id)s
WHERE id = %(applicant_id)s;

-- name: set_applicant_since
-- Nothing; as set_since.
UPDATE applicants SET state_since = %(state_since)s WHERE id = %(applicant_id)s;

-- name: get_applicant_before
-- What a step may change of an applicant.
SELECT jsonb_build_object('state', state, 'current_unit_id', current_unit_id,
                          'state_since', state_since)
FROM applicants WHERE id = %(applicant_id)s;

-- name: count_refusals
-- How many suitable homes an applicant refused, by confirmed declines.
SELECT count(*) FROM nominations
WHERE applicant_id = %(applicant_id)s AND state = 'declined' AND declined_party = 'applicant'
  AND declined_reason = ANY (%(reasons)s);
