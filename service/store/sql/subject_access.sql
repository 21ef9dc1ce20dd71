-- name: get_applicants
-- The record itself.
SELECT a.reference, a.name, a.state, a.state_since, a.tier, a.registered_on,
       d.name AS district_code, a.support_level, a.floating_level, a.client_groups,
       a.accessibility_needs, a.rent_limit_pence, a.ready_on, a.needed_by, a.overnight_carer,
       u.reference AS current_unit_id, a.access_category, a.has_pets, a.claims_housing_costs,
       a.is_care_leaver, a.hostel_three_months, a.has_care_benefit, a.is_mappa_managed, a.fled_abuse,
       a.fled_slavery, a.has_served, a.connections_known, a.is_restricted
FROM applicants AS a
JOIN districts AS d ON d.code = a.district_code
LEFT JOIN units AS u ON u.id = a.current_unit_id
WHERE a.id = %(applicant_id)s;

-- name: get_household_members
-- The household, the lead first.
SELECT position, relation, born_on, sex, needs_own_room
FROM household_members
WHERE applicant_id = %(applicant_id)s
ORDER BY position;

-- name: get_bedroom_needs
-- Bedrooms by rule set.
SELECT rule, bedrooms, worked_out_on
FROM bedroom_needs
WHERE applicant_id = %(applicant_id)s
ORDER BY rule;

-- name: get_wanted_areas
-- The areas wanted, the first choice first.
SELECT w.rank, p.name AS place_id, d.name AS district_code
FROM wanted_areas AS w
LEFT JOIN places AS p ON p.id = w.place_id
LEFT JOIN districts AS d ON d.code = w.district_code
WHERE w.applicant_id = %(applicant_id)s
ORDER BY w.rank;

-- name: get_excluded_areas
-- The areas excluded.
SELECT p.name AS place_id, d.name AS district_code
FROM excluded_areas AS x
LEFT JOIN places AS p ON p.id = x.place_id
LEFT JOIN districts AS d ON d.code = x.district_code
WHERE x.applicant_id = %(applicant_id)s
ORDER BY p.name, d.name;

-- name: get_connections
-- What ties them to districts.
SELECT d.name AS district_code, c.ground, c.since, c.until
FROM connections AS c
JOIN districts AS d ON d.code = c.district_code
WHERE c.applicant_id = %(applicant_id)s
ORDER BY c.position;

-- name: get_circumstances
-- Changes of their circumstances, those to come and cancelled ones too.
SELECT from_on, changes, why, made_by, made_at, taken_at, effects, failed_because, cancelled_by,
       cancelled_at
FROM circumstances
WHERE applicant_id = %(applicant_id)s
ORDER BY from_on, id;

-- name: get_pauses
-- When and why they were out of the queue.
SELECT kind, reason, note, until, made_by, made_at, ended_by, ended_at
FROM pauses
WHERE applicant_id = %(applicant_id)s
ORDER BY made_at, id;

-- name: get_applicant_drafts
-- Changes of their record that somebody has begun to write down.
SELECT answers, started_at, changed_at
FROM applicant_drafts
WHERE applicant_id = %(applicant_id)s
ORDER BY started_at, id;

-- name: get_restrictions
-- Restrictions, lifted ones too.
SELECT kind, made_by, made_at, lifted_by, lifted_at
FROM restrictions
WHERE applicant_id = %(applicant_id)s
ORDER BY made_at, id;

-- name: get_named_readers
-- Who may read the restricted record.
SELECT a.name AS account_id, r.named_by, r.named_at
FROM named_readers AS r
JOIN accounts AS a ON a.id = r.account_id
WHERE r.applicant_id = %(applicant_id)s
ORDER BY r.named_at, a.name;

-- name: get_openings
-- Who opened the restricted record, and what came of it.
SELECT opened_by, reason, opened_at, open_until, reviewed_by, reviewed_at, was_justified, review_note
FROM openings
WHERE applicant_id = %(applicant_id)s
ORDER BY opened_at, id;

-- name: get_nominations
-- Nominations, withdrawn ones too.
SELECT v.reference AS vacancy_id, n.state, n.nominated_by, n.nominated_at, n.run_id, n.withdrawn_by,
       n.withdrawn_at, n.withdrawn_because, n.support_agreed_by, n.support_agreed_at, n.viewing_at,
       n.move_in_on, n.declined_party, n.declined_reason
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
WHERE n.applicant_id = %(applicant_id)s
ORDER BY n.nominated_at, n.id;

