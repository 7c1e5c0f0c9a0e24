-- The billing platform as a source of account holders. A run is a list like any other: read, compared, applied or not.

ALTER TABLE account_import DROP CONSTRAINT account_import_source_check;
ALTER TABLE account_import ADD CONSTRAINT account_import_source_check CHECK (source IN ('CSV', 'WHMCS'));
ALTER TABLE account_import
  ADD COLUMN ended_at       timestamptz,               -- of reading and comparing; null: still at it, or before V21
  ADD COLUMN alive_until    timestamptz,               -- who reads says so again and again; then it is taken for dead
  ADD COLUMN expected       bigint NOT NULL DEFAULT 0, -- how many WHMCS says there are
  ADD COLUMN to_ask         bigint NOT NULL DEFAULT 0, -- of whom the language is asked
  ADD COLUMN asked          bigint NOT NULL DEFAULT 0,
  ADD COLUMN failure        text,                      -- why it came to nothing
  ADD COLUMN failure_detail text NOT NULL DEFAULT '';

-- A file with problems is not applied. A client of WHMCS that cannot be read must not keep the others out.
DO $$
DECLARE
  rule name := (SELECT conname FROM pg_constraint
                WHERE conrelid = 'account_import'::regclass AND pg_get_constraintdef(oid) LIKE '%(problems = 0)%');
BEGIN
  EXECUTE format('ALTER TABLE account_import DROP CONSTRAINT %I', rule);
END
$$;
ALTER TABLE account_import ADD CONSTRAINT account_import_sound
  CHECK (applied_at IS NULL OR problems = 0 OR source = 'WHMCS');

-- One run at a time, over all instances: whoever inserts the second finds this.
CREATE UNIQUE INDEX account_import_one_run ON account_import (source) WHERE source = 'WHMCS' AND ended_at IS NULL;

-- What WHMCS answered when it was asked for somebody's language, one by one and slowly: a run that is interrupted goes on
-- from here, and of who has none there is no asking at every run.
CREATE TABLE whmcs_language (
  client_id bigint PRIMARY KEY CHECK (client_id > 0),
  language  text CHECK (language IN ('ar', 'en')),     -- null: none that is known here
  asked_at  timestamptz NOT NULL,
  applied   boolean NOT NULL DEFAULT false             -- whether a run was applied since
);

-- "Client 123 changed", said by WHMCS and not yet looked at. Saying it again changes only when it was said last.
CREATE TABLE whmcs_hint (
  client_id bigint PRIMARY KEY CHECK (client_id > 0),
  hinted_at timestamptz NOT NULL
);
