-- Which rows each role sees and writes. Policies add up: a row is open when one of them opens it, and
-- a table whose policies say nothing of a role is shut to it. The owner of the tables, who runs
-- migrations, is not held by them; the application never connects as the owner.
-- What does not depend on the row is asked once, in a sub-select that is a boolean: the planner then
-- reckons with half of the rows, where an equation would have it reckon with hardly any.

-- What everybody who has a context may read, and only the owner writes.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['districts', 'places', 'place_aliases', 'localities',
                                'locality_districts', 'postcodes', 'migrations'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT ON %I TO homeward_app', name);
        EXECUTE format('CREATE POLICY anybody ON %I FOR SELECT TO homeward_app '
                       'USING ((SELECT asking_role() IS NOT NULL))', name);
    END LOOP;
END
$$;

-- What Homeward's own work reads and writes.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY[
        'landlords', 'support_providers', 'schemes', 'units', 'voids', 'vacancies',
        'applicants', 'household_members', 'bedroom_needs', 'wanted_areas', 'excluded_areas',
        'restrictions', 'named_readers', 'openings', 'nominations', 'disclosures',
        'past_applications', 'erasures',
        'match_runs', 'proposals', 'unplaced', 'empty_vacancies', 'worth_of_one_more',
        'match_instances',
        'accounts', 'sessions', 'second_factors', 'recovery_codes', 'links', 'attempts',
        'identities', 'sign_in_flows', 'api_tokens', 'api_token_uses'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO homeward_app', name);
        EXECUTE format('CREATE POLICY homeward ON %I TO homeward_app '
                       'USING ((SELECT asking_role() = ''system'')) '
                       'WITH CHECK ((SELECT asking_role() = ''system''))', name);
    END LOOP;
END
$$;

-- Homes: officers see all, landlords and support providers their own.
CREATE POLICY officers ON landlords FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('officer', 'administrator')));
CREATE POLICY own ON landlords FOR SELECT TO homeward_app USING (
    ((SELECT asking_role() = 'landlord') AND id = (SELECT asking_landlord()))
    OR ((SELECT asking_role() = 'support_provider')
        AND EXISTS (SELECT FROM schemes AS s WHERE s.landlord_id = landlords.id)));
CREATE POLICY officers ON support_providers FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('officer', 'administrator')));
CREATE POLICY own ON support_providers FOR SELECT TO homeward_app USING (
    (SELECT asking_role() = 'support_provider') AND id = (SELECT asking_provider()));

CREATE POLICY officers ON schemes FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'officer'));
CREATE POLICY own ON schemes FOR SELECT TO homeward_app USING (
    ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord()))
    OR ((SELECT asking_role() = 'support_provider')
        AND support_provider_id = (SELECT asking_provider())));
CREATE POLICY officers ON units FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'officer'));
CREATE POLICY own ON units FOR SELECT TO homeward_app USING (
    (SELECT asking_role() IN ('landlord', 'support_provider'))
    AND EXISTS (SELECT FROM schemes AS s WHERE s.id = scheme_id));
CREATE POLICY officers ON voids FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'officer'));
CREATE POLICY own ON voids FOR SELECT TO homeward_app USING (
    (SELECT asking_role() IN ('landlord', 'support_provider'))
    AND EXISTS (SELECT FROM units AS u WHERE u.id = unit_id));
CREATE POLICY officers ON vacancies FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'officer'));
CREATE POLICY own ON vacancies FOR SELECT TO homeward_app USING (
    (SELECT asking_role() IN ('landlord', 'support_provider'))
    AND EXISTS (SELECT FROM units AS u WHERE u.id = unit_id));

-- People: officers of the county or of their district, and restricted records only by name or opened.
CREATE POLICY officers ON applicants FOR SELECT TO homeward_app USING (
    (SELECT asking_role() = 'officer')
    AND ((SELECT asking_district() IS NULL) OR district_code = (SELECT asking_district()))
    AND (NOT is_restricted
         OR EXISTS (SELECT FROM named_readers AS r
                    WHERE r.applicant_id = applicants.id
                      AND r.account_id = (SELECT asking_account()))
         OR EXISTS (SELECT FROM openings AS o
                    WHERE o.applicant_id = applicants.id
                      AND o.account_id = (SELECT asking_account())
                      AND o.open_until > now())));
CREATE POLICY own ON named_readers FOR SELECT TO homeward_app
    USING (account_id = (SELECT asking_account()));
CREATE POLICY own ON openings FOR SELECT TO homeward_app
    USING (account_id = (SELECT asking_account()));
CREATE POLICY reviewers ON openings FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('reviewer', 'auditor')));
CREATE POLICY reviewed ON openings FOR UPDATE TO homeward_app
    USING ((SELECT asking_role() = 'reviewer')) WITH CHECK ((SELECT asking_role() = 'reviewer'));

-- What hangs on an applicant is seen by the officers who see the applicant.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['household_members', 'bedroom_needs', 'wanted_areas',
                                'excluded_areas', 'restrictions', 'nominations', 'disclosures',
                                'proposals', 'unplaced'] LOOP
        EXECUTE format('CREATE POLICY officers ON %1$I FOR SELECT TO homeward_app USING ('
                       '(SELECT asking_role() = ''officer'') AND EXISTS ('
                       'SELECT FROM applicants AS a WHERE a.id = %1$I.applicant_id))', name);
    END LOOP;
END
$$;

