-- Notices: what account holders were told, who was to be told, and who could not be.

CREATE TABLE notice (
  id              uuid PRIMARY KEY,
  reference       text NOT NULL UNIQUE,
  kind            text NOT NULL CHECK (kind IN ('CHANGE')),
  version_number  integer NOT NULL REFERENCES policy_version,
  mailing_id      uuid NOT NULL UNIQUE,
  created_at      timestamptz NOT NULL,
  created_by      text NOT NULL,
  account_holders bigint NOT NULL,           -- in its audience, which never changes
  unreached       bigint NOT NULL            -- who could not be told
);

-- The audience, fixed when the notice is created: one row for each account holder. Those who share an address share a
-- delivery, and one of them leads: the address is written, and the first language chosen, as that one has it. No
-- foreign keys, since a million rows come at once from the very tables that they would be checked against.
CREATE TABLE notice_recipient (
  notice_id   uuid NOT NULL,
  client_id   bigint NOT NULL,
  email       text NOT NULL,
  language    text,                         -- null: not known
  delivery_id uuid NOT NULL,
  leads       boolean NOT NULL,
  PRIMARY KEY (notice_id, client_id)
);

CREATE TABLE notice_unreached (
  notice_id uuid NOT NULL,
  client_id bigint NOT NULL,
  reason    text NOT NULL,
  PRIMARY KEY (notice_id, client_id)
);

CREATE TRIGGER notice_is_immutable BEFORE UPDATE OR DELETE ON notice
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_is_kept BEFORE TRUNCATE ON notice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_recipient_is_immutable BEFORE UPDATE OR DELETE ON notice_recipient
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_recipient_is_kept BEFORE TRUNCATE ON notice_recipient
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_unreached_is_immutable BEFORE UPDATE OR DELETE ON notice_unreached
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_unreached_is_kept BEFORE TRUNCATE ON notice_unreached
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
