-- name: add_audit
-- Nothing.
INSERT INTO audit (actor, action, subject, details)
VALUES (%(actor)s, %(action)s, %(subject)s, %(details)s);

-- name: add_read
-- Nothing; who reads is what the transaction says.
INSERT INTO audit (actor, action, subject, applicant_ids)
VALUES (NULL, 'read', %(subject)s, %(applicant_ids)s);
