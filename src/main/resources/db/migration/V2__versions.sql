-- Published versions. A row here is public for ever; nothing about it changes.

CREATE TABLE policy_version (
  number          integer PRIMARY KEY CHECK (number > 0),
  effective_from  date NOT NULL,            -- 00:00 of this day in the policy's time zone
  published_at    timestamptz NOT NULL,
  material        boolean NOT NULL,
  minor_reason_ar text,
  minor_reason_en text,
  title_ar        text NOT NULL CHECK (title_ar <> ''),
  title_en        text NOT NULL CHECK (title_en <> ''),
  summary_ar      text NOT NULL CHECK (summary_ar <> ''),
  summary_en      text NOT NULL CHECK (summary_en <> ''),
  section_count   integer NOT NULL CHECK (section_count > 0),
  previous_hash   bytea CHECK (octet_length(previous_hash) = 32),
  hash            bytea NOT NULL UNIQUE CHECK (octet_length(hash) = 32),
  CHECK ((number = 1) = (previous_hash IS NULL)),
  CHECK (material = (minor_reason_ar IS NULL)),
  CHECK (material = (minor_reason_en IS NULL))
);

CREATE TABLE policy_section (
  version_number integer NOT NULL REFERENCES policy_version,
  position       integer NOT NULL CHECK (position > 0),
  key            text NOT NULL CHECK (key ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  heading_ar     text NOT NULL CHECK (heading_ar <> ''),
  heading_en     text NOT NULL CHECK (heading_en <> ''),
  body_ar        text NOT NULL CHECK (body_ar <> ''),
  body_en        text NOT NULL CHECK (body_en <> ''),
  PRIMARY KEY (version_number, position),
  UNIQUE (version_number, key)
);

CREATE TRIGGER policy_version_is_immutable BEFORE UPDATE OR DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_version_is_kept BEFORE TRUNCATE ON policy_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_section_is_immutable BEFORE UPDATE OR DELETE ON policy_section
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_section_is_kept BEFORE TRUNCATE ON policy_section
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A section cannot be slipped into a published version either: at commit each version has as many as it says.
CREATE FUNCTION check_section_count_of(version integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  promised integer := (SELECT section_count FROM policy_version WHERE number = version);
  present  integer := (SELECT count(*) FROM policy_section WHERE version_number = version);
BEGIN
  IF promised <> present THEN
    RAISE EXCEPTION 'version % is published with % sections, but has %', version, promised, present
      USING ERRCODE = 'restrict_violation';
  END IF;
END
$$;

CREATE FUNCTION check_new_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_section_count_of(NEW.number);
  RETURN NULL;
END
$$;

CREATE FUNCTION check_new_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_section_count_of(NEW.version_number);
  RETURN NULL;
END
$$;

CREATE CONSTRAINT TRIGGER policy_version_is_complete AFTER INSERT ON policy_version
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_new_version();
CREATE CONSTRAINT TRIGGER policy_section_is_expected AFTER INSERT ON policy_section
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_new_section();
