-- What staff prove besides their password. Of an authenticator app the secret is kept, encrypted with a key that is not
-- in the database; of recovery codes a hash; of a passkey its public key.

CREATE TABLE staff_authenticator (
  account_id   uuid PRIMARY KEY REFERENCES staff_account,
  secret       bytea NOT NULL,          -- AES-GCM: 12 bytes of nonce, then the text
  last_step    bigint NOT NULL,         -- the newest 30 seconds since 1970 whose code was taken: none is taken twice
  added_at     timestamptz NOT NULL,
  last_used_at timestamptz
);

CREATE TABLE staff_recovery_code (
  account_id uuid NOT NULL REFERENCES staff_account,
  code_hash  bytea NOT NULL CHECK (octet_length(code_hash) = 32),   -- SHA-256 of 80 random bits
  used_at    timestamptz,
  PRIMARY KEY (account_id, code_hash)
);

-- Named and shaped as Spring Security expects. The user's id is the account's id, 16 bytes in base64url.
CREATE TABLE user_credentials (
  credential_id                varchar(1400) PRIMARY KEY,
  user_entity_user_id          varchar(100) NOT NULL,
  public_key                   bytea NOT NULL,
  signature_count              bigint,
  uv_initialized               boolean,
  backup_eligible              boolean NOT NULL,
  authenticator_transports     varchar(1000),
  public_key_credential_type   varchar(100),
  backup_state                 boolean NOT NULL,
  attestation_object           bytea,
  attestation_client_data_json bytea,
  created                      timestamptz,
  last_used                    timestamptz,
  label                        varchar(1000) NOT NULL
);

CREATE INDEX user_credentials_user ON user_credentials (user_entity_user_id);
