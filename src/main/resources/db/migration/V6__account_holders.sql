-- Account holders: the customers as the billing platform knows them, no more of them than the product needs.

CREATE TABLE account_holder (
  client_id    bigint PRIMARY KEY CHECK (client_id > 0), -- the WHMCS client id
  name         text NOT NULL CHECK (char_length(name) <= 255),
  organization text NOT NULL CHECK (char_length(organization) <= 255),
  email        text CHECK (email <> '' AND char_length(email) <= 1000), -- as given; null: none
  email_key    text CHECK (email_key <> ''),            -- equal for equal mailboxes; null: no address, or not a valid one
  language     text CHECK (language IN ('ar', 'en')),   -- null: not known
  status       text NOT NULL CHECK (status IN ('ACTIVE', 'INACTIVE', 'CLOSED')),
  updated_at   timestamptz NOT NULL,
  CHECK (email IS NOT NULL OR email_key IS NULL)
);

-- One message for each address: in the order of the view account_holder_address, so that it needs no sort.
CREATE INDEX account_holder_audience ON account_holder (email_key, (language IS NULL), client_id)
  WHERE status <> 'CLOSED' AND email_key IS NOT NULL;

-- Grows with every change of the account holders, whoever makes it, in the transaction that makes it: a comparison is
-- applied only to what it was made with.
CREATE TABLE account_holder_revision (
  one      boolean PRIMARY KEY DEFAULT true CHECK (one),
  revision bigint NOT NULL
);

CREATE FUNCTION count_account_holder_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO account_holder_revision AS held (revision) VALUES (1)
    ON CONFLICT (one) DO UPDATE SET revision = held.revision + 1;
  RETURN NULL;
END
$$;

CREATE TRIGGER account_holder_changes_are_counted AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON account_holder
  FOR EACH STATEMENT EXECUTE FUNCTION count_account_holder_change();

-- Every account holder who can be written to. "email" is what an envelope takes: the local part as it was given, the
-- domain in its ASCII form. The local part may hold characters beyond ASCII, which takes SMTPUTF8 (RFC 6531).
CREATE VIEW account_holder_reachable AS
  SELECT client_id,
         left(email, -length(split_part(email, '@', -1))) || split_part(email_key, '@', -1) AS email,
         email_key,
         language
  FROM account_holder
  WHERE status <> 'CLOSED' AND email_key IS NOT NULL;

-- Every account holder who cannot be written to, and why.
CREATE VIEW account_holder_unreachable AS
  SELECT client_id,
         CASE
           WHEN status = 'CLOSED' THEN 'CLOSED'
           WHEN email IS NULL THEN 'NO_ADDRESS'
           ELSE 'INVALID_ADDRESS'
         END AS reason
  FROM account_holder
  WHERE status = 'CLOSED' OR email_key IS NULL;

-- One row for each address that can be written to. Where several account holders share it, the spelling and the
-- language are those of the longest-standing one whose language is known.
CREATE VIEW account_holder_address AS
  SELECT DISTINCT ON (email_key)
         email_key,
         left(email, -length(split_part(email, '@', -1))) || split_part(email_key, '@', -1) AS email,
         language
  FROM account_holder
  WHERE status <> 'CLOSED' AND email_key IS NOT NULL
  ORDER BY email_key, (language IS NULL), client_id;

-- A list of account holders that was brought here: first compared, then applied or discarded. One that was applied is
-- kept as history, without its rows.
CREATE TABLE account_import (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  source          text NOT NULL CHECK (source IN ('CSV')),
  file_name       text NOT NULL,
  file_hash       bytea NOT NULL CHECK (octet_length(file_hash) = 32), -- SHA-256
  encoding        text,                         -- null: the file could not be read as text
  staged_at       timestamptz NOT NULL,
  staged_by_id    uuid,                         -- null: the application itself
  staged_by_name  text NOT NULL,
  lines           bigint NOT NULL DEFAULT 0,    -- that hold an account holder, good or bad
  problems        bigint NOT NULL DEFAULT 0,
  problem_lines   bigint NOT NULL DEFAULT 0,
  revision        bigint NOT NULL DEFAULT 0,    -- of the account holders that were compared with
  added           bigint NOT NULL DEFAULT 0,
  changed         bigint NOT NULL DEFAULT 0,    -- the closing ones among them
  closing         bigint NOT NULL DEFAULT 0,
  unchanged       bigint NOT NULL DEFAULT 0,
  absent          bigint NOT NULL DEFAULT 0,    -- here, but not in the list: left as they are
  applied_at      timestamptz,
  applied_by_id   uuid,
  applied_by_name text,
  CHECK ((applied_at IS NULL) = (applied_by_name IS NULL)),
  CHECK (applied_at IS NULL OR problems = 0)
);

CREATE INDEX account_import_applied ON account_import (applied_at DESC) WHERE applied_at IS NOT NULL;

-- What waits to be applied and what is wrong with it. Not logged and without foreign keys, since a million rows come at
-- once and nothing is lost with them: after a crash they are gone, which is noticed, and the file is uploaded again.
CREATE UNLOGGED TABLE account_import_row (
  import_id    bigint NOT NULL,
  line         bigint NOT NULL,
  client_id    bigint NOT NULL,
  name         text NOT NULL,
  organization text NOT NULL,
  email        text,
  email_key    text,
  language     text,
  status       text NOT NULL
);

CREATE INDEX account_import_row_client ON account_import_row (import_id, client_id);

CREATE UNLOGGED TABLE account_import_problem (
  import_id   bigint NOT NULL,
  line        bigint NOT NULL,  -- in the file; 0: the file as a whole
  column_name text NOT NULL,    -- empty: the line as a whole
  kind        text NOT NULL,
  value       text NOT NULL,    -- made safe to show
  detail      text NOT NULL
);

CREATE INDEX account_import_problem_line ON account_import_problem (import_id, line);
