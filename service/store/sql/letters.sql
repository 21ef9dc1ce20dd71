-- name: get_offer
-- What a letter of an offer says: the person's name as the landlord was told it, and the home.
SELECT n.id AS nomination_id, n.state, n.due_on, n.viewing_at, n.move_in_on, d.applicant_id,
       d.told ->> 'name' AS name, d.told ->> 'reference' AS reference, l.name AS landlord,
       v.reference AS vacancy_reference, s.name AS scheme, s.kind AS scheme_kind,
       s.postcode, p.name AS place, u.reference AS unit, u.bedrooms, u.shared, u.rent_pence,
       u.charge_period, u.basic_rent_pence, u.eligible_charge_pence, u.ineligible_charge_pence,
       u.personal_charge_pence,
       sp.name AS support_provider
FROM nominations AS n
JOIN vacancies AS v ON v.id = n.vacancy_id
JOIN units AS u ON u.id = v.unit_id
JOIN schemes AS s ON s.id = u.scheme_id
JOIN places AS p ON p.id = s.place_id
JOIN landlords AS l ON l.id = s.landlord_id
LEFT JOIN support_providers AS sp ON sp.id = s.support_provider_id
LEFT JOIN disclosures AS d ON d.nomination_id = n.id AND d.landlord_id = s.landlord_id
WHERE n.id = %(nomination_id)s;
