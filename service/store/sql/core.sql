-- name: find_lettings
-- Lettings that start in a period to whom whoever asks may see, with all that the national return
-- asks and Homeward holds; of private landlords none, who make no return.
SELECT t.id, v.reference AS vacancy, l.name AS landlord, t.applicant_id,
       a.reference AS applicant, a.name, t.starts_on, t.tenure, t.rent_pence, t.reference,
       u.reference AS unit, u.bedrooms, u.shared, u.features, u.part_m, u.charge_period,
       u.basic_rent_pence, u.eligible_charge_pence, u.ineligible_charge_pence,
       u.personal_charge_pence, v.works, v.works_until, s.kind AS scheme_kind,
       l.kind AS landlord_kind, p.name AS place, s.district_code, s.postcode, o.void_from,
       o.reason AS void_reason, a.accessibility_needs AS access_needs,
       a.registered_on AS waiting_since, a.district_code AS register_district,
       coalesce((SELECT jsonb_agg(jsonb_build_array(m.relation, m.born_on, m.sex)
                                  ORDER BY m.position)
                 FROM household_members AS m WHERE m.applicant_id = t.applicant_id),
                '[]') AS household
FROM lettings AS t
JOIN vacancies AS v ON v.id = t.vacancy_id
JOIN voids AS o ON o.id = v.void_id
JOIN units AS u ON u.id = t.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
JOIN places AS p ON p.id = s.place_id
LEFT JOIN applicants AS a ON a.id = t.applicant_id
WHERE l.kind <> 'private' AND s.kind <> 'private_rented'
  AND t.starts_on BETWEEN %(since)s AND %(until)s
  AND (%(letting_id)s::bigint IS NULL OR t.id = %(letting_id)s)
ORDER BY t.starts_on, t.id;

-- name: count_outside
-- How many lettings of the same landlords start in the period asked for, but not in the return's year.
SELECT count(*)
FROM lettings AS t
JOIN units AS u ON u.id = t.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN landlords AS l ON l.id = s.landlord_id
WHERE l.kind <> 'private' AND s.kind <> 'private_rented'
  AND t.starts_on BETWEEN %(since)s AND %(until)s
  AND t.starts_on NOT BETWEEN %(year_begins)s AND %(year_ends)s;
