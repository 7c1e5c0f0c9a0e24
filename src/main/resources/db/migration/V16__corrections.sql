-- Corrections: who was told of a version that is withdrawn or postponed later is told of that too, and nobody else.

-- The message that another one follows: mail programs show both together.
ALTER TABLE delivery ADD COLUMN follows uuid;
DROP TRIGGER delivery_is_to_the_same ON delivery;
CREATE TRIGGER delivery_is_to_the_same BEFORE UPDATE OF id, mailing_id, address, variant, follows ON delivery
  FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What the relay has, or may have: no answer came after the final dot, or nobody recorded what became of an attempt,
-- since the instance died that made it (each recorded attempt is counted, and has a row or is the one that ended it).
-- Whoever asks while a lease still runs asks too early.
CREATE VIEW delivery_reached AS
  SELECT id, mailing_id FROM delivery
  WHERE state IN ('ACCEPTED', 'AMBIGUOUS', 'IN_FLIGHT')
     OR (state IN ('RETRYING', 'UNREACHABLE') AND (
           ambiguities > 0
           OR attempts > (SELECT count(*) FROM delivery_attempt WHERE delivery_id = delivery.id)
                         + (state = 'UNREACHABLE')::integer));

-- Whether deliveries of a mailing may be claimed. Decisions take the same lock alone, so that nothing is claimed after
-- one is committed: whoever waited for it here sees it, since each statement of a volatile function looks anew.
CREATE FUNCTION may_claim(mailing uuid) RETURNS boolean LANGUAGE plpgsql VOLATILE AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('mailing:' || mailing, 0));
  RETURN coalesce((
    SELECT decision FROM mailing_decision WHERE mailing_id = mailing ORDER BY id DESC LIMIT 1
  ), 'RESUMED') = 'RESUMED';
END
$$;

-- A notice tells of one entry of the chain: a publication, or what became of it later.
ALTER TABLE notice DROP CONSTRAINT notice_kind_check;
ALTER TABLE notice ADD CONSTRAINT notice_kind_check CHECK (kind IN ('CHANGE', 'CORRECTION'));
ALTER TABLE notice ADD COLUMN tells_of integer CHECK (tells_of > 0);
ALTER TABLE notice DISABLE TRIGGER notice_is_immutable;
UPDATE notice SET tells_of = (SELECT seq FROM policy_version WHERE number = version_number);
ALTER TABLE notice ENABLE TRIGGER notice_is_immutable;
ALTER TABLE notice ALTER COLUMN tells_of SET NOT NULL, ADD UNIQUE (tells_of, kind);

-- In a correction: the delivery by which somebody was told of what is no longer so.
ALTER TABLE notice_recipient ADD COLUMN corrects uuid;

-- That it was established, once nothing was on the wire any more, who had been told of a version when it was withdrawn
-- or postponed; in account holders.
CREATE TABLE notice_settlement (
  tells_of   integer PRIMARY KEY,
  settled_at timestamptz NOT NULL,
  told       bigint NOT NULL,
  untold     bigint NOT NULL
);

CREATE TRIGGER notice_settlement_is_immutable BEFORE UPDATE OR DELETE ON notice_settlement
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER notice_settlement_is_kept BEFORE TRUNCATE ON notice_settlement
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