-- Landlords and support providers see of people what was told them, and of nominations those.
CREATE POLICY told ON disclosures FOR SELECT TO homeward_app USING (
    ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord()))
    OR ((SELECT asking_role() = 'support_provider') AND provider_id = (SELECT asking_provider())));
CREATE POLICY told ON nominations FOR SELECT TO homeward_app USING (
    (SELECT asking_role() IN ('landlord', 'support_provider'))
    AND EXISTS (SELECT FROM disclosures AS d WHERE d.nomination_id = nominations.id));

-- Protected addresses: whoever lets or staffs the scheme, and officers of the county or its district.
ALTER TABLE protected_addresses ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT, UPDATE, DELETE ON protected_addresses TO homeward_app;
CREATE POLICY few ON protected_addresses FOR SELECT TO homeward_app USING (
    (SELECT asking('role') IN ('officer', 'landlord', 'support_provider'))
    AND EXISTS (SELECT FROM schemes AS s
                WHERE s.id = scheme_id
                  AND ((SELECT asking_district() IS NULL)
                       OR s.district_code = (SELECT asking_district()))));
CREATE POLICY keepers ON protected_addresses TO homeward_app USING (
    (SELECT asking('role') IN ('officer', 'landlord'))
    AND EXISTS (SELECT FROM schemes AS s
                WHERE s.id = scheme_id
                  AND ((SELECT asking_district() IS NULL)
                       OR s.district_code = (SELECT asking_district())))) WITH CHECK (
    (SELECT asking('role') IN ('officer', 'landlord'))
    AND EXISTS (SELECT FROM schemes AS s
                WHERE s.id = scheme_id
                  AND ((SELECT asking_district() IS NULL)
                       OR s.district_code = (SELECT asking_district()))));

-- Match runs: figures of the county; whom they concern hangs on applicants and vacancies.
CREATE POLICY readers ON match_runs FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('officer', 'landlord', 'support_provider', 'planner')));
CREATE POLICY officers_ask ON match_runs FOR INSERT TO homeward_app
    WITH CHECK ((SELECT asking_role() = 'officer'));
CREATE POLICY officers_stop ON match_runs FOR UPDATE TO homeward_app
    USING ((SELECT asking_role() = 'officer')) WITH CHECK ((SELECT asking_role() = 'officer'));
CREATE POLICY officers ON worth_of_one_more FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'officer'));
CREATE POLICY officers ON empty_vacancies FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'officer'));
CREATE POLICY own ON empty_vacancies FOR SELECT TO homeward_app USING (
    (SELECT asking_role() IN ('landlord', 'support_provider'))
    AND EXISTS (SELECT FROM vacancies AS v WHERE v.id = vacancy_id));

-- Accounts: administrators keep them, and everybody sees their own.
CREATE POLICY administrators ON accounts TO homeward_app
    USING ((SELECT asking_role() = 'administrator'))
    WITH CHECK ((SELECT asking_role() = 'administrator'));
CREATE POLICY own ON accounts FOR SELECT TO homeward_app
    USING (id = (SELECT asking_account()));
CREATE POLICY administrators ON api_tokens TO homeward_app
    USING ((SELECT asking_role() = 'administrator'))
    WITH CHECK ((SELECT asking_role() = 'administrator'));
CREATE POLICY own ON api_tokens FOR SELECT TO homeward_app
    USING ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord()));
CREATE POLICY own_made ON api_tokens FOR INSERT TO homeward_app
    WITH CHECK ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord())
                AND made_by = (SELECT asking_account()));
CREATE POLICY own_revoked ON api_tokens FOR UPDATE TO homeward_app
    USING ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord()))
    WITH CHECK ((SELECT asking_role() = 'landlord') AND landlord_id = (SELECT asking_landlord())
                AND revoked_at IS NOT NULL);
CREATE POLICY as_the_token ON api_token_uses FOR SELECT TO homeward_app
    USING (EXISTS (SELECT FROM api_tokens AS t WHERE t.id = token_id));
CREATE POLICY administrators ON erasures FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('administrator', 'auditor')));

-- The audit: everybody adds, auditors read, nobody changes; an erasure takes values and reasons out.
ALTER TABLE audit ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_changes ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit_chain ENABLE ROW LEVEL SECURITY;
GRANT SELECT, INSERT ON audit TO homeward_app;
GRANT SELECT ON audit_changes, audit_chain TO homeward_app;
GRANT UPDATE (before, after, salt) ON audit_changes TO homeward_app;
GRANT UPDATE (reason, reason_salt) ON audit TO homeward_app;
CREATE POLICY adding ON audit FOR INSERT TO homeward_app
    WITH CHECK ((SELECT asking_role() IS NOT NULL));
CREATE POLICY auditors ON audit FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('auditor', 'system')));
CREATE POLICY auditors ON audit_changes FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('auditor', 'system')));
CREATE POLICY erasing ON audit FOR UPDATE TO homeward_app
    USING ((SELECT asking_role() = 'system')) WITH CHECK ((SELECT asking_role() = 'system'));
CREATE POLICY erasing ON audit_changes FOR UPDATE TO homeward_app
    USING ((SELECT asking_role() = 'system')) WITH CHECK ((SELECT asking_role() = 'system'));
CREATE POLICY auditors ON audit_chain FOR SELECT TO homeward_app
    USING ((SELECT asking_role() IN ('auditor', 'system')));
