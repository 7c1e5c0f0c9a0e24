-- The trail is looked through by who did something, by what was done, and by when.

CREATE INDEX audit_entry_actor ON audit_entry (actor_name, seq DESC);
CREATE INDEX audit_entry_action ON audit_entry (action, seq DESC);
CREATE INDEX audit_entry_at ON audit_entry (at);
