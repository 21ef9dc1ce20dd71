-- name: find_missing
-- Of what a scope names, what is not there: the part of the scope, and what it names.
SELECT asked.part, asked.named
FROM (
    SELECT 'districts' AS part, named FROM unnest(%(districts)s::text[]) AS named
    WHERE NOT EXISTS (SELECT FROM districts WHERE code = named)
    UNION ALL
    SELECT 'registers', named FROM unnest(%(registers)s::text[]) AS named
    WHERE NOT EXISTS (SELECT FROM districts WHERE code = named)
    UNION ALL
    SELECT 'places', named::text FROM unnest(%(places)s::bigint[]) AS named
    WHERE NOT EXISTS (SELECT FROM places WHERE id = named)
    UNION ALL
    SELECT 'landlords', named::text FROM unnest(%(landlords)s::bigint[]) AS named
    WHERE NOT EXISTS (SELECT FROM landlords WHERE id = named)
    UNION ALL
    SELECT 'vacancies', named FROM unnest(%(vacancies)s::text[]) AS named
    WHERE NOT EXISTS (SELECT FROM vacancies WHERE reference = named)
) AS asked
ORDER BY asked.part, asked.named;
