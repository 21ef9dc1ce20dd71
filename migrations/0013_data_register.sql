-- The data register: what each table and column is for, what category of data it is, and by which rule
-- of service/domain/retention.py it is kept. Each column's comment has one form, which Homeward reads:
-- 'Purpose. Category: CATEGORY. Kept: RULE.' A table or column that is added later brings its own.

COMMENT ON TABLE accounts IS
    'People who sign in to Homeward.';
COMMENT ON COLUMN accounts.id IS
    'Number of the account. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.email IS
    'Address that the person signs in with. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.name IS
    'Name shown to colleagues and kept with what they do. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.role IS
    'What the person may do. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.landlord_id IS
    'Landlord that the person works for, which limits what they see. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.password_hash IS
    'Slow hash that a password is checked against. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.disabled_at IS
    'When the account was closed. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.provider_id IS
    'Support provider that the person works for, which limits what they see. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.district_code IS
    'District that an officer is kept to. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.made_at IS
    'When the account was opened. Category: staff. Kept: account.';
COMMENT ON COLUMN accounts.signed_in_at IS
    'When the person last signed in, to find accounts that nobody uses. Category: staff. Kept: account.';

COMMENT ON TABLE api_tokens IS
    'Tokens with which landlords'' own programs read their vacancies and nominations.';
COMMENT ON COLUMN api_tokens.id IS
    'Number of the token. Category: not personal. Kept: token.';
COMMENT ON COLUMN api_tokens.landlord_id IS
    'Landlord for whom the token reads. Category: not personal. Kept: token.';
COMMENT ON COLUMN api_tokens.name IS
    'What the landlord calls the token. Category: not personal. Kept: token.';
COMMENT ON COLUMN api_tokens.token_sha256 IS
    'Digest that a token is found by. Category: not personal. Kept: token.';
COMMENT ON COLUMN api_tokens.scopes IS
    'What the token may read. Category: not personal. Kept: token.';
COMMENT ON COLUMN api_tokens.made_by IS
    'Account that made the token. Category: staff. Kept: token.';
COMMENT ON COLUMN api_tokens.made_at IS
    'When the token was made. Category: staff. Kept: token.';
COMMENT ON COLUMN api_tokens.expires_at IS
    'When the token stops working. Category: not personal. Kept: token.';
COMMENT ON COLUMN api_tokens.revoked_at IS
    'When the token was taken back. Category: not personal. Kept: token.';

COMMENT ON TABLE api_token_uses IS
    'When each API token was last used.';
COMMENT ON COLUMN api_token_uses.token_id IS
    'Token that was used. Category: not personal. Kept: token.';
COMMENT ON COLUMN api_token_uses.last_used_at IS
    'When it was last used, to find tokens that nobody uses. Category: not personal. Kept: token.';

COMMENT ON TABLE applicants IS
    'People and households who wait for a specialist home.';
COMMENT ON COLUMN applicants.id IS
    'Number that the rest of the record hangs on. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.reference IS
    'Reference by which the council and the applicant name the application. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.name IS
    'Name of the lead applicant, to speak of and to them. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.state IS
    'Whether they wait, are parked, are housed or withdrew. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.tier IS
    'Priority that the council''s scheme gives them. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.registered_on IS
    'Day from which they wait, which settles priority in a tier. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.district_code IS
    'District whose register they wait on. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.support_level IS
    'Support that the home must give, so that it is safe for them. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.floating_level IS
    'Support that comes to them already, which the home need not give. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.client_groups IS
    'Groups of services that are meant for them. Category: special category and criminal offence. Kept: application.';
COMMENT ON COLUMN applicants.accessibility_needs IS
    'Features that the home must have for them to live in it. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.rent_limit_pence IS
    'Rent a week that they can meet. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.ready_on IS
    'First day on which they could move. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.needed_by IS
    'Last day by which they must move. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.overnight_carer IS
    'Whether a carer stays overnight and needs a room. Category: special category. Kept: application.';
COMMENT ON COLUMN applicants.current_unit_id IS
    'Home of ours where they live now, which comes free when they move. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.is_restricted IS
    'Whether only named readers may see the record. Category: personal. Kept: application.';
COMMENT ON COLUMN applicants.state_since IS
    'Day since when they are in their state, from which retention counts. Category: personal. Kept: application.';

COMMENT ON TABLE attempts IS
    'Failed sign-ins, counted so that guessing is stopped.';
COMMENT ON COLUMN attempts.id IS
    'Number of the try. Category: not personal. Kept: attempt.';
