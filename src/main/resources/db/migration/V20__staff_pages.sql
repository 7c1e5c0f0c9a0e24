-- The browsers that somebody has signed in with, so that a new one can be told of. Only a hash of the cookie is kept.
CREATE TABLE staff_device (
  token_hash bytea PRIMARY KEY CHECK (octet_length(token_hash) = 32),   -- SHA-256
  account_id uuid NOT NULL REFERENCES staff_account,
  first_at   timestamptz NOT NULL,
  last_at    timestamptz NOT NULL
);

CREATE INDEX staff_device_account ON staff_device (account_id);
