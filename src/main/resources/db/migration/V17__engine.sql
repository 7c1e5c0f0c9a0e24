-- A few go ahead of the rest, and refusals over a limit pause a mailing.

-- Older mailings have neither: they go on as they began.
ALTER TABLE mailing
  ADD COLUMN canary integer NOT NULL DEFAULT 0 CHECK (canary >= 0),   -- how many go ahead
  ADD COLUMN refusal_limit double precision NOT NULL DEFAULT 1        -- the share of answers; 1: never pauses
    CHECK (refusal_limit BETWEEN 0 AND 1);

-- That those who went ahead were answered well enough, or that somebody let the rest go nevertheless.
CREATE TABLE mailing_canary (
  mailing_id uuid PRIMARY KEY REFERENCES mailing,
  over_at    timestamptz NOT NULL
);

CREATE TRIGGER mailing_canary_is_immutable BEFORE UPDATE OR DELETE ON mailing_canary
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER mailing_canary_is_kept BEFORE TRUNCATE ON mailing_canary
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Why a mailing paused by itself: a kind, so that it can be said in any language; in "reason" is what the relay said.
ALTER TABLE mailing_decision
  ADD COLUMN trouble text CHECK (trouble IS NULL OR (decision = 'PAUSED' AND trouble <> '')),
  ADD COLUMN trouble_since timestamptz,
  ADD COLUMN answers bigint,
  ADD COLUMN refused bigint;

-- The latest answers that ended a delivery, and how many of them were refusals: halved whenever there are many, so that
-- what was long ago fades. In shards, as the counters are.
CREATE TABLE mailing_recent (
  mailing_id uuid NOT NULL,
  shard      smallint NOT NULL,
  answers    bigint NOT NULL,
  refused    bigint NOT NULL,
  PRIMARY KEY (mailing_id, shard)
) WITH (fillfactor = 50);

-- How many deliveries of a mailing were ever begun: from the counters.
CREATE FUNCTION begun(of_mailing uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT coalesce(sum(deliveries), 0)::bigint FROM mailing_count
  WHERE mailing_id = of_mailing AND counted NOT IN ('QUEUED', 'AMBIGUITIES')
$$;

-- How many more of a mailing may go ahead of the rest; -1 if nothing may be claimed at all. Whoever asks counts alone
-- until what it claims is committed, so that two never take the same room.
CREATE FUNCTION canary_room(of_mailing uuid) RETURNS bigint LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  IF NOT may_claim(of_mailing) THEN
    RETURN -1;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('canary:' || of_mailing, 0));
  RETURN (SELECT greatest(0, canary - begun(of_mailing)) FROM mailing WHERE id = of_mailing);
END
$$;