COMMENT ON COLUMN attempts.kind IS
    'What was tried: an address, a source, a code or a token. Category: not personal. Kept: attempt.';
COMMENT ON COLUMN attempts.key_sha256 IS
    'Digest of the address or source that failed. Category: staff. Kept: attempt.';
COMMENT ON COLUMN attempts.at IS
    'When it failed. Category: staff. Kept: attempt.';

COMMENT ON TABLE audit IS
    'Who did what and when, and who read whose record; rows are never changed.';
COMMENT ON COLUMN audit.id IS
    'Number of the row. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit.at IS
    'When it was done. Category: staff. Kept: audit.';
COMMENT ON COLUMN audit.actor IS
    'Name of whoever did it. Category: staff. Kept: audit.';
COMMENT ON COLUMN audit.action IS
    'What was done. Category: staff. Kept: audit.';
COMMENT ON COLUMN audit.subject IS
    'What it was done to. Category: personal. Kept: audit.';
COMMENT ON COLUMN audit.details IS
    'Facts of the act, as counts and numbers of rows. Category: personal. Kept: audit.';
COMMENT ON COLUMN audit.account_id IS
    'Account of whoever did it. Category: staff. Kept: audit.';
COMMENT ON COLUMN audit.role IS
    'Role in which they did it. Category: staff. Kept: audit.';
COMMENT ON COLUMN audit.source IS
    'Network address from which they did it. Category: staff. Kept: audit.';
COMMENT ON COLUMN audit.reason IS
    'Why, in the words of whoever did it; gone when somebody it concerns is erased. Category: personal. Kept: audit.';
COMMENT ON COLUMN audit.reason_salt IS
    'Random number that keeps the reason from being guessed from its hash. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit.reason_sha256 IS
    'Hash of the reason, which stays when it is erased. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit.applicant_ids IS
    'Numbers of the applicants whose records were read or written. Category: personal. Kept: audit.';

COMMENT ON TABLE audit_chain IS
    'Hashes that show whether a row of the audit was changed or taken out.';
COMMENT ON COLUMN audit_chain.position IS
    'Place in the chain. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit_chain.audit_id IS
    'Row of the audit that the link stands for. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit_chain.sha256 IS
    'Hash of the link before and of the row. Category: not personal. Kept: audit.';

COMMENT ON TABLE audit_changes IS
    'What each change changed; values can be erased while their hash stays.';
COMMENT ON COLUMN audit_changes.audit_id IS
    'Row of the audit that the change belongs to. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit_changes.position IS
    'Place among the changes of that row. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit_changes.applicant_id IS
    'Number of the applicant whose data it was. Category: personal. Kept: audit.';
COMMENT ON COLUMN audit_changes.row_key IS
    'Which row was changed. Category: personal. Kept: audit.';
COMMENT ON COLUMN audit_changes.before IS
    'Values as they were, to put a mistake right and to show who made it. Category: special category and criminal offence. Kept: audit.';
COMMENT ON COLUMN audit_changes.after IS
    'Values as they became. Category: special category and criminal offence. Kept: audit.';
COMMENT ON COLUMN audit_changes.salt IS
    'Random number that keeps values from being guessed from their hash. Category: not personal. Kept: audit.';
COMMENT ON COLUMN audit_changes.sha256 IS
    'Hash of the values, which stays when they are erased. Category: not personal. Kept: audit.';

COMMENT ON TABLE bedroom_needs IS
    'How many bedrooms each rule set gives a household.';
COMMENT ON COLUMN bedroom_needs.applicant_id IS
    'Applicant whose household it is. Category: personal. Kept: application.';
COMMENT ON COLUMN bedroom_needs.rule IS
    'Rule set that counts the bedrooms. Category: personal. Kept: application.';
COMMENT ON COLUMN bedroom_needs.bedrooms IS
    'Bedrooms that the household is given. Category: personal. Kept: application.';
COMMENT ON COLUMN bedroom_needs.worked_out_on IS
    'Day whose ages were counted. Category: personal. Kept: application.';

COMMENT ON TABLE disclosures IS
    'What was told of a nominated person, to whom and why that was lawful.';
COMMENT ON COLUMN disclosures.id IS
    'Number of the disclosure. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN disclosures.nomination_id IS
    'Nomination for which it was told. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN disclosures.applicant_id IS
    'Person of whom it was told; empty once erased. Category: personal. Kept: application.';
COMMENT ON COLUMN disclosures.landlord_id IS
    'Landlord who was told. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN disclosures.provider_id IS
    'Support provider who was told. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN disclosures.told IS
    'Facts that were told, exactly as told; empty once taken back. Category: special category and criminal offence. Kept: application.';