-- name: get_nomination_steps
-- What was done with their nominations.
SELECT v.reference AS nomination_id, t.step, t.from_state, t.to_state, t.taken_by, t.taken_role,
       t.on_behalf_of, t.taken_at, t.reason, t.note, t.undone_by, t.undone_at
FROM nomination_steps AS t
JOIN nominations AS n ON n.id = t.nomination_id
JOIN vacancies AS v ON v.id = n.vacancy_id
WHERE t.applicant_id = %(applicant_id)s
ORDER BY t.taken_at, t.id;

-- name: get_considered
-- For which vacancies they were considered, and what came of it; of others nothing.
SELECT v.reference AS nomination_id, n.nominated_at, c.tier, c.registered_on, c.worth, c.outcome,
       c.because
FROM considered AS c
JOIN nominations AS n ON n.id = c.nomination_id
JOIN vacancies AS v ON v.id = n.vacancy_id
WHERE c.applicant_id = %(applicant_id)s
ORDER BY n.nominated_at, c.nomination_id;

-- name: get_lettings
-- Homes that were let to them.
SELECT v.reference AS vacancy_id, u.reference AS unit_id, l.signed_on, l.starts_on, l.ended_on,
       l.tenure, l.rent_pence, l.reference, l.made_by, l.made_at
FROM lettings AS l
JOIN vacancies AS v ON v.id = l.vacancy_id
JOIN units AS u ON u.id = l.unit_id
WHERE l.applicant_id = %(applicant_id)s
ORDER BY l.starts_on, l.id;

-- name: get_duplicate_pairs
-- Records that may be theirs too, without the other record.
SELECT score, found_at, decided, decided_by, decided_at
FROM duplicate_pairs
WHERE %(applicant_id)s IN (first_id, second_id)
ORDER BY found_at, id;

-- name: get_merges
-- Records of theirs that were made one.
SELECT k.reference AS kept_id, o.reference AS merged_id, m.reason, m.merged_by, m.merged_at,
       m.undone_by, m.undone_at
FROM merges AS m
JOIN applicants AS k ON k.id = m.kept_id
JOIN applicants AS o ON o.id = m.merged_id
WHERE %(applicant_id)s IN (m.kept_id, m.merged_id)
ORDER BY m.merged_at, m.id;

-- name: get_disclosures
-- What was told, to whom and why.
SELECT l.name AS landlord_id, p.name AS provider_id, d.told, d.lawful_basis, d.consented_on,
       d.told_by, d.told_at, d.taken_back_at, d.taken_back_because
FROM disclosures AS d
LEFT JOIN landlords AS l ON l.id = d.landlord_id
LEFT JOIN support_providers AS p ON p.id = d.provider_id
WHERE d.applicant_id = %(applicant_id)s
ORDER BY d.told_at, d.id;

-- name: get_pair_marks
-- Homes that were held for them or ruled out, and why.
SELECT v.reference AS vacancy_id, m.mark, m.reason, m.made_by, m.made_at, m.lifted_by, m.lifted_at,
       m.lifted_because
FROM pair_marks AS m
JOIN vacancies AS v ON v.id = m.vacancy_id
WHERE m.applicant_id = %(applicant_id)s
ORDER BY m.made_at, m.id;

-- name: get_proposals
-- What runs proposed for them.
SELECT p.run_id, v.reference AS vacancy_id, p.worth, p.parts, p.alternatives
FROM proposals AS p
JOIN vacancies AS v ON v.id = p.vacancy_id
WHERE p.applicant_id = %(applicant_id)s
ORDER BY p.run_id;

-- name: get_unplaced
-- Why runs did not place them; without what tells of the person who was housed before them.
SELECT run_id, reason, eligible, rule, opens, rules, near_misses, rank, sets
FROM unplaced
WHERE applicant_id = %(applicant_id)s
ORDER BY run_id;

-- name: get_audit
-- Who read or changed the record, when and why; why a write or a reading of several records was done
-- may speak of the others.
SELECT at, actor, role, action, subject,
       CASE WHEN cardinality(applicant_ids) = 1 THEN reason END AS reason
FROM audit
WHERE applicant_ids @> ARRAY[%(applicant_id)s::bigint]
ORDER BY at, id;

-- name: get_audit_changes
-- What changes changed.
SELECT a.at, a.subject, c.before, c.after
FROM audit_changes AS c
JOIN audit AS a ON a.id = c.audit_id
WHERE c.applicant_id = %(applicant_id)s AND c.salt IS NOT NULL
ORDER BY a.at, c.audit_id, c.position;
