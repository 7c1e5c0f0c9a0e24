-- Decisions that account holders may be told later than the minimum notice wants it: each for one effective date.

CREATE TABLE draft_short_notice (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  draft_id       uuid NOT NULL REFERENCES draft,
  effective_from date NOT NULL,
  reason         text NOT NULL CHECK (reason <> ''),
  decided_at     timestamptz NOT NULL,
  decided_by     text NOT NULL,
  decided_by_id  uuid
);

CREATE INDEX draft_short_notice_of ON draft_short_notice (draft_id, effective_from, id DESC);

CREATE TRIGGER draft_short_notice_is_immutable BEFORE UPDATE OR DELETE ON draft_short_notice
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draft_short_notice_is_kept BEFORE TRUNCATE ON draft_short_notice
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
