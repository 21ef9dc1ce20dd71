-- name: add_audit
-- Nothing.
INSERT INTO audit (actor, action, subject, details)
VALUES (%(actor)s, %(action)s, %(subject)s, %(details)s);