COMMENT ON COLUMN disclosures.lawful_basis IS
    'Why telling was lawful. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN disclosures.consented_on IS
    'Day on which the person consented, where consent is the basis. Category: personal. Kept: nomination.';
COMMENT ON COLUMN disclosures.told_by IS
    'Name of the officer who told. Category: staff. Kept: nomination.';
COMMENT ON COLUMN disclosures.told_at IS
    'When it was told. Category: staff. Kept: nomination.';
COMMENT ON COLUMN disclosures.taken_back_at IS
    'When it was taken back. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN disclosures.taken_back_because IS
    'Why it was taken back; only ''erased'' once the record is erased. Category: personal. Kept: application.';

COMMENT ON TABLE districts IS
    'Council districts of Norfolk, as published.';
COMMENT ON COLUMN districts.code IS
    'Code of the district. Category: not personal. Kept: reference.';
COMMENT ON COLUMN districts.name IS
    'Name of the district. Category: not personal. Kept: reference.';
COMMENT ON COLUMN districts.source IS
    'Publication that it comes from. Category: not personal. Kept: reference.';

COMMENT ON TABLE empty_vacancies IS
    'Vacancies that a match run left empty, and why.';
COMMENT ON COLUMN empty_vacancies.run_id IS
    'Match run. Category: not personal. Kept: run.';
COMMENT ON COLUMN empty_vacancies.vacancy_id IS
    'Vacancy that it left empty. Category: not personal. Kept: run.';
COMMENT ON COLUMN empty_vacancies.eligible IS
    'How many applicants it was open to. Category: not personal. Kept: run.';
COMMENT ON COLUMN empty_vacancies.rule IS
    'Rule that shut most applicants out. Category: not personal. Kept: run.';
COMMENT ON COLUMN empty_vacancies.rules IS
    'How many applicants each rule shut out. Category: not personal. Kept: run.';

COMMENT ON TABLE erasures IS
    'When a record was erased and by which rule, so that the audit''s gaps are explained.';
COMMENT ON COLUMN erasures.id IS
    'Number of the erasure. Category: not personal. Kept: erasure.';
COMMENT ON COLUMN erasures.applicant_id IS
    'Number of the record that is gone; it leads to nobody. Category: personal. Kept: erasure.';
COMMENT ON COLUMN erasures.rule IS
    'Rule or request by which it was erased. Category: not personal. Kept: erasure.';
COMMENT ON COLUMN erasures.erased_by IS
    'Name of whoever erased it. Category: staff. Kept: erasure.';
COMMENT ON COLUMN erasures.erased_at IS
    'When it was erased. Category: staff. Kept: erasure.';

COMMENT ON TABLE excluded_areas IS
    'Where an applicant must not live, which no policy breaks.';
COMMENT ON COLUMN excluded_areas.applicant_id IS
    'Applicant who must not live there. Category: personal. Kept: application.';
COMMENT ON COLUMN excluded_areas.place_id IS
    'Town; it can be where a perpetrator lives. Category: special category and criminal offence. Kept: application.';
COMMENT ON COLUMN excluded_areas.district_code IS
    'District; it can be where a perpetrator lives. Category: special category and criminal offence. Kept: application.';

COMMENT ON TABLE household_members IS
    'People who would move with an applicant.';
COMMENT ON COLUMN household_members.applicant_id IS
    'Applicant whose household it is. Category: personal. Kept: application.';
COMMENT ON COLUMN household_members.position IS
    'Place in the household; the lead applicant is 1. Category: personal. Kept: application.';
COMMENT ON COLUMN household_members.relation IS
    'Relation to the lead applicant, for the bedroom rules. Category: personal. Kept: application.';
COMMENT ON COLUMN household_members.born_on IS
    'Date of birth, since bedroom rules and services go by age. Category: personal. Kept: application.';
COMMENT ON COLUMN household_members.sex IS
    'Sex, since bedroom rules and some services go by it. Category: personal. Kept: application.';
COMMENT ON COLUMN household_members.needs_own_room IS
    'Whether disability or health keeps them from sharing a room. Category: special category. Kept: application.';

COMMENT ON TABLE identities IS
    'Who an account is to the organisation''s own sign-in.';
COMMENT ON COLUMN identities.issuer IS
    'Organisation''s sign-in service. Category: not personal. Kept: account.';
COMMENT ON COLUMN identities.subject IS
    'What that service calls the person. Category: staff. Kept: account.';
COMMENT ON COLUMN identities.account_id IS
    'Account that signs in with it. Category: staff. Kept: account.';
