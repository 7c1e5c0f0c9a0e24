-- What the mail system reported back, and finding one account holder among a million.

-- The relay took it, and it came back later. The acceptance stays recorded beside that.
ALTER TABLE delivery
  ADD COLUMN bounced_at    timestamptz,
  ADD COLUMN bounce_status text,          -- RFC 3463
  ADD COLUMN bounce_text   text;
ALTER TABLE delivery DROP CONSTRAINT delivery_state_check;
ALTER TABLE delivery ADD CONSTRAINT delivery_state_check CHECK (state IN
  ('QUEUED', 'IN_FLIGHT', 'RETRYING', 'AMBIGUOUS', 'ACCEPTED', 'REFUSED', 'UNREACHABLE', 'BOUNCED'));
CREATE INDEX delivery_bounced ON delivery (mailing_id, lower(address)) WHERE state = 'BOUNCED';

-- Who has a message that bounced may have read it all the same: a mailbox that forwards, a list, a report that is forged.
CREATE OR REPLACE VIEW delivery_reached AS
  SELECT id, mailing_id FROM delivery
  WHERE state IN ('ACCEPTED', 'BOUNCED', 'AMBIGUOUS', 'IN_FLIGHT')
     OR (state IN ('RETRYING', 'UNREACHABLE') AND (
           ambiguities > 0
           OR attempts > (SELECT count(*) FROM delivery_attempt WHERE delivery_id = delivery.id)
                         + (state = 'UNREACHABLE')::integer));

-- What came back, as it came, and what it was taken for. Stored before the mailbox loses it.
CREATE TABLE bounce_report (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  received_at timestamptz NOT NULL,
  source      text NOT NULL CHECK (source IN ('MAILBOX', 'HOOK')),
  digest      bytea NOT NULL UNIQUE CHECK (octet_length(digest) = 32),  -- SHA-256 of the raw message
  raw         bytea NOT NULL,
  cut         boolean NOT NULL,           -- whether it went on: no more than the limit is kept
  kind        text NOT NULL CHECK (kind IN
                ('FAILURE', 'PROGRESS', 'AUTO_REPLY', 'COMPLAINT', 'OTHER', 'UNREADABLE')),
  subject     text NOT NULL,              -- made fit to be shown
  sender      text NOT NULL,
  open        boolean NOT NULL            -- whether staff should look at it
);

CREATE INDEX bounce_report_open ON bounce_report (id DESC) WHERE open;

-- What a report says of one recipient, and which delivery that is.
CREATE TABLE bounce (
  report_id          bigint NOT NULL REFERENCES bounce_report,
  position           integer NOT NULL,
  delivery_id        uuid,                -- null: none was found
  matched_by         text CHECK (matched_by IN ('VERP', 'MESSAGE_ID', 'RECIPIENT')),
  action             text CHECK (action IN ('FAILED', 'DELAYED', 'DELIVERED', 'RELAYED', 'EXPANDED')),
  status             text,
  final_recipient    text,
  original_recipient text,
  diagnostic         text,
  received_at        timestamptz NOT NULL,
  PRIMARY KEY (report_id, position),
  CHECK ((delivery_id IS NULL) = (matched_by IS NULL))
);

CREATE INDEX bounce_of_delivery ON bounce (delivery_id);
CREATE INDEX bounce_failed ON bounce (received_at) WHERE action = 'FAILED' AND delivery_id IS NOT NULL;

CREATE TRIGGER bounce_report_is_immutable BEFORE UPDATE OR DELETE ON bounce_report
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bounce_report_is_kept BEFORE TRUNCATE ON bounce_report
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bounce_is_immutable BEFORE UPDATE OR DELETE ON bounce
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bounce_is_kept BEFORE TRUNCATE ON bounce
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A text as it is looked for: in lower case; Latin without accents; Arabic without vowel signs and tatweel, the forms of
-- alef as one, those of yeh and teh marbuta as one, and Persian letters as the Arabic ones. The collation is PostgreSQL's
-- own, so that it means the same whatever the locale of the database.
CREATE FUNCTION folded(value text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN translate(
    regexp_replace(
      normalize(lower(value COLLATE pg_c_utf8), NFKD), '[\u0300-\u036F\u0640\u064B-\u065F\u0670\u200C-\u200F]', '', 'g'),
    'ٱىیةۀەک', 'اييهههك');

-- The words that somebody is found by: those of name and organization, the address as a whole and those before its @.
-- Its domain is left out, which would find everybody who has the same.
CREATE FUNCTION account_holder_words(name text, organization text, email text) RETURNS tsvector
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN array_to_tsvector(array_remove(
    regexp_split_to_array(folded(name || ' ' || organization), '[\s[:punct:]،؛؟]+')
      || lower(coalesce(email, '') COLLATE pg_c_utf8)
      || regexp_split_to_array(lower(split_part(coalesce(email, ''), '@', 1) COLLATE pg_c_utf8), '[[:punct:]]+'),
    ''));

ALTER TABLE account_holder
  ADD COLUMN found_by tsvector NOT NULL GENERATED ALWAYS AS (account_holder_words(name, organization, email)) STORED;
CREATE INDEX account_holder_found_by ON account_holder USING gin (found_by);
