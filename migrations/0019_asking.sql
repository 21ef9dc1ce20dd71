-- What officers say of an applicant and a vacancy before a run: that the home is held for them, or that
-- it is ruled out for them; and which homes and whose applications a run is asked for.

CREATE TABLE pair_marks (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL REFERENCES applicants ON DELETE CASCADE,
    vacancy_id bigint NOT NULL REFERENCES vacancies,
    mark text NOT NULL CHECK (mark IN ('locked', 'forbidden')),
    reason text NOT NULL CHECK (reason <> ''),
    made_by text NOT NULL,
    made_at timestamptz NOT NULL DEFAULT now(),
    lifted_by text,                              -- NULL: it holds
    lifted_at timestamptz,
    lifted_because text,
    CHECK (num_nonnulls(lifted_by, lifted_at, lifted_because) IN (0, 3))
);
-- A vacancy has one place, so it is held for one person, and a person has one home held.
CREATE UNIQUE INDEX pair_marks_one_a_pair ON pair_marks (applicant_id, vacancy_id)
    WHERE lifted_at IS NULL;
CREATE UNIQUE INDEX pair_marks_one_lock_an_applicant ON pair_marks (applicant_id)
    WHERE mark = 'locked' AND lifted_at IS NULL;
CREATE UNIQUE INDEX pair_marks_one_lock_a_vacancy ON pair_marks (vacancy_id)
    WHERE mark = 'locked' AND lifted_at IS NULL;
CREATE INDEX pair_marks_applicant ON pair_marks (applicant_id);
CREATE INDEX pair_marks_vacancy ON pair_marks (vacancy_id);
CREATE INDEX nominations_declined ON nominations (vacancy_id, applicant_id)
    WHERE state = 'declined';

CALL audit_table('pair_marks', 'id', 'applicant_id');

ALTER TABLE pair_marks ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON pair_marks TO homeward_app;
CREATE POLICY homeward ON pair_marks TO homeward_app
    USING ((SELECT asking_role() = 'system')) WITH CHECK ((SELECT asking_role() = 'system'));
CREATE POLICY officers ON pair_marks FOR SELECT TO homeward_app USING (
    (SELECT asking_role() = 'officer')
    AND EXISTS (SELECT FROM applicants AS a WHERE a.id = pair_marks.applicant_id));

COMMENT ON TABLE pair_marks IS
    'Homes that officers hold for a person or rule out for them, until that is lifted.';
COMMENT ON COLUMN pair_marks.id IS
    'Number of the mark. Category: not personal. Kept: application.';
COMMENT ON COLUMN pair_marks.applicant_id IS
    'Applicant whom it is about. Category: personal. Kept: application.';
COMMENT ON COLUMN pair_marks.vacancy_id IS
    'Vacancy that is held or ruled out. Category: personal. Kept: application.';
COMMENT ON COLUMN pair_marks.mark IS
    'Whether the home is held for them or ruled out. Category: personal. Kept: application.';
COMMENT ON COLUMN pair_marks.reason IS
    'Why, in free words. Category: special category. Kept: application.';
COMMENT ON COLUMN pair_marks.made_by IS
    'Name of whoever said so. Category: staff. Kept: application.';
COMMENT ON COLUMN pair_marks.made_at IS
    'When it was said. Category: not personal. Kept: application.';
COMMENT ON COLUMN pair_marks.lifted_by IS
    'Name of whoever lifted it. Category: staff. Kept: application.';
COMMENT ON COLUMN pair_marks.lifted_at IS
    'When it was lifted. Category: not personal. Kept: application.';
COMMENT ON COLUMN pair_marks.lifted_because IS
    'Why it was lifted, in free words. Category: special category. Kept: application.';

ALTER TABLE match_runs ADD COLUMN scope jsonb NOT NULL DEFAULT '{}'
    CHECK (jsonb_typeof(scope) = 'object');
COMMENT ON COLUMN match_runs.scope IS
    'Its title, and which homes and registers it is over; all, where it says nothing. Category: not personal. Kept: run.';
