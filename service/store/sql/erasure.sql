-- name: is_nominated
-- Whether a nomination of an applicant is live; asked once they are held, for the statement that waits
-- for them does not see what was nominated meanwhile.
SELECT a.state <> 'housed' AND EXISTS (
    SELECT FROM nominations AS n WHERE n.applicant_id = a.id AND n.is_live)
FROM applicants AS a
WHERE a.id = %(applicant_id)s;

-- name: count_held
-- Table -> rows that an erasure of some applicants takes away or empties; tables with none are left out.
SELECT held.name, held.n
FROM (VALUES
    ('applicants',
     (SELECT count(*) FROM applicants WHERE id = ANY (%(ids)s))),
    ('household_members',
     (SELECT count(*) FROM household_members WHERE applicant_id = ANY (%(ids)s))),
    ('bedroom_needs',
     (SELECT count(*) FROM bedroom_needs WHERE applicant_id = ANY (%(ids)s))),
    ('wanted_areas',
     (SELECT count(*) FROM wanted_areas WHERE applicant_id = ANY (%(ids)s))),
    ('excluded_areas',
     (SELECT count(*) FROM excluded_areas WHERE applicant_id = ANY (%(ids)s))),
    ('connections',
     (SELECT count(*) FROM connections WHERE applicant_id = ANY (%(ids)s))),
    ('circumstances',
     (SELECT count(*) FROM circumstances WHERE applicant_id = ANY (%(ids)s))),
    ('pauses',
     (SELECT count(*) FROM pauses WHERE applicant_id = ANY (%(ids)s))),
    ('applicant_drafts',
     (SELECT count(*) FROM applicant_drafts WHERE applicant_id = ANY (%(ids)s))),
    ('restrictions',
     (SELECT count(*) FROM restrictions WHERE applicant_id = ANY (%(ids)s))),
    ('named_readers',
     (SELECT count(*) FROM named_readers WHERE applicant_id = ANY (%(ids)s))),
    ('openings',
     (SELECT count(*) FROM openings WHERE applicant_id = ANY (%(ids)s))),
    ('duplicate_pairs',
     (SELECT count(*) FROM duplicate_pairs
      WHERE first_id = ANY (%(ids)s) OR second_id = ANY (%(ids)s))),
    ('merges',
     (SELECT count(*) FROM merges WHERE kept_id = ANY (%(ids)s) OR merged_id = ANY (%(ids)s))),
    ('pair_marks',
     (SELECT count(*) FROM pair_marks WHERE applicant_id = ANY (%(ids)s))),
    ('proposals',
     (SELECT count(*) FROM proposals WHERE applicant_id = ANY (%(ids)s))),
    ('unplaced',
     (SELECT count(*) FROM unplaced WHERE applicant_id = ANY (%(ids)s))),
    ('match_instances',
     (SELECT count(*) FROM match_instances AS i
      WHERE EXISTS (SELECT FROM proposals AS p
                    WHERE p.run_id = i.run_id AND p.applicant_id = ANY (%(ids)s))
         OR EXISTS (SELECT FROM unplaced AS u
                    WHERE u.run_id = i.run_id AND u.applicant_id = ANY (%(ids)s)))),
    ('nominations',
     (SELECT count(*) FROM nominations WHERE applicant_id = ANY (%(ids)s))),
    ('nomination_steps',
     (SELECT count(*) FROM nomination_steps WHERE applicant_id = ANY (%(ids)s))),
    ('considered',
     (SELECT count(*) FROM considered WHERE applicant_id = ANY (%(ids)s))),
    ('lettings',
     (SELECT count(*) FROM lettings WHERE applicant_id = ANY (%(ids)s))),
    ('disclosures',
     (SELECT count(*) FROM disclosures WHERE applicant_id = ANY (%(ids)s))),
    ('audit_changes',
     (SELECT count(*) FROM audit_changes
      WHERE applicant_id = ANY (%(ids)s) AND salt IS NOT NULL))
) AS held (name, n)
WHERE held.n > 0;

-- name: begin_erasing
-- Nothing that is read: the audit writes down that rows go, and no values.
SELECT set_config('homeward.erasing', 'yes', true);

