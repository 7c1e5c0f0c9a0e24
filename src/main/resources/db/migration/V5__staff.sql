-- The people who write and publish, the links that let them set a password, and the brake on guessing one.

CREATE TABLE staff_account (
  id             uuid PRIMARY KEY,
  email          text NOT NULL UNIQUE CHECK (email <> '' AND length(email) <= 254),   -- lower case
  name           text NOT NULL CHECK (name <> '' AND length(name) <= 200),
  role           text NOT NULL CHECK (role IN ('EDITOR', 'APPROVER', 'ADMIN')),
  language       text NOT NULL CHECK (language IN ('AR', 'EN')),
  password_hash  text,                      -- null: none set yet, so nobody signs in with one
  created_at     timestamptz NOT NULL,
  deactivated_at timestamptz,
  revision       integer NOT NULL
);

CREATE TABLE staff_link (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),   -- SHA-256; the token itself is not kept
  account_id uuid NOT NULL REFERENCES staff_account,
  purpose    text NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz
);

CREATE INDEX staff_link_account ON staff_link (account_id, purpose);

-- One row for each account and client that signed in wrongly a short while ago. Keys are hashes; a row is deleted as
-- soon as it holds nobody back, which is minutes later, so that no client address is kept.
CREATE TABLE sign_in_throttle (
  key     bytea PRIMARY KEY,
  free_at timestamptz NOT NULL
);
