-- Vacancies ahead of their date: notice, works, turnaround, the day on which one opens by itself, time
-- out of service, and every change as a revision that officers and the landlord read.

ALTER TABLE voids
    ADD COLUMN noticed_on date;                  -- NULL: not told

ALTER TABLE vacancies
    ADD COLUMN works text[] NOT NULL DEFAULT '{}',       -- service.domain.vacancies.Works
    ADD COLUMN works_from date,
    ADD COLUMN works_until date,
    ADD COLUMN turnaround_days smallint CHECK (turnaround_days BETWEEN 0 AND 120), -- NULL: not told
    ADD COLUMN available_because text,           -- NULL: the day is as works and turnaround make it
    ADD COLUMN opens_on date,                    -- NULL: 28 days before it is available
    ADD COLUMN notes text NOT NULL DEFAULT '',
    ADD COLUMN out_from date,                    -- out of service
    ADD COLUMN out_until date,                   -- NULL: until somebody brings it back
    ADD COLUMN out_works text[] NOT NULL DEFAULT '{}',
    ADD CHECK (num_nonnulls(works_from, works_until) IN (0, 2)),
    ADD CHECK (works_until >= works_from),
    ADD CHECK (out_until >= out_from),
    ADD CHECK (out_from IS NOT NULL OR out_until IS NULL);
CREATE INDEX vacancies_registered ON vacancies (coalesce(opens_on, available_on - 28))
    WHERE state = 'registered';

CREATE TABLE vacancy_revisions (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    vacancy_id bigint NOT NULL REFERENCES vacancies ON DELETE CASCADE,
    made_at timestamptz NOT NULL DEFAULT now(),  -- of the transaction: one act has one time
    made_by text NOT NULL,
    made_role text NOT NULL,
    changes jsonb NOT NULL,                      -- column -> [before, after]
    because text                                 -- NULL: no reason was asked for
);
CREATE INDEX vacancy_revisions_vacancy ON vacancy_revisions (vacancy_id, id);

-- What differs between two rows, of the columns that a revision keeps: column -> [before, after].
CREATE FUNCTION what_changed(before jsonb, after jsonb, kept text[]) RETURNS jsonb
LANGUAGE sql IMMUTABLE
AS $$
    SELECT coalesce(jsonb_object_agg(name, jsonb_build_array(before -> name, after -> name)), '{}')
    FROM unnest(kept) AS name
    WHERE coalesce(before -> name, 'null') <> coalesce(after -> name, 'null')
$$;

-- Whoever changes a vacancy, and by whatever way, leaves a revision. The reason is one that was given
-- for the vacancy ('homeward.because'), never one that was given about a person.
CREATE FUNCTION add_revision(vacancy bigint, changes jsonb) RETURNS void
LANGUAGE sql
AS $$
    INSERT INTO vacancy_revisions (vacancy_id, made_by, made_role, changes, because)
    SELECT vacancy, coalesce(asking('name'), 'Homeward'), coalesce(asking('role'), 'system'), changes,
           asking('because')
    WHERE changes <> '{}'
$$;
CREATE FUNCTION keep_vacancy_revision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM add_revision(NEW.id, what_changed(
        CASE TG_OP WHEN 'UPDATE' THEN to_jsonb(OLD) END, to_jsonb(NEW),
        CASE TG_OP WHEN 'UPDATE' THEN ARRAY[
            'state', 'available_on', 'available_because', 'works', 'works_from', 'works_until',
            'turnaround_days', 'opens_on', 'bedroom_rule', 'bedroom_surplus', 'nominees', 'notes',
            'out_from', 'out_until', 'out_works']
        ELSE ARRAY['state'] END));
    RETURN NULL;
END
$$;
CREATE TRIGGER vacancies_revision AFTER INSERT OR UPDATE ON vacancies
    FOR EACH ROW EXECUTE FUNCTION keep_vacancy_revision();
CREATE FUNCTION keep_void_revision() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM add_revision(v.id, what_changed(to_jsonb(OLD), to_jsonb(NEW),
                                            ARRAY['void_from', 'reason', 'noticed_on']))
    FROM vacancies AS v WHERE v.void_id = NEW.id;
    RETURN NULL;
END
$$;
CREATE TRIGGER voids_revision AFTER UPDATE ON voids
    FOR EACH ROW WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION keep_void_revision();

ALTER TABLE vacancy_revisions ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON vacancy_revisions TO homeward_app;
CREATE POLICY homeward ON vacancy_revisions TO homeward_app
    USING ((SELECT asking_role() = 'system')) WITH CHECK ((SELECT asking_role() = 'system'));
CREATE POLICY those_who_keep_homes ON vacancy_revisions FOR SELECT TO homeward_app USING (
    (SELECT asking_role() IN ('officer', 'landlord'))
    AND EXISTS (SELECT FROM vacancies AS v WHERE v.id = vacancy_id));

-- What a landlord has not registered yet is between them and the council.
CREATE POLICY no_drafts ON vacancies AS RESTRICTIVE FOR SELECT TO homeward_app
    USING (state <> 'draft' OR (SELECT asking_role() IS DISTINCT FROM 'support_provider'));

COMMENT ON COLUMN voids.noticed_on IS
    'Day on which the landlord had notice that the home would stand empty. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.works IS
    'Kinds of works before it is let. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.works_from IS
    'First day of the works. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.works_until IS
    'Last day of the works. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.turnaround_days IS
    'Working days that making it ready takes after the works. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.available_because IS
    'Why it is available on another day than works and turnaround make. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.opens_on IS
    'Day on which it opens by itself. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.notes IS
    'What officers should know of the home. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.out_from IS
    'First day out of service. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.out_until IS
    'Last day out of service, where it is known. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.out_works IS
    'Kinds of works while it is out of service. Category: not personal. Kept: home.';

COMMENT ON TABLE vacancy_revisions IS
    'Every change of a vacancy: what was before and after, by whom and why.';
COMMENT ON COLUMN vacancy_revisions.id IS
    'Number of the revision. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancy_revisions.vacancy_id IS
    'Vacancy that was changed. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancy_revisions.made_at IS
    'When it was changed. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancy_revisions.made_by IS
    'Name of whoever changed it. Category: staff. Kept: home.';
COMMENT ON COLUMN vacancy_revisions.made_role IS
    'Role in which they did. Category: staff. Kept: home.';
COMMENT ON COLUMN vacancy_revisions.changes IS
    'What was before and after. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancy_revisions.because IS
    'Why, as they wrote it of the home. Category: not personal. Kept: home.';
