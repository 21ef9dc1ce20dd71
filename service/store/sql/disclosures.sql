-- name: add_disclosure
-- Nothing.
INSERT INTO disclosures (nomination_id, applicant_id, landlord_id, provider_id, told, lawful_basis,
                         consented_on, told_by)
VALUES (%(nomination_id)s, %(applicant_id)s, %(landlord_id)s, %(provider_id)s, %(told)s,
        %(lawful_basis)s, %(consented_on)s, %(told_by)s);

-- name: take_back
-- Nothing; what was told in a nomination is gone.
UPDATE disclosures
SET told = NULL, taken_back_at = now(), taken_back_because = %(because)s
WHERE nomination_id = %(nomination_id)s AND taken_back_at IS NULL;

-- name: find_disclosures
-- What was told in the nominations asked for, or of the applicant asked for, that whoever asks may see.
SELECT d.id, d.nomination_id, d.applicant_id, v.id AS vacancy_id, v.reference AS vacancy_reference,
       coalesce(l.name, s.name) AS recipient,
       CASE WHEN d.landlord_id IS NULL THEN 'support_provider' ELSE 'landlord' END
           AS recipient_kind,
       d.told, d.lawful_basis, d.consented_on, d.told_by, d.told_at, d.taken_back_at,
       d.taken_back_because
FROM disclosures AS d
JOIN nominations AS n ON n.id = d.nomination_id
JOIN vacancies AS v ON v.id = n.vacancy_id
LEFT JOIN landlords AS l ON l.id = d.landlord_id
LEFT JOIN support_providers AS s ON s.id = d.provider_id
WHERE (%(nomination_ids)s::bigint[] IS NULL OR d.nomination_id = ANY(%(nomination_ids)s))
  AND (%(applicant_id)s::bigint IS NULL OR d.applicant_id = %(applicant_id)s)
ORDER BY d.told_at DESC, d.id;

-- name: tell_again
-- Nothing; what was taken back is told once more.
UPDATE disclosures
SET told = %(told)s, told_by = %(told_by)s, told_at = now(), taken_back_at = NULL,
    taken_back_because = NULL
WHERE id = %(id)s;

-- name: restore_disclosure
-- Nothing; a disclosure is as it was.
UPDATE disclosures
SET told = %(told)s, told_by = %(told_by)s, told_at = %(told_at)s,
    taken_back_at = %(taken_back_at)s, taken_back_because = %(taken_back_because)s
WHERE id = %(id)s;
