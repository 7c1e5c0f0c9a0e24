-- The trail of what staff did: entries are added and never changed, each chained to the one before.

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on % is refused: what is recorded there does not change', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TABLE audit_entry (
  seq           bigint PRIMARY KEY,
  at            timestamptz NOT NULL,
  actor_id      uuid,                       -- null: the application itself
  actor_name    text NOT NULL,
  action        text NOT NULL,
  subject       text NOT NULL,
  details       jsonb NOT NULL,
  previous_hash bytea CHECK (octet_length(previous_hash) = 32),
  hash          bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  CHECK ((seq = 1) = (previous_hash IS NULL))
);

CREATE INDEX audit_entry_subject ON audit_entry (subject, seq DESC);

CREATE TRIGGER audit_entry_is_immutable BEFORE UPDATE OR DELETE ON audit_entry
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER audit_entry_is_kept BEFORE TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