COMMENT ON COLUMN identities.linked_at IS
    'When the two were linked. Category: staff. Kept: account.';

COMMENT ON TABLE landlords IS
    'Landlords that let specialist homes.';
COMMENT ON COLUMN landlords.id IS
    'Number of the landlord. Category: not personal. Kept: home.';
COMMENT ON COLUMN landlords.name IS
    'Name of the landlord. Category: not personal. Kept: home.';
COMMENT ON COLUMN landlords.kind IS
    'What kind of landlord it is. Category: not personal. Kept: home.';

COMMENT ON TABLE links IS
    'Invitations and links for a new password, each for one use.';
COMMENT ON COLUMN links.id IS
    'Number of the link. Category: not personal. Kept: link.';
COMMENT ON COLUMN links.token_sha256 IS
    'Digest that a link is found by. Category: not personal. Kept: link.';
COMMENT ON COLUMN links.account_id IS
    'Account that the link is for. Category: staff. Kept: link.';
COMMENT ON COLUMN links.kind IS
    'Whether it invites or sets a new password. Category: not personal. Kept: link.';
COMMENT ON COLUMN links.made_by IS
    'Name of whoever made the link. Category: staff. Kept: link.';
COMMENT ON COLUMN links.made_at IS
    'When the link was made. Category: staff. Kept: link.';
COMMENT ON COLUMN links.expires_at IS
    'When the link stops working. Category: not personal. Kept: link.';
COMMENT ON COLUMN links.used_at IS
    'When the link was used. Category: staff. Kept: link.';

COMMENT ON TABLE localities IS
    'Areas that group districts, as published.';
COMMENT ON COLUMN localities.id IS
    'Number of the area. Category: not personal. Kept: reference.';
COMMENT ON COLUMN localities.tier IS
    'Level of grouping. Category: not personal. Kept: reference.';
COMMENT ON COLUMN localities.name IS
    'Name of the area. Category: not personal. Kept: reference.';
COMMENT ON COLUMN localities.valid_from IS
    'First day on which the grouping holds. Category: not personal. Kept: reference.';
COMMENT ON COLUMN localities.valid_until IS
    'Day from which it holds no longer. Category: not personal. Kept: reference.';
COMMENT ON COLUMN localities.source IS
    'Publication that it comes from. Category: not personal. Kept: reference.';

COMMENT ON TABLE locality_districts IS
    'Which districts each area groups.';
COMMENT ON COLUMN locality_districts.locality_id IS
    'Area. Category: not personal. Kept: reference.';
COMMENT ON COLUMN locality_districts.district_code IS
    'District in it. Category: not personal. Kept: reference.';

COMMENT ON TABLE match_instances IS
    'What a finished run was given and answered, under numbers instead of names.';
COMMENT ON COLUMN match_instances.run_id IS
    'Match run. Category: not personal. Kept: instance.';
COMMENT ON COLUMN match_instances.instance IS
    'Needs, dates and priority of everybody in the run, under numbers, so that it can be checked. Category: special category and criminal offence. Kept: instance.';
COMMENT ON COLUMN match_instances.result IS
    'Whom the run proposed for what, under the same numbers. Category: personal. Kept: instance.';

COMMENT ON TABLE match_runs IS
    'Match runs and their figures for the whole county.';
COMMENT ON COLUMN match_runs.id IS
    'Number of the run. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.asked_by IS
    'Name of whoever asked for the run. Category: staff. Kept: run.';
COMMENT ON COLUMN match_runs.asked_at IS
    'When it was asked for. Category: staff. Kept: run.';
COMMENT ON COLUMN match_runs.match_on IS
    'Day whose ages and dates counted. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.policy IS
    'Rules of priority that it followed. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.seed IS
    'Number that settled ties. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.state IS
    'How far it is. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.stage IS
    'What it is doing. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.progress IS
    'Per cent done. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.started_at IS
    'When a worker began it. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.heartbeat_at IS
    'When the worker last said that it lives. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.finished_at IS
    'When it ended. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.households IS
    'How many households waited. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.applicants IS
    'How many applicants were matched. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.vacancies IS
    'How many vacancies were open. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.pairs IS
    'How many pairs could be. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.placed IS
    'How many were proposed for a home. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.unplaced IS
    'How many were not. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.value IS
    'Points of what it proposes. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.bound IS
    'Points that nothing can exceed. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.proved IS
    'Whether it is proved best. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.faults IS
    'What an independent check found wrong. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.seconds IS
    'How long each stage took. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.problem_sha256 IS
    'Hash of what it was given. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.versions IS
    'Versions of the programs that worked it out. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.error IS
    'Why it failed. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.seconds_allowed IS
    'Time that it was given. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.memory_mb_allowed IS
    'Memory that it was given. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.proof IS
    'What kind of proof it has. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.settled IS
    'Last stage that is wholly settled. Category: not personal. Kept: run.';
