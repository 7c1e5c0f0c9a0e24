-- Messages, to whom they go, and what became of each. Knows nothing of what they are about.

CREATE TABLE mailing (
  id         uuid PRIMARY KEY,
  name       text NOT NULL CHECK (name <> ''),
  created_at timestamptz NOT NULL,
  not_before timestamptz NOT NULL         -- the end of the hold: nothing is sent earlier
);

-- What was decided about a mailing; the last decision counts, and after 'STOPPED' there is none.
CREATE TABLE mailing_decision (
  id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  mailing_id uuid NOT NULL REFERENCES mailing,
  at         timestamptz NOT NULL,
  decision   text NOT NULL CHECK (decision IN ('PAUSED', 'RESUMED', 'STOPPED')),
  reason     text NOT NULL
);

CREATE INDEX mailing_decision_of ON mailing_decision (mailing_id, id DESC);

CREATE TABLE letter (
  mailing_id uuid NOT NULL REFERENCES mailing,
  variant    text NOT NULL CHECK (variant <> ''),
  subject    text NOT NULL CHECK (subject <> ''),
  html       text NOT NULL CHECK (html <> ''),
  text       text NOT NULL CHECK (text <> ''),
  PRIMARY KEY (mailing_id, variant)
);

-- No foreign keys: they would be checked row by row while a million are inserted. Mailings.enqueue checks the set once,
-- and neither a mailing nor a letter can be deleted. Every row is updated twice, and never in place since the index on
-- what is due changes: room is left on the pages, and vacuum comes early.
CREATE TABLE delivery (
  id              uuid PRIMARY KEY,
  mailing_id      uuid NOT NULL,
  address         text COLLATE "C" NOT NULL CHECK (address <> ''),  -- compared by its bytes, whatever the locale
  variant         text NOT NULL,
  state           text NOT NULL CHECK (state IN
                    ('QUEUED', 'IN_FLIGHT', 'RETRYING', 'AMBIGUOUS', 'ACCEPTED', 'REFUSED', 'UNREACHABLE')),
  next_attempt_at timestamptz,            -- in flight: the end of the lease; null: there is none
  fence           integer NOT NULL DEFAULT 0,  -- one more for each claim: who holds an older one is too late
  attempts        integer NOT NULL DEFAULT 0,
  failures        integer NOT NULL DEFAULT 0,  -- of the attempts, those held against the recipient
  failing_since   timestamptz,
  ambiguities     integer NOT NULL DEFAULT 0,  -- of the attempts, those without an answer after the final dot
  answered_at     timestamptz,            -- the last attempt's outcome: when, and what was said
  code            integer,
  enhanced_code   text,
  reply           text,
  CHECK (next_attempt_at IS NULL OR state IN ('QUEUED', 'IN_FLIGHT', 'RETRYING', 'AMBIGUOUS'))
) WITH (
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0.05
);

-- One message per address; the case of ASCII letters does not make another address of it.
CREATE UNIQUE INDEX delivery_address ON delivery (mailing_id, lower(address));
CREATE INDEX delivery_due ON delivery (mailing_id, next_attempt_at) WHERE next_attempt_at IS NOT NULL;
CREATE INDEX delivery_trouble ON delivery (mailing_id, lower(address))
  WHERE state IN ('RETRYING', 'AMBIGUOUS', 'REFUSED', 'UNREACHABLE');

-- Outcomes that did not end a delivery; the one that did is on its row.
CREATE TABLE delivery_attempt (
  delivery_id   uuid NOT NULL,
  number        integer NOT NULL,
  at            timestamptz NOT NULL,
  code          integer,
  enhanced_code text,
  reply         text NOT NULL,
  PRIMARY KEY (delivery_id, number)
);

-- Counters, kept in the transactions that move deliveries from state to state, in shards so that workers do not wait
-- for each other. A shard can be negative; the sum is right.
CREATE TABLE mailing_count (
  mailing_id uuid NOT NULL,
  shard      smallint NOT NULL,
  counted    text NOT NULL,               -- a state, or 'AMBIGUITIES'
  deliveries bigint NOT NULL,
  PRIMARY KEY (mailing_id, shard, counted)
) WITH (fillfactor = 50);

-- How many were answered in each of the last thirteen slots of five seconds.
CREATE TABLE mailing_pace (
  mailing_id uuid NOT NULL,
  shard      smallint NOT NULL,
  slot       smallint NOT NULL,
  since      timestamptz NOT NULL,
  answered   bigint NOT NULL,
  PRIMARY KEY (mailing_id, shard, slot)
) WITH (fillfactor = 50);

CREATE TABLE mailing_reply (
  mailing_id    uuid NOT NULL,
  shard         smallint NOT NULL,
  code          integer NOT NULL,         -- 0: no answer
  enhanced_code text NOT NULL,            -- '': none
  answers       bigint NOT NULL,
  last_at       timestamptz NOT NULL,
  last_reply    text NOT NULL,
  PRIMARY KEY (mailing_id, shard, code, enhanced_code)
) WITH (fillfactor = 50);

-- What all instances share about the relay: how many messages it may still be given, and whether it is left alone.
CREATE TABLE relay (
  id            smallint PRIMARY KEY CHECK (id = 1),
  second_tokens double precision NOT NULL DEFAULT 1e9,
  hour_tokens   double precision NOT NULL DEFAULT 1e9,
  refilled_at   timestamptz NOT NULL,
  troubles      integer NOT NULL DEFAULT 0,
  trouble_since timestamptz,
  resting_until timestamptz,
  trouble       text
) WITH (fillfactor = 50);

CREATE TRIGGER mailing_is_immutable BEFORE UPDATE OR DELETE ON mailing
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mailing_is_kept BEFORE TRUNCATE ON mailing
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mailing_decision_is_immutable BEFORE UPDATE OR DELETE ON mailing_decision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mailing_decision_is_kept BEFORE TRUNCATE ON mailing_decision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER letter_is_immutable BEFORE UPDATE OR DELETE ON letter
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER letter_is_kept BEFORE TRUNCATE ON letter
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_is_to_the_same BEFORE UPDATE OF id, mailing_id, address, variant ON delivery
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_is_not_deleted BEFORE DELETE ON delivery
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_is_kept BEFORE TRUNCATE ON delivery
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_attempt_is_immutable BEFORE UPDATE OR DELETE ON delivery_attempt
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER delivery_attempt_is_kept BEFORE TRUNCATE ON delivery_attempt
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