-- name: end_erasing
-- Nothing that is read.
SELECT set_config('homeward.erasing', '', true);

-- name: keep_outcomes
-- Nothing; in no order that tells which row is whose.
INSERT INTO past_applications
    (district_code, tier, bedrooms, support_level, outcome, registered_year, erased_year)
SELECT a.district_code, a.tier, least(coalesce(n.bedrooms, 1), 5), a.support_level, a.state,
       extract(year FROM a.registered_on), extract(year FROM current_date)
FROM applicants AS a
LEFT JOIN bedroom_needs AS n ON n.applicant_id = a.id AND n.rule = 'bedroom_standard'
WHERE a.id = ANY (%(ids)s)
ORDER BY random();

-- name: take_back_disclosures
-- Nothing.
UPDATE disclosures
SET applicant_id = NULL, told = NULL, taken_back_at = coalesce(taken_back_at, now()),
    taken_back_because = 'erased'                -- not the free words that stood there
WHERE applicant_id = ANY (%(ids)s);

-- name: unname_nominations
-- Nothing.
UPDATE nominations
SET applicant_id = NULL,
    withdrawn_because = CASE WHEN withdrawn_because IS NOT NULL THEN 'erased' END,
    declined_reason = CASE WHEN declined_reason IS NOT NULL THEN 'erased' END
WHERE applicant_id = ANY (%(ids)s);

-- name: unname_steps
-- Nothing; free words can tell of the person, and so can reasons.
UPDATE nomination_steps
SET applicant_id = NULL, note = CASE WHEN note IS NOT NULL THEN 'erased' END,
    reason = CASE WHEN reason IS NOT NULL THEN 'erased' END, before = '{}'
WHERE applicant_id = ANY (%(ids)s);

-- name: unname_lettings
-- Nothing.
UPDATE lettings SET applicant_id = NULL WHERE applicant_id = ANY (%(ids)s);

-- name: unname_considered
-- Nothing.
UPDATE considered SET applicant_id = NULL WHERE applicant_id = ANY (%(ids)s);

-- name: delete_instances
-- Nothing.
DELETE FROM match_instances AS i
WHERE EXISTS (SELECT FROM proposals AS p
              WHERE p.run_id = i.run_id AND p.applicant_id = ANY (%(ids)s))
   OR EXISTS (SELECT FROM unplaced AS u
              WHERE u.run_id = i.run_id AND u.applicant_id = ANY (%(ids)s));

-- name: delete_proposals
-- Nothing.
DELETE FROM proposals WHERE applicant_id = ANY (%(ids)s);

-- name: delete_unplaced
-- Nothing.
DELETE FROM unplaced WHERE applicant_id = ANY (%(ids)s);

-- name: delete_applicants
-- Nothing; the household, needs, areas, connections, circumstances, pauses, drafts, restrictions,
-- readers and openings go with them.
-- Nothing; the household, needs, areas, restrictions, readers, openings and marks go with them.
DELETE FROM applicants WHERE id = ANY (%(ids)s);

-- name: add_erasures
-- Nothing.
INSERT INTO erasures (applicant_id, rule, erased_by)
SELECT id, %(rule)s, coalesce(asking('name'), 'Homeward')
FROM unnest(%(ids)s::bigint[]) AS id
ORDER BY id;

-- name: erase_audit_reasons
-- Nothing; but for what this erasure itself says, which names nobody. Its rows are of this moment.
UPDATE audit SET reason = NULL, reason_salt = NULL
WHERE applicant_ids && %(ids)s::bigint[] AND reason IS NOT NULL AND at < now();

-- name: erase_audit_values
-- Nothing; the hashes stay, so that the chain holds.
UPDATE audit_changes SET before = NULL, after = NULL, salt = NULL
WHERE applicant_id = ANY (%(ids)s) AND salt IS NOT NULL;

-- name: get_record
-- What an administrator is told of a record, so that no other is erased for it.
SELECT a.state, d.name AS district, a.registered_on,
       (SELECT count(*) FROM household_members AS m WHERE m.applicant_id = a.id) AS household_size
FROM applicants AS a
JOIN districts AS d ON d.code = a.district_code
WHERE a.id = %(applicant_id)s;