COMMENT ON COLUMN match_runs.comparison IS
    'Counts under the strict policy and this one. Category: not personal. Kept: run.';

COMMENT ON TABLE migrations IS
    'Which changes of the database were made.';
COMMENT ON COLUMN migrations.name IS
    'Name of the change. Category: not personal. Kept: reference.';
COMMENT ON COLUMN migrations.sha256 IS
    'Hash of its text. Category: not personal. Kept: reference.';
COMMENT ON COLUMN migrations.applied_at IS
    'When it was made. Category: not personal. Kept: reference.';

COMMENT ON TABLE named_readers IS
    'Who may read a restricted record without asking each time.';
COMMENT ON COLUMN named_readers.applicant_id IS
    'Applicant whose record is restricted. Category: personal. Kept: application.';
COMMENT ON COLUMN named_readers.account_id IS
    'Account that may read it. Category: staff. Kept: application.';
COMMENT ON COLUMN named_readers.named_by IS
    'Name of whoever allowed it. Category: staff. Kept: application.';
COMMENT ON COLUMN named_readers.named_at IS
    'When it was allowed. Category: staff. Kept: application.';

COMMENT ON TABLE nominations IS
    'Applicants whom an officer put forward for a vacancy.';
COMMENT ON COLUMN nominations.id IS
    'Number of the nomination. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.vacancy_id IS
    'Vacancy for which they were put forward. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.applicant_id IS
    'Applicant who was put forward; empty once erased. Category: personal. Kept: application.';
COMMENT ON COLUMN nominations.state IS
    'Whether it stands or was withdrawn. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.nominated_by IS
    'Name of the officer who nominated. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nominations.nominated_at IS
    'When it was made. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nominations.run_id IS
    'Match run that proposed the two. Category: not personal. Kept: nomination.';
COMMENT ON COLUMN nominations.withdrawn_by IS
    'Name of whoever withdrew it. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nominations.withdrawn_at IS
    'When it was withdrawn. Category: staff. Kept: nomination.';
COMMENT ON COLUMN nominations.withdrawn_because IS
    'Why it was withdrawn; only ''erased'' once the record is erased. Category: personal. Kept: application.';

COMMENT ON TABLE openings IS
    'Restricted records that were opened for an hour, which a reviewer looks at.';
COMMENT ON COLUMN openings.id IS
    'Number of the opening. Category: not personal. Kept: application.';
COMMENT ON COLUMN openings.applicant_id IS
    'Applicant whose record was opened. Category: personal. Kept: application.';
COMMENT ON COLUMN openings.applicant_reference IS
    'Reference for the reviewer, who sees no record. Category: personal. Kept: application.';
COMMENT ON COLUMN openings.account_id IS
    'Account that opened it. Category: staff. Kept: application.';
COMMENT ON COLUMN openings.opened_by IS
    'Name of whoever opened it. Category: staff. Kept: application.';
COMMENT ON COLUMN openings.reason IS
    'Why they opened it, in their words. Category: personal. Kept: application.';
COMMENT ON COLUMN openings.opened_at IS
    'When it was opened. Category: staff. Kept: application.';
COMMENT ON COLUMN openings.open_until IS
    'When it was shut again. Category: staff. Kept: application.';
COMMENT ON COLUMN openings.reviewed_by IS
    'Name of whoever reviewed the opening. Category: staff. Kept: application.';
COMMENT ON COLUMN openings.reviewed_at IS
    'When it was reviewed. Category: staff. Kept: application.';
COMMENT ON COLUMN openings.was_justified IS
    'Whether the reviewer found it justified. Category: staff. Kept: application.';
COMMENT ON COLUMN openings.review_note IS
    'What the reviewer said of it. Category: staff. Kept: application.';

COMMENT ON TABLE past_applications IS
    'What is kept for the statistics of applications whose record is erased.';
COMMENT ON COLUMN past_applications.id IS
    'Random number of the row, which leads to no record. Category: not personal. Kept: statistics.';
COMMENT ON COLUMN past_applications.district_code IS
    'District whose register it was on. Category: not personal. Kept: statistics.';
COMMENT ON COLUMN past_applications.tier IS
    'Priority tier. Category: not personal. Kept: statistics.';
