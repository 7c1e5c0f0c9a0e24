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
