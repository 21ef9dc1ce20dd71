-- name: find_due
-- Each waiting household (or the one asked for) with a birthday that counts between the day its needs
-- were worked out for and the day asked for: its members as [relation, born_on, sex, needs_own_room]
-- in order. A day's grace on either side covers people born on 29 February.
WITH grown AS (
    SELECT m.applicant_id
    FROM household_members AS m
    JOIN bedroom_needs AS n ON n.applicant_id = m.applicant_id AND n.rule = 'bedroom_standard'
    CROSS JOIN unnest(%(birthdays)s::int[]) AS age
    WHERE n.worked_out_on <> %(on)s
      AND (%(applicant_id)s::bigint IS NULL
           OR (m.applicant_id = %(applicant_id)s AND n.applicant_id = %(applicant_id)s))
      AND (m.born_on + make_interval(years => age))::date
          BETWEEN least(n.worked_out_on, %(on)s) - 1 AND greatest(n.worked_out_on, %(on)s) + 1
)
SELECT a.id, a.overnight_carer,
       (SELECT jsonb_agg(jsonb_build_array(m.relation, m.born_on, m.sex, m.needs_own_room)
                         ORDER BY m.position)
        FROM household_members AS m WHERE m.applicant_id = a.id) AS household
FROM applicants AS a
WHERE a.state IN ('live', 'parked') AND a.id IN (SELECT applicant_id FROM grown)
ORDER BY a.id;

-- name: set_need
UPDATE bedroom_needs
SET bedrooms = %(bedrooms)s, worked_out_on = %(on)s
WHERE applicant_id = %(id)s AND rule = %(rule)s;
