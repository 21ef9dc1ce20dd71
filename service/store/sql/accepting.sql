-- name: find_accepted
-- Whom a run proposes for which vacancy, of those asked for (NULL: all) that whoever asks may see and
-- that could still be: in the order of the vacancies.
SELECT p.applicant_id, a.reference AS applicant_reference, a.name AS applicant_name, p.vacancy_id,
       v.reference AS vacancy_reference
FROM proposals AS p
JOIN applicants AS a ON a.id = p.applicant_id
JOIN vacancies AS v ON v.id = p.vacancy_id
WHERE p.run_id = %(run_id)s
  AND (%(applicant_ids)s::bigint[] IS NULL OR p.applicant_id = ANY(%(applicant_ids)s))
  AND NOT EXISTS (SELECT FROM nominations AS n
                  WHERE n.applicant_id = p.applicant_id AND n.vacancy_id = p.vacancy_id
                    AND n.is_live)
ORDER BY p.vacancy_id;

-- name: hold_vacancies
-- Nothing that is read: the vacancies are held until the end, in the order of their ids.
SELECT id FROM vacancies WHERE id = ANY(%(vacancy_ids)s) ORDER BY id FOR UPDATE;

-- name: hold_applicants
-- Nothing that is read; as above, after the vacancies.
SELECT id FROM applicants WHERE id = ANY(%(applicant_ids)s) ORDER BY id FOR UPDATE;

-- name: plan_once
-- Nothing that is read: until the transaction ends a statement that is prepared keeps its first plan.
-- With all their policies, statements by id take longer to plan than to carry out.
SET LOCAL plan_cache_mode = force_generic_plan;
