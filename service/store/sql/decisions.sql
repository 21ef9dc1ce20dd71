-- name: add_considered
-- Nothing; one row for each place in the arrays, which are of one length.
INSERT INTO considered (nomination_id, position, applicant_id, tier, registered_on, worth, outcome,
                        because)
SELECT %(nomination_id)s, c.position, c.applicant_id, c.tier, c.registered_on, c.worth, c.outcome,
       c.because
FROM unnest(%(positions)s::int[], %(applicant_ids)s::bigint[], %(tiers)s::smallint[],
            %(registered)s::date[], %(worths)s::int[], %(outcomes)s::text[], %(becauses)s::text[])
    AS c (position, applicant_id, tier, registered_on, worth, outcome, because)
ORDER BY c.position;

-- name: find_visible
-- Of some applicants those whom whoever asks may see, in the order of id.
SELECT id FROM applicants WHERE id = ANY (%(ids)s) ORDER BY id;

-- name: is_proposed
-- Whether a run proposes the two; none does where no run is named.
SELECT EXISTS (
    SELECT FROM proposals AS p
    WHERE p.vacancy_id = %(vacancy_id)s AND p.applicant_id = %(applicant_id)s
      AND p.run_id = %(run_id)s::bigint);

-- name: get_counts
-- How many were considered, and how many of them passed over; empty for old nominations.
SELECT n_considered, n_passed_over FROM nominations WHERE id = %(nomination_id)s;

-- name: find_considered
-- Who was considered, of those whom whoever asks may see, in the order of that day.
SELECT c.position, c.applicant_id, a.reference, a.name, c.tier, c.registered_on, c.worth, c.outcome,
       c.because
FROM considered AS c
JOIN applicants AS a ON a.id = c.applicant_id
WHERE c.nomination_id = %(nomination_id)s
ORDER BY c.position;