COMMENT ON COLUMN past_applications.bedrooms IS
    'Bedrooms needed, where 5 is 5 or more. Category: not personal. Kept: statistics.';
COMMENT ON COLUMN past_applications.support_level IS
    'Level of support needed. Category: not personal. Kept: statistics.';
COMMENT ON COLUMN past_applications.outcome IS
    'How the application ended. Category: not personal. Kept: statistics.';
COMMENT ON COLUMN past_applications.registered_year IS
    'Year in which it began. Category: not personal. Kept: statistics.';
COMMENT ON COLUMN past_applications.erased_year IS
    'Year in which the record was erased. Category: not personal. Kept: statistics.';

COMMENT ON TABLE place_aliases IS
    'Other ways to write the names of places.';
COMMENT ON COLUMN place_aliases.alias IS
    'Another way to write a name. Category: not personal. Kept: reference.';
COMMENT ON COLUMN place_aliases.place_id IS
    'Town that it means. Category: not personal. Kept: reference.';
COMMENT ON COLUMN place_aliases.district_code IS
    'District that it means. Category: not personal. Kept: reference.';

COMMENT ON TABLE places IS
    'Towns of Norfolk, as published.';
COMMENT ON COLUMN places.id IS
    'Number of the town. Category: not personal. Kept: reference.';
COMMENT ON COLUMN places.name IS
    'Name of the town. Category: not personal. Kept: reference.';
COMMENT ON COLUMN places.kind IS
    'What kind of town it is. Category: not personal. Kept: reference.';
COMMENT ON COLUMN places.district_code IS
    'District that it lies in. Category: not personal. Kept: reference.';
COMMENT ON COLUMN places.point IS
    'Where it lies. Category: not personal. Kept: reference.';
COMMENT ON COLUMN places.source IS
    'Publication that it comes from. Category: not personal. Kept: reference.';

COMMENT ON TABLE postcodes IS
    'The ONS Postcode Directory of the county.';
COMMENT ON COLUMN postcodes.postcode IS
    'Postcode. Category: not personal. Kept: reference.';
COMMENT ON COLUMN postcodes.district_code IS
    'District that it lies in. Category: not personal. Kept: reference.';
COMMENT ON COLUMN postcodes.nearest_place_id IS
    'Nearest town. Category: not personal. Kept: reference.';
COMMENT ON COLUMN postcodes.point IS
    'Where it lies. Category: not personal. Kept: reference.';

COMMENT ON TABLE proposals IS
    'Whom a match run proposes for which vacancy.';
COMMENT ON COLUMN proposals.run_id IS
    'Match run. Category: not personal. Kept: run.';
COMMENT ON COLUMN proposals.applicant_id IS
    'Applicant whom it proposes. Category: personal. Kept: application.';
COMMENT ON COLUMN proposals.vacancy_id IS
    'Vacancy that it proposes for them. Category: personal. Kept: application.';
COMMENT ON COLUMN proposals.worth IS
    'Points that the pair is worth. Category: personal. Kept: application.';
COMMENT ON COLUMN proposals.parts IS
    'What the points are made of, which is why it was proposed. Category: personal. Kept: application.';
COMMENT ON COLUMN proposals.alternatives IS
    'How many other vacancies were open to them. Category: personal. Kept: application.';

COMMENT ON TABLE protected_addresses IS
    'Where refuges and the like are, kept apart from everything else.';
COMMENT ON COLUMN protected_addresses.scheme_id IS
    'Scheme that stands there. Category: not personal. Kept: home.';
COMMENT ON COLUMN protected_addresses.address IS
    'Address that is kept secret for the safety of who lives there. Category: personal. Kept: home.';
COMMENT ON COLUMN protected_addresses.postcode IS
    'Postcode of that address. Category: personal. Kept: home.';
COMMENT ON COLUMN protected_addresses.kept_by IS
    'Name of whoever wrote it down. Category: staff. Kept: home.';
COMMENT ON COLUMN protected_addresses.kept_at IS
    'When it was written down. Category: staff. Kept: home.';

COMMENT ON TABLE recovery_codes IS
    'Codes for a person who has lost their second factor.';
COMMENT ON COLUMN recovery_codes.id IS
    'Number of the code. Category: not personal. Kept: account.';
COMMENT ON COLUMN recovery_codes.account_id IS
    'Account that the code is for. Category: staff. Kept: account.';
COMMENT ON COLUMN recovery_codes.code_sha256 IS
    'Digest that a code is checked against. Category: staff. Kept: account.';
COMMENT ON COLUMN recovery_codes.used_at IS
    'When the code was used. Category: staff. Kept: account.';

