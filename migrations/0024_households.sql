-- Homes for families, homes that a nomination quota keeps for the registers that have one, and loans of
-- homes that count their changes.

ALTER TABLE schemes
    DROP CONSTRAINT schemes_household_kind_check,
    ADD CONSTRAINT schemes_household_kind_check
        CHECK (household_kind IN ('any', 'single_people', 'couples', 'families'));
ALTER TABLE units
    DROP CONSTRAINT units_household_kind_check,
    ADD CONSTRAINT units_household_kind_check
        CHECK (household_kind IN ('any', 'single_people', 'couples', 'families'));

-- As in 0015, but for the most people: the kind of household is a rule of its own.
CREATE OR REPLACE FUNCTION homes_on(day date) RETURNS TABLE (
    unit_id bigint, scheme_id bigint, kind text, support_level smallint, client_groups text[],
    age_min smallint, age_max smallint, sexes text, household_kind text, household_max integer,
    pets_allowed boolean, features text[], loan_id bigint, due_back_on date)
LANGUAGE sql STABLE
AS $$
    SELECT u.id, u.scheme_id, coalesce(n.kind, s.kind),
           coalesce(n.support_level, u.support_level, s.support_level),
           coalesce(n.client_groups, u.client_groups, s.client_groups),
           coalesce(u.age_min, s.age_min), coalesce(u.age_max, s.age_max),
           coalesce(u.sexes, s.sexes), coalesce(u.household_kind, s.household_kind),
           coalesce(u.household_max, s.household_max)::integer,
           coalesce(u.pets_allowed, s.pets_allowed),
           CASE coalesce(u.pets_allowed, s.pets_allowed)
               WHEN true THEN array_remove(u.features, 'allows_pets') || '{allows_pets}'
               WHEN false THEN array_remove(u.features, 'allows_pets')
               ELSE u.features
           END,
           n.id, n.due_back_on
    FROM units AS u
    JOIN schemes AS s ON s.id = u.scheme_id
    LEFT JOIN unit_loans AS n
        ON n.unit_id = u.id AND n.returned_on IS NULL AND n.starts_on <= day
$$;

-- Of each scheme with a nomination quota: its lettings since 1 April, how many of them came from the
-- registers that the quota is for, and its vacancies with their place in the order in which they
-- are let. Counts that tell of nobody, the same for whoever asks.
CREATE FUNCTION quota_places(day date) RETURNS TABLE (
    vacancy_id bigint, n_lettings integer, n_nominated integer, place integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
AS $$
    WITH given AS (
        SELECT s.id, count(t.id)::integer AS n_lettings,
               (count(t.id) FILTER (WHERE a.district_code = ANY (s.nominating_districts)))::integer
                   AS n_nominated
        FROM schemes AS s
        LEFT JOIN units AS u ON u.scheme_id = s.id
        LEFT JOIN lettings AS t ON t.unit_id = u.id AND t.starts_on
            >= make_date(extract(year FROM day - interval '3 months')::integer, 4, 1)
        LEFT JOIN applicants AS a ON a.id = t.applicant_id
        WHERE s.nomination_quota IS NOT NULL
        GROUP BY s.id
    )
    SELECT v.id, g.n_lettings, g.n_nominated,
           (row_number() OVER (PARTITION BY g.id ORDER BY v.available_on, v.id))::integer
    FROM given AS g
    JOIN units AS u ON u.scheme_id = g.id
    JOIN vacancies AS v ON v.unit_id = u.id
    WHERE v.state IN ('registered', 'open', 'reserved', 'offered')
$$;

-- A loan is changed and ended over the API: it counts its version on, which a later writer must name.
ALTER TABLE unit_loans ADD COLUMN version integer NOT NULL DEFAULT 1;
CREATE TRIGGER unit_loans_version BEFORE UPDATE ON unit_loans FOR EACH ROW
    WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION count_version();
COMMENT ON COLUMN unit_loans.version IS
    'How often the row was changed, so that no change is lost. Category: not personal. Kept: home.';
