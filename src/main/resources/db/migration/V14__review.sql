-- What was decided about drafts: handed in, taken back, returned, approved. How far a draft is follows from the last of
-- these and from the draft's revision, and is stored nowhere.

CREATE TABLE draft_review (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  draft_id       uuid NOT NULL REFERENCES draft,
  draft_revision integer NOT NULL,          -- what it was decided about
  decision       text NOT NULL CHECK (decision IN ('SUBMITTED', 'RECALLED', 'RETURNED', 'APPROVED')),
  remark         text NOT NULL,
  decided_at     timestamptz NOT NULL,
  decided_by     text NOT NULL,
  decided_by_id  uuid,
  CHECK (decision <> 'RETURNED' OR remark <> '')
);

CREATE INDEX draft_review_of_draft ON draft_review (draft_id, id);

CREATE TRIGGER draft_review_is_immutable BEFORE UPDATE OR DELETE ON draft_review
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draft_review_is_kept BEFORE TRUNCATE ON draft_review
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Everybody who ever changed something in a draft, and so does not approve it.
CREATE TABLE draft_editor (
  draft_id uuid NOT NULL REFERENCES draft,
  staff_id uuid NOT NULL,
  name     text NOT NULL,                   -- when they first did
  PRIMARY KEY (draft_id, staff_id)
);

CREATE TRIGGER draft_editor_is_immutable BEFORE UPDATE OR DELETE ON draft_editor
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draft_editor_is_kept BEFORE TRUNCATE ON draft_editor
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Of drafts that are older than this table, the trail knows.
INSERT INTO draft_editor (draft_id, staff_id, name)
SELECT DISTINCT ON (draft.id, entry.actor_id) draft.id, entry.actor_id, entry.actor_name
FROM audit_entry AS entry
JOIN draft ON entry.subject = 'draft:' || draft.id
WHERE entry.actor_id IS NOT NULL
  AND entry.action IN ('draft.section-edited', 'draft.section-added', 'draft.section-removed', 'draft.section-moved',
                       'draft.details-edited', 'draft.effects-edited', 'draft.translation-confirmed',
                       'draft.text-restored', 'draft.rebased', 'draft.filled')
ORDER BY draft.id, entry.actor_id, entry.seq;

-- What somebody says about a draft, or about a text of it. The words do not change; whether it is done with can.
CREATE TABLE draft_comment (
  id             bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  draft_id       uuid NOT NULL REFERENCES draft,
  item           text CHECK (item ~ '^(title|summary|(section|effect):[a-z0-9-]+)$'),   -- null: the whole draft
  draft_revision integer NOT NULL,          -- what it was said about
  text           text NOT NULL CHECK (text <> ''),
  written_at     timestamptz NOT NULL,
  written_by     text NOT NULL,
  written_by_id  uuid,
  resolved_at    timestamptz,
  resolved_by    text,
  CHECK ((resolved_at IS NULL) = (resolved_by IS NULL))
);

CREATE INDEX draft_comment_of_draft ON draft_comment (draft_id, id);

CREATE TRIGGER draft_comment_keeps_its_words
  BEFORE UPDATE OF id, draft_id, item, draft_revision, text, written_at, written_by, written_by_id ON draft_comment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draft_comment_is_not_deleted BEFORE DELETE ON draft_comment
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draft_comment_is_kept BEFORE TRUNCATE ON draft_comment
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