COMMENT ON TABLE restrictions IS
    'Why a record is restricted.';
COMMENT ON COLUMN restrictions.id IS
    'Number of the restriction. Category: not personal. Kept: application.';
COMMENT ON COLUMN restrictions.applicant_id IS
    'Applicant whose record is restricted. Category: personal. Kept: application.';
COMMENT ON COLUMN restrictions.kind IS
    'Why it is restricted: a relative of staff, a high risk or domestic abuse. Category: special category and criminal offence. Kept: application.';
COMMENT ON COLUMN restrictions.made_by IS
    'Name of whoever restricted it. Category: staff. Kept: application.';
COMMENT ON COLUMN restrictions.made_at IS
    'When it was restricted. Category: staff. Kept: application.';
COMMENT ON COLUMN restrictions.lifted_by IS
    'Name of whoever lifted it. Category: staff. Kept: application.';
COMMENT ON COLUMN restrictions.lifted_at IS
    'When it was lifted. Category: staff. Kept: application.';

COMMENT ON TABLE schemes IS
    'Buildings and services that hold specialist homes.';
COMMENT ON COLUMN schemes.id IS
    'Number of the scheme. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.landlord_id IS
    'Landlord that owns it. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.reference IS
    'Reference that the landlord gives it. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.name IS
    'Name of the scheme. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.kind IS
    'What kind of scheme it is. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.support_level IS
    'Support that it gives. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.client_groups IS
    'Groups of people whom it is for. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.age_min IS
    'Youngest age that it takes. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.age_max IS
    'Oldest age that it takes. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.sexes IS
    'Whether it is for women, men or anybody. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.intended_stay IS
    'How long people are meant to stay. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.postcode IS
    'Postcode, empty where the address is protected. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.place_id IS
    'Town that it lies in. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.district_code IS
    'District that it lies in. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.source IS
    'Who told us of it, or which document. Category: not personal. Kept: home.';
COMMENT ON COLUMN schemes.support_provider_id IS
    'Support provider that staffs it. Category: not personal. Kept: home.';

COMMENT ON TABLE second_factors IS
    'Keys of second factors, which their codes are worked out from.';
COMMENT ON COLUMN second_factors.account_id IS
    'Account that must give the codes. Category: staff. Kept: account.';
COMMENT ON COLUMN second_factors.secret IS
    'Key that the codes are worked out from. Category: staff. Kept: account.';
COMMENT ON COLUMN second_factors.confirmed_at IS
    'When the first code was given. Category: staff. Kept: account.';
COMMENT ON COLUMN second_factors.last_step IS
    'Number of the last code taken, so that none is taken twice. Category: staff. Kept: account.';

COMMENT ON TABLE sessions IS
    'People who are signed in.';
COMMENT ON COLUMN sessions.token_sha256 IS
    'Digest that a session''s cookie is found by. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.account_id IS
    'Account that is signed in. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.csrf_token IS
    'Number that shows that a form is our own. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.started_at IS
    'When the person signed in. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.seen_at IS
    'When the person last did something, so that a session times out. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.id IS
    'Number of the session. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.needs IS
    'What is still missing before the person is signed in. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.source IS
    'Network address, so that people know their own sessions. Category: staff. Kept: session.';
COMMENT ON COLUMN sessions.browser IS
    'Kind of browser, so that people know their own sessions. Category: staff. Kept: session.';

COMMENT ON TABLE sign_in_flows IS
    'Sign-ins that have gone to the organisation and are not back yet.';
COMMENT ON COLUMN sign_in_flows.state_sha256 IS
    'Digest that the sign-in is found by. Category: not personal. Kept: session.';
COMMENT ON COLUMN sign_in_flows.browser_sha256 IS
    'Digest of a cookie, so that only the same browser can end it. Category: staff. Kept: session.';
COMMENT ON COLUMN sign_in_flows.nonce IS
    'Number that ties the answer to the question. Category: not personal. Kept: session.';
COMMENT ON COLUMN sign_in_flows.code_verifier IS
    'Number that shows who asked. Category: not personal. Kept: session.';
COMMENT ON COLUMN sign_in_flows.next_path IS
    'Page to go to afterwards. Category: staff. Kept: session.';
COMMENT ON COLUMN sign_in_flows.started_at IS
    'When it began. Category: staff. Kept: session.';

COMMENT ON TABLE support_providers IS
    'Organisations that staff schemes.';
COMMENT ON COLUMN support_providers.id IS
    'Number of the support provider. Category: not personal. Kept: home.';
COMMENT ON COLUMN support_providers.name IS
    'Name of the support provider. Category: not personal. Kept: home.';

