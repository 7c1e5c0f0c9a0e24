-- What a version means for account holders, section by section: published with it, and as immutable.

ALTER TABLE policy_version ADD COLUMN effect_count integer NOT NULL DEFAULT 0 CHECK (effect_count >= 0);
ALTER TABLE policy_version ALTER COLUMN effect_count DROP DEFAULT;

CREATE TABLE policy_effect (
  version_number integer NOT NULL REFERENCES policy_version,
  position       integer NOT NULL CHECK (position > 0),
  section_key    text NOT NULL CHECK (section_key ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  text_ar        text NOT NULL CHECK (text_ar <> ''),
  text_en        text NOT NULL CHECK (text_en <> ''),
  PRIMARY KEY (version_number, position),
  UNIQUE (version_number, section_key)
);

CREATE TRIGGER policy_effect_is_immutable BEFORE UPDATE OR DELETE ON policy_effect
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_effect_is_kept BEFORE TRUNCATE ON policy_effect
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

CREATE FUNCTION check_effect_count_of(version integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  promised integer := (SELECT effect_count FROM policy_version WHERE number = version);
  present  integer := (SELECT count(*) FROM policy_effect WHERE version_number = version);
BEGIN
  IF promised <> present THEN
    RAISE EXCEPTION 'version % is published with % effects, but has %', version, promised, present
      USING ERRCODE = 'restrict_violation';
  END IF;
END
$$;

CREATE FUNCTION check_effects_of_new_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_effect_count_of(NEW.number);
  RETURN NULL;
END
$$;

CREATE FUNCTION check_new_effect() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_effect_count_of(NEW.version_number);
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER policy_version_has_its_effects AFTER INSERT ON policy_version
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_effects_of_new_version();
CREATE CONSTRAINT TRIGGER policy_effect_is_expected AFTER INSERT ON policy_effect
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_new_effect();

-- One chain: publications, withdrawals and postponements, each with its place, and with the hash of the one before,
-- whichever kind that is. Until here only versions had a hash; there was no way to withdraw one but in tests.

ALTER TABLE policy_version ADD COLUMN seq integer CHECK (seq > 0);
ALTER TABLE policy_version DISABLE TRIGGER policy_version_is_immutable;
UPDATE policy_version SET seq = number;
ALTER TABLE policy_version ENABLE TRIGGER policy_version_is_immutable;
ALTER TABLE policy_version ALTER COLUMN seq SET NOT NULL, ADD UNIQUE (seq);

ALTER TABLE policy_withdrawal
  ADD COLUMN seq           integer NOT NULL UNIQUE CHECK (seq > 0),
  ADD COLUMN previous_hash bytea NOT NULL CHECK (octet_length(previous_hash) = 32),
  ADD COLUMN hash          bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32);

-- A version that takes effect later than was said before. What counts is the last one's day.
CREATE TABLE policy_postponement (
  seq            integer PRIMARY KEY CHECK (seq > 0),
  version_number integer NOT NULL REFERENCES policy_version,
  postponed_at   timestamptz NOT NULL,
  effective_from date NOT NULL,               -- as it was to be
  postponed_to   date NOT NULL,
  reason_ar      text NOT NULL CHECK (reason_ar <> ''),
  reason_en      text NOT NULL CHECK (reason_en <> ''),
  previous_hash  bytea NOT NULL CHECK (octet_length(previous_hash) = 32),
  hash           bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  CHECK (postponed_to > effective_from)
);

CREATE TRIGGER policy_postponement_is_immutable BEFORE UPDATE OR DELETE ON policy_postponement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_postponement_is_kept BEFORE TRUNCATE ON policy_postponement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_postponement_is_told AFTER INSERT ON policy_postponement
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_timeline();

CREATE VIEW policy_chain AS
  SELECT seq, 'publication' AS kind, number AS version_number, previous_hash, hash FROM policy_version
  UNION ALL
  SELECT seq, 'withdrawal', version_number, previous_hash, hash FROM policy_withdrawal
  UNION ALL
  SELECT seq, 'postponement', version_number, previous_hash, hash FROM policy_postponement;

-- Nothing gets into the chain but behind its last entry.
CREATE FUNCTION refuse_unchained() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last record;
BEGIN
  SELECT seq, hash INTO last FROM policy_chain ORDER BY seq DESC LIMIT 1;
  IF NEW.seq <> coalesce(last.seq, 0) + 1 OR NEW.previous_hash IS DISTINCT FROM last.hash THEN
    RAISE EXCEPTION 'an entry with the place % does not follow the last one, %', NEW.seq, last.seq
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER policy_version_follows BEFORE INSERT ON policy_version
  FOR EACH ROW EXECUTE FUNCTION refuse_unchained();
CREATE TRIGGER policy_withdrawal_follows BEFORE INSERT ON policy_withdrawal
  FOR EACH ROW EXECUTE FUNCTION refuse_unchained();
CREATE TRIGGER policy_postponement_follows BEFORE INSERT ON policy_postponement
  FOR EACH ROW EXECUTE FUNCTION refuse_unchained();
