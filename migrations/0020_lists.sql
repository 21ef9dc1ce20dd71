-- The order of priority for whole lists too, of whatever state: a part of a list begins in the index
-- at the row before it. Among 50,000 applicants that is some milliseconds instead of a third of a second.
CREATE INDEX applicants_priority ON applicants (tier, registered_on, id);
DROP INDEX applicants_queue;
