-- Erasure and retention. What proves a notice is kept, and whom it concerns only under a keyed pseudonym: of an address 32
-- hexadecimal digits at a domain that does not exist (RFC 6761, section 6.4), of a client id a negative number.

CREATE FUNCTION is_pseudonym(address text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN address ~ '^[0-9a-f]{32}@pseudonym\.invalid$';

-- What a mail server said, without any address in it.
CREATE FUNCTION without_addresses(said text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN regexp_replace(
    said, '[^[:space:]<>"''(),;:=\[\]]+@[^[:space:]<>"''(),;:\[\]]+', '…', 'g');

-- The same without one address in particular; nothing at all if what stands before its @ is left in it.
CREATE FUNCTION without_address(said text, address text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN CASE
    WHEN position(lower(split_part(address, '@', 1) COLLATE pg_c_utf8)
                  IN lower(without_addresses(said) COLLATE pg_c_utf8)) > 0 THEN ''
    ELSE without_addresses(said)
  END;

-- Tables that did not change so far change in this one way: what names a person becomes a pseudonym, once. Who changes
-- nothing is refused as well. Deleting and truncating are refused as before.

CREATE FUNCTION allow_pseudonyms() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed boolean := NEW IS DISTINCT FROM OLD;
BEGIN
  IF NEW.client_id <> OLD.client_id THEN
    allowed := allowed AND OLD.client_id > 0 AND NEW.client_id < 0;
  END IF;
  IF NEW.email IS DISTINCT FROM OLD.email THEN
    allowed := allowed AND OLD.email IS NOT NULL AND NOT is_pseudonym(OLD.email) AND coalesce(is_pseudonym(NEW.email), false);
  END IF;
  OLD.client_id := NEW.client_id;
  OLD.email := NEW.email;
  IF NOT allowed OR NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION '% on % is refused: what is recorded there only becomes a pseudonym', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER notice_recipient_is_immutable ON notice_recipient;
CREATE TRIGGER notice_recipient_is_not_deleted BEFORE DELETE ON notice_recipient
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_recipient_becomes_a_pseudonym BEFORE UPDATE ON notice_recipient
  FOR EACH ROW EXECUTE FUNCTION allow_pseudonyms();
DROP TRIGGER notice_unreached_is_immutable ON notice_unreached;
CREATE TRIGGER notice_unreached_is_not_deleted BEFORE DELETE ON notice_unreached
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_unreached_becomes_a_pseudonym BEFORE UPDATE ON notice_unreached
  FOR EACH ROW EXECUTE FUNCTION allow_pseudonyms();

CREATE FUNCTION allow_pseudonym_of_delivery() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed boolean := NOT is_pseudonym(OLD.address) AND is_pseudonym(NEW.address) AND NEW.next_attempt_at IS NULL;
BEGIN
  -- What is still to be sent needs its address, unless it was stopped, which nobody takes back.
  IF OLD.next_attempt_at IS NOT NULL THEN
    allowed := allowed AND coalesce((
      SELECT decision FROM mailing_decision WHERE mailing_id = OLD.mailing_id ORDER BY id DESC LIMIT 1
    ), '') = 'STOPPED';
  END IF;
  allowed := allowed
    AND (NEW.reply IS NOT DISTINCT FROM without_address(OLD.reply, OLD.address) OR NEW.reply = '')
    AND (NEW.bounce_text IS NOT DISTINCT FROM without_address(OLD.bounce_text, OLD.address) OR NEW.bounce_text = '');
  OLD.address := NEW.address;
  OLD.next_attempt_at := NEW.next_attempt_at;
  OLD.reply := NEW.reply;
  OLD.bounce_text := NEW.bounce_text;
  IF allowed IS NOT TRUE OR NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION '% on % is refused: an address there only becomes a pseudonym, once nothing is sent to it any more',
      TG_OP, TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER delivery_is_to_the_same ON delivery;
CREATE TRIGGER delivery_is_to_the_same BEFORE UPDATE OF id, mailing_id, variant, follows ON delivery
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_becomes_a_pseudonym BEFORE UPDATE OF address ON delivery
  FOR EACH ROW EXECUTE FUNCTION allow_pseudonym_of_delivery();

-- Nothing is ever sent to a pseudonym. Not looked at for the rows that there are, which are a million and have none.
ALTER TABLE delivery ADD CONSTRAINT delivery_is_not_sent_to_a_pseudonym
  CHECK (next_attempt_at IS NULL OR address NOT LIKE '%@pseudonym.invalid') NOT VALID;

CREATE FUNCTION allow_forgetting_of_attempt() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed boolean := NEW.reply IS DISTINCT FROM OLD.reply AND (
    NEW.reply = '' OR NEW.reply = without_address(
      OLD.reply, (SELECT address FROM delivery WHERE id = OLD.delivery_id)));
BEGIN
  OLD.reply := NEW.reply;
  IF allowed IS NOT TRUE OR NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION '% on % is refused: what was replied there only loses the address', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER delivery_attempt_is_immutable ON delivery_attempt;
CREATE TRIGGER delivery_attempt_loses_the_address BEFORE UPDATE ON delivery_attempt
  FOR EACH ROW EXECUTE FUNCTION allow_forgetting_of_attempt();

CREATE FUNCTION allow_forgetting_of_report() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed boolean := NEW IS DISTINCT FROM OLD
    AND octet_length(NEW.raw) = 0 AND NEW.subject = '' AND NEW.sender = '' AND NOT NEW.open;
BEGIN
  OLD.raw := NEW.raw;
  OLD.subject := NEW.subject;
  OLD.sender := NEW.sender;
  OLD.open := NEW.open;
  IF NOT allowed OR NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION '% on % is refused: a report there is only emptied', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER bounce_report_is_immutable ON bounce_report;
CREATE TRIGGER bounce_report_is_not_deleted BEFORE DELETE ON bounce_report
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bounce_report_is_emptied BEFORE UPDATE ON bounce_report
  FOR EACH ROW EXECUTE FUNCTION allow_forgetting_of_report();

CREATE FUNCTION allow_forgetting_of_bounce() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  allowed boolean := NEW IS DISTINCT FROM OLD
    AND NEW.final_recipient IS NULL AND NEW.original_recipient IS NULL AND NEW.diagnostic IS NULL;
BEGIN
  OLD.final_recipient := NULL;
  OLD.original_recipient := NULL;
  OLD.diagnostic := NULL;
  IF NOT allowed OR NEW IS DISTINCT FROM OLD THEN
    RAISE EXCEPTION '% on % is refused: what is recorded there only loses the recipient', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END
$$;

DROP TRIGGER bounce_is_immutable ON bounce;
CREATE TRIGGER bounce_is_not_deleted BEFORE DELETE ON bounce
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bounce_loses_the_recipient BEFORE UPDATE ON bounce
  FOR EACH ROW EXECUTE FUNCTION allow_forgetting_of_bounce();

-- Whom a breach notice named stays as it was when it was sent, but for the pseudonym.
CREATE OR REPLACE FUNCTION refuse_clients_after_end() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.draft_id = OLD.draft_id AND OLD.client_id > 0 AND NEW.client_id < 0 THEN
    RETURN NEW;
  END IF;
  IF EXISTS (
    SELECT FROM breach_draft WHERE id = coalesce(NEW.draft_id, OLD.draft_id) AND ended_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION '% on %: what was sent or discarded does not change', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;

-- Mail to staff proves nothing, and passes.
ALTER TABLE mailing ADD COLUMN passing boolean NOT NULL DEFAULT false;
ALTER TABLE mailing DISABLE TRIGGER mailing_is_immutable;
UPDATE mailing SET passing = true WHERE name IN ('staff', 'test');
ALTER TABLE mailing ENABLE TRIGGER mailing_is_immutable;

CREATE INDEX mailing_passing ON mailing (created_at) WHERE passing;

CREATE FUNCTION refuse_unless_passing() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  passes boolean;
BEGIN
  IF TG_TABLE_NAME = 'mailing' THEN
    passes := OLD.passing;
  ELSIF TG_TABLE_NAME = 'delivery_attempt' THEN
    passes := (SELECT passing FROM delivery JOIN mailing ON mailing.id = mailing_id WHERE delivery.id = OLD.delivery_id);
  ELSE
    passes := (SELECT passing FROM mailing WHERE id = OLD.mailing_id);
  END IF;
  IF passes IS NOT TRUE THEN
    RAISE EXCEPTION '% on % is refused: what is recorded there is kept', TG_OP, TG_TABLE_NAME
      USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN OLD;
END
$$;

DROP TRIGGER mailing_is_immutable ON mailing;
CREATE TRIGGER mailing_is_immutable BEFORE UPDATE ON mailing
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mailing_is_deleted_if_passing BEFORE DELETE ON mailing
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_passing();
DROP TRIGGER mailing_decision_is_immutable ON mailing_decision;
CREATE TRIGGER mailing_decision_is_immutable BEFORE UPDATE ON mailing_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mailing_decision_is_deleted_if_passing BEFORE DELETE ON mailing_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_passing();
DROP TRIGGER letter_is_immutable ON letter;
CREATE TRIGGER letter_is_immutable BEFORE UPDATE ON letter
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER letter_is_deleted_if_passing BEFORE DELETE ON letter
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_passing();
DROP TRIGGER delivery_is_not_deleted ON delivery;
CREATE TRIGGER delivery_is_deleted_if_passing BEFORE DELETE ON delivery
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_passing();
CREATE TRIGGER delivery_attempt_is_deleted_if_passing BEFORE DELETE ON delivery_attempt
  FOR EACH ROW EXECUTE FUNCTION refuse_unless_passing();
DROP TRIGGER test_mail_is_immutable ON test_mail;
CREATE TRIGGER test_mail_is_immutable BEFORE UPDATE ON test_mail
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What is said of everybody names nobody: so far it could quote the recipient whose message showed the trouble.
ALTER TABLE mailing_decision DISABLE TRIGGER mailing_decision_is_immutable;
UPDATE mailing_decision SET reason = without_addresses(reason) WHERE reason LIKE '%@%';
ALTER TABLE mailing_decision ENABLE TRIGGER mailing_decision_is_immutable;
UPDATE mailing_reply SET last_reply = without_addresses(last_reply) WHERE last_reply LIKE '%@%';
UPDATE relay SET trouble = without_addresses(trouble) WHERE trouble LIKE '%@%';

-- What the key makes of a fixed text: under another key nobody could be found again.
CREATE TABLE pseudonym_key (
  one  boolean PRIMARY KEY DEFAULT true CHECK (one),
  mark bytea NOT NULL CHECK (octet_length(mark) = 32)
);

CREATE TRIGGER pseudonym_key_is_immutable BEFORE UPDATE OR DELETE ON pseudonym_key
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER pseudonym_key_is_kept BEFORE TRUNCATE ON pseudonym_key
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Whose data were erased, so that no list brings them back while their account stays closed.
CREATE TABLE account_holder_erased (
  pseudonym bigint PRIMARY KEY CHECK (pseudonym < 0),
  erased_at timestamptz NOT NULL
);

CREATE TRIGGER account_holder_erased_is_immutable BEFORE UPDATE OR DELETE ON account_holder_erased
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_holder_erased_is_kept BEFORE TRUNCATE ON account_holder_erased
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Notices that are so old that no address is left in them.
CREATE TABLE notice_pseudonymized (
  notice_id uuid PRIMARY KEY,
  at        timestamptz NOT NULL
);

CREATE TRIGGER notice_pseudonymized_is_immutable BEFORE UPDATE OR DELETE ON notice_pseudonymized
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_pseudonymized_is_kept BEFORE TRUNCATE ON notice_pseudonymized
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- One instance at a time applies the periods; one that died is taken for dead when it has not said so for a while.
CREATE TABLE retention_run (
  one          boolean PRIMARY KEY DEFAULT true CHECK (one),
  alive_until  timestamptz NOT NULL,
  succeeded_at timestamptz
);
