-- name: take_turn
-- Nothing; one transaction at a time loads places.
SELECT pg_advisory_xact_lock(hashtextextended('homeward.places', 0));

-- name: merge_districts
-- Nothing; rows that say the same already are left alone.
INSERT INTO districts AS d (code, name, source)
SELECT code, name, source
FROM unnest(%(codes)s::text[], %(names)s::text[], %(sources)s::text[]) AS i (code, name, source)
ORDER BY code
ON CONFLICT (code) DO UPDATE SET name = EXCLUDED.name, source = EXCLUDED.source
WHERE (d.name, d.source) IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.source);

-- name: merge_places
-- Nothing; rows that say the same already are left alone.
INSERT INTO places AS p (id, name, kind, district_code, point, source)
SELECT id, name, kind, district_code, ST_SetSRID(ST_MakePoint(easting, northing), 27700), source
FROM unnest(
    %(ids)s::integer[], %(names)s::text[], %(kinds)s::text[], %(district_codes)s::text[],
    %(eastings)s::float8[], %(northings)s::float8[], %(sources)s::text[]
) AS i (id, name, kind, district_code, easting, northing, source)
ORDER BY id
ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, kind = EXCLUDED.kind,
    district_code = EXCLUDED.district_code, point = EXCLUDED.point, source = EXCLUDED.source
WHERE (p.name, p.kind, p.district_code, p.point, p.source) IS DISTINCT FROM
    (EXCLUDED.name, EXCLUDED.kind, EXCLUDED.district_code, EXCLUDED.point, EXCLUDED.source);

-- name: remove_other_aliases
-- Nothing; only the aliases named stay.
DELETE FROM place_aliases WHERE alias <> ALL (%(aliases)s::text[]);

-- name: merge_aliases
-- Nothing; rows that say the same already are left alone.
INSERT INTO place_aliases AS a (alias, place_id, district_code)
SELECT alias, place_id, district_code
FROM unnest(%(aliases)s::text[], %(place_ids)s::integer[], %(district_codes)s::text[])
    AS i (alias, place_id, district_code)
ORDER BY alias
ON CONFLICT (alias) DO UPDATE
SET place_id = EXCLUDED.place_id, district_code = EXCLUDED.district_code
WHERE (a.place_id, a.district_code) IS DISTINCT FROM (EXCLUDED.place_id, EXCLUDED.district_code);

-- name: merge_localities
-- Nothing; rows that say the same already are left alone.
INSERT INTO localities AS l (id, tier, name, valid_from, valid_until, source)
SELECT id, tier, name, valid_from, valid_until, source
FROM unnest(
    %(ids)s::integer[], %(tiers)s::text[], %(names)s::text[], %(valid_froms)s::date[],
    %(valid_untils)s::date[], %(sources)s::text[]
) AS i (id, tier, name, valid_from, valid_until, source)
ORDER BY id
ON CONFLICT (id) DO UPDATE SET tier = EXCLUDED.tier, name = EXCLUDED.name,
    valid_from = EXCLUDED.valid_from, valid_until = EXCLUDED.valid_until, source = EXCLUDED.source
WHERE (l.tier, l.name, l.valid_from, l.valid_until, l.source) IS DISTINCT FROM
    (EXCLUDED.tier, EXCLUDED.name, EXCLUDED.valid_from, EXCLUDED.valid_until, EXCLUDED.source);

-- name: remove_other_locality_districts
-- Nothing; only the pairs of locality and district named stay.
DELETE FROM locality_districts
WHERE (locality_id, district_code) NOT IN (
    SELECT * FROM unnest(%(locality_ids)s::integer[], %(district_codes)s::text[])
);

-- name: merge_locality_districts
-- Nothing; rows that are there already are left alone.
INSERT INTO locality_districts (locality_id, district_code)
SELECT locality_id, district_code
FROM unnest(%(locality_ids)s::integer[], %(district_codes)s::text[])
    AS i (locality_id, district_code)
ORDER BY locality_id, district_code
ON CONFLICT DO NOTHING;

-- name: make_incoming_postcodes
-- Nothing; the table that postcodes are copied into, gone with the transaction at the latest.
CREATE TEMP TABLE incoming_postcodes (
    postcode text, district_code text, nearest_place_id integer, easting float8, northing float8
) ON COMMIT DROP;

-- name: copy_postcodes
-- Takes postcode, district code, nearest place id, easting, northing.
COPY incoming_postcodes FROM STDIN;

-- name: merge_postcodes
-- Nothing; rows that say the same already are left alone.
INSERT INTO postcodes AS p (postcode, district_code, nearest_place_id, point)
SELECT postcode, district_code, nearest_place_id,
       ST_SetSRID(ST_MakePoint(easting, northing), 27700)
FROM incoming_postcodes
ORDER BY postcode
ON CONFLICT (postcode) DO UPDATE SET district_code = EXCLUDED.district_code,
    nearest_place_id = EXCLUDED.nearest_place_id, point = EXCLUDED.point
WHERE (p.district_code, p.nearest_place_id, p.point) IS DISTINCT FROM
    (EXCLUDED.district_code, EXCLUDED.nearest_place_id, EXCLUDED.point);

-- name: drop_incoming_postcodes
-- Nothing.
DROP TABLE incoming_postcodes;

-- name: count_postcodes
-- How many postcodes are held.
SELECT count(*) FROM postcodes;

-- name: find_postcode
-- One postcode with every column of store.places.Postcode, or no row.
SELECT c.postcode, c.district_code, d.name AS district, c.nearest_place_id,
       p.name AS nearest_place, ST_X(c.point) AS easting, ST_Y(c.point) AS northing
FROM postcodes AS c
JOIN districts AS d ON d.code = c.district_code
JOIN places AS p ON p.id = c.nearest_place_id
WHERE c.postcode = %(postcode)s;

-- name: nearest_place
-- The place nearest to a point, the lower id on a tie, with every column of geodata's Place.
SELECT id, name, kind, district_code, ST_X(point) AS easting, ST_Y(point) AS northing, source
FROM places
ORDER BY ST_Distance(point, ST_SetSRID(ST_MakePoint(%(easting)s, %(northing)s), 27700)), id
LIMIT 1;

-- name: find_places
-- All places by name, with every column of geodata's Place.
SELECT id, name, kind, district_code, ST_X(point) AS easting, ST_Y(point) AS northing, source
FROM places
ORDER BY name;

-- name: find_districts
-- All districts by name, with every column of geodata's District.
SELECT code, name, source FROM districts ORDER BY name;

-- name: find_localities
-- The localities that stood on a day by tier and name, with every column of geodata's Locality.
SELECT l.id, l.tier, l.name, array_agg(d.district_code ORDER BY d.district_code) AS district_codes,
       l.valid_from, l.valid_until, l.source
FROM localities AS l
JOIN locality_districts AS d ON d.locality_id = l.id
WHERE l.valid_from <= %(day)s AND (l.valid_until IS NULL OR %(day)s < l.valid_until)
GROUP BY l.id
ORDER BY l.tier, l.name, l.id;