COMMENT ON TABLE units IS
    'Homes, and rooms that are let by themselves.';
COMMENT ON COLUMN units.id IS
    'Number of the unit. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.scheme_id IS
    'Scheme that it is in. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.reference IS
    'Reference that the landlord gives it. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.bedrooms IS
    'How many bedrooms it has. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.shared IS
    'Whether it is a room let by itself. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.floor IS
    'Floor that it is on. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.features IS
    'Accessibility features that it has. Category: not personal. Kept: home.';
COMMENT ON COLUMN units.rent_pence IS
    'Rent a week. Category: not personal. Kept: home.';

COMMENT ON TABLE unplaced IS
    'Whom a match run does not place, and why.';
COMMENT ON COLUMN unplaced.run_id IS
    'Match run. Category: not personal. Kept: run.';
COMMENT ON COLUMN unplaced.applicant_id IS
    'Applicant whom it does not place. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.reason IS
    'Why they are not placed. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.eligible IS
    'How many vacancies were open to them. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.rule IS
    'Rule that shut most vacancies to them. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.opens IS
    'How many vacancies that rule alone shuts. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.rules IS
    'How many vacancies each rule shut to them. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.near_misses IS
    'Vacancies that came nearest, and what did not fit. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.last_tier IS
    'Tier of the last person who was housed before them, of whom nothing else is said. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.last_registered_on IS
    'Since when that person waits. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.rank IS
    'Their place in the order of priority. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.last_rank IS
    'That person''s place in the order of priority. Category: personal. Kept: application.';
COMMENT ON COLUMN unplaced.sets IS
    'Smallest sets of rules that together shut homes to them. Category: personal. Kept: application.';

COMMENT ON TABLE vacancies IS
    'Empty homes that are offered for letting.';
COMMENT ON COLUMN vacancies.id IS
    'Number of the vacancy. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.reference IS
    'Reference that the landlord gives it. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.void_id IS
    'Time of standing empty that it belongs to. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.unit_id IS
    'Unit that is offered. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.state IS
    'How far the letting is. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.registered_on IS
    'Day on which it was registered. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.available_on IS
    'First day on which somebody can move in. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.bedroom_rule IS
    'Rule set that counts bedrooms for it. Category: not personal. Kept: home.';
COMMENT ON COLUMN vacancies.bedroom_surplus IS
    'How many bedrooms more than needed it may have. Category: not personal. Kept: home.';

COMMENT ON TABLE voids IS
    'Times when a unit stands empty.';
COMMENT ON COLUMN voids.id IS
    'Number of the void. Category: not personal. Kept: home.';
COMMENT ON COLUMN voids.unit_id IS
    'Unit that stands empty. Category: not personal. Kept: home.';
COMMENT ON COLUMN voids.void_from IS
    'Day from which it stands empty. Category: not personal. Kept: home.';
COMMENT ON COLUMN voids.ended_on IS
    'Day on which that ended. Category: not personal. Kept: home.';
COMMENT ON COLUMN voids.reason IS
    'Why it came free; it can tell of whoever lived there. Category: personal. Kept: home.';

COMMENT ON TABLE wanted_areas IS
    'Where an applicant wants to live.';
COMMENT ON COLUMN wanted_areas.applicant_id IS
    'Applicant who wants to live there. Category: personal. Kept: application.';
COMMENT ON COLUMN wanted_areas.rank IS
    'Which choice it is. Category: personal. Kept: application.';
COMMENT ON COLUMN wanted_areas.place_id IS
    'Town that they want. Category: personal. Kept: application.';
COMMENT ON COLUMN wanted_areas.district_code IS
    'District that they want. Category: personal. Kept: application.';

COMMENT ON TABLE worth_of_one_more IS
    'What one more home like each vacancy would bring.';
COMMENT ON COLUMN worth_of_one_more.run_id IS
    'Match run. Category: not personal. Kept: run.';
COMMENT ON COLUMN worth_of_one_more.vacancy_id IS
    'Vacancy that the home is like. Category: not personal. Kept: run.';
COMMENT ON COLUMN worth_of_one_more.tier IS
    'Tier of whom it would house besides. Category: not personal. Kept: run.';
COMMENT ON COLUMN worth_of_one_more.rank IS
    'Place of that person in the order of priority. Category: personal. Kept: run.';
COMMENT ON COLUMN worth_of_one_more.gain IS
    'Points that it would bring. Category: not personal. Kept: run.';
COMMENT ON COLUMN worth_of_one_more.housed IS
    'How many more of each tier it would house. Category: not personal. Kept: run.';
