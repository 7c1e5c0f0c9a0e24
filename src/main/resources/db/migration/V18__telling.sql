-- Telling: catch-up and breach notices, test mails, and at which address somebody could not be told.

ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN ('CHANGE', 'CORRECTION', 'CATCH_UP', 'BREACH'));

-- There can be several catch-ups about one entry. A breach notice names the version in force, whose promise it keeps.
ALTER TABLE notice DROP CONSTRAINT notice_tells_of_kind_key;
CREATE UNIQUE INDEX notice_once ON notice (tells_of, kind) WHERE kind IN ('CHANGE', 'CORRECTION');

-- Somebody whose address changed was told at both, and both are corrected.
ALTER TABLE notice_recipient DROP CONSTRAINT notice_recipient_pkey;
ALTER TABLE notice_recipient ADD PRIMARY KEY (notice_id, client_id, delivery_id);

ALTER TABLE notice_unreached ADD COLUMN email text;  -- as it was given; null: none, or recorded before it was kept here

CREATE OR REPLACE VIEW account_holder_unreachable AS
  SELECT client_id,
         CASE
           WHEN status = 'CLOSED' THEN 'CLOSED'
           WHEN email IS NULL THEN 'NO_ADDRESS'
           ELSE 'INVALID_ADDRESS'
         END AS reason,
         email
  FROM account_holder
  WHERE status = 'CLOSED' OR email_key IS NULL;

-- Mails that staff sent to themselves to see what others would get.
CREATE TABLE test_mail (
  mailing_id uuid PRIMARY KEY,
  staff_id   uuid NOT NULL,
  at         timestamptz NOT NULL
);

CREATE INDEX test_mail_of ON test_mail (staff_id, at DESC);

CREATE TRIGGER test_mail_is_immutable BEFORE UPDATE OR DELETE ON test_mail
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER test_mail_is_kept BEFORE TRUNCATE ON test_mail
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Breach notices being written. What was sent is a notice; what it was written as stays as it was then.
CREATE TABLE breach_draft (
  id         uuid PRIMARY KEY,
  subject_ar text NOT NULL,
  subject_en text NOT NULL,
  body_ar    text NOT NULL,
  body_en    text NOT NULL,
  everybody  boolean NOT NULL,           -- or those in breach_draft_client
  revision   integer NOT NULL,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL,
  edited_at  timestamptz NOT NULL,
  edited_by  text NOT NULL,
  ended_at   timestamptz,                -- sent, or discarded
  notice_id  uuid UNIQUE,                -- what it became
  CHECK (notice_id IS NULL OR ended_at IS NOT NULL)
);

CREATE TABLE breach_draft_client (
  draft_id  uuid NOT NULL REFERENCES breach_draft,
  client_id bigint NOT NULL,             -- as given: it need not be an account holder's
  PRIMARY KEY (draft_id, client_id)
);

-- Who ever changed it, and so cannot approve it.
CREATE TABLE breach_draft_editor (
  draft_id uuid NOT NULL REFERENCES breach_draft,
  staff_id uuid NOT NULL,
  PRIMARY KEY (draft_id, staff_id)
);

CREATE FUNCTION refuse_change_after_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% on %: what was sent or discarded does not change', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'restrict_violation';
END
$$;

CREATE TRIGGER breach_draft_ends BEFORE UPDATE OR DELETE ON breach_draft
  FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_change_after_end();

CREATE FUNCTION refuse_clients_after_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM breach_draft WHERE id = coalesce(NEW.draft_id, OLD.draft_id) AND ended_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION '% on %: what was sent or discarded does not change', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

CREATE TRIGGER breach_draft_client_ends BEFORE INSERT OR UPDATE OR DELETE ON breach_draft_client
  FOR EACH ROW EXECUTE FUNCTION refuse_clients_after_end();
CREATE TRIGGER breach_draft_editor_is_immutable BEFORE UPDATE OR DELETE ON breach_draft_editor
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER breach_draft_editor_is_kept BEFORE TRUNCATE ON breach_draft_editor
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
