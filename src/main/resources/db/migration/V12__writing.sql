-- What writing a draft needs: nothing that was typed is lost, and each language knows when it has to follow the other.

-- Null: the text was saved by hand. Otherwise since when it is being saved while it is typed: one sitting, in which the
-- states between are not kept.
ALTER TABLE draft_section ADD COLUMN autosaved_since timestamptz;
ALTER TABLE draft_section ADD COLUMN edited_by_id uuid;

ALTER TABLE draft ADD COLUMN effects_revision integer NOT NULL DEFAULT 0;
ALTER TABLE draft ALTER COLUMN effects_revision DROP DEFAULT;

-- What the change of a section means for account holders. The key is that of a section of the draft, or of one that the
-- draft leaves out.
CREATE TABLE draft_effect (
  draft_id uuid NOT NULL REFERENCES draft,
  key      text NOT NULL CHECK (key ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  text_ar  text NOT NULL,
  text_en  text NOT NULL,
  PRIMARY KEY (draft_id, key)
);

-- How the languages of a text stand to each other. What has no row here has not changed since the draft began, and its
-- languages say the same.
CREATE TABLE draft_standing (
  draft_id      uuid NOT NULL REFERENCES draft,
  item          text NOT NULL CHECK (item ~ '^(title|summary|(section|effect):[a-z0-9-]+)$'),
  behind        text CHECK (behind IN ('AR', 'EN')),       -- the language that has to follow the other
  changed_at    timestamptz NOT NULL,
  changed_by    text NOT NULL,
  changed_by_id uuid,
  confirmed     text CHECK (confirmed IN ('AR', 'EN')),    -- the language that somebody said is still right
  confirmed_by  text,
  confirmed_at  timestamptz,
  PRIMARY KEY (draft_id, item),
  CHECK ((confirmed IS NULL) = (confirmed_by IS NULL) AND (confirmed IS NULL) = (confirmed_at IS NULL))
);

-- Every text that once stood in a draft, or was meant to. What stands there now is in the draft itself.
CREATE TABLE draft_revision (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  draft_id    uuid NOT NULL REFERENCES draft,
  item        text NOT NULL CHECK (item ~ '^(title|summary|(section|effect):[a-z0-9-]+)$'),
  heading_ar  text NOT NULL,
  heading_en  text NOT NULL,
  body_ar     text NOT NULL,
  body_en     text NOT NULL,
  behind      text CHECK (behind IN ('AR', 'EN')),
  position    integer NOT NULL,        -- where the section stood; 0 if it never did
  made_at     timestamptz NOT NULL,    -- who wrote it, and when
  made_by     text NOT NULL,
  made_by_id  uuid,
  cause       text NOT NULL CHECK (cause IN ('EDITED', 'REMOVED', 'RESTORED', 'IMPORTED', 'REBASED', 'NOT_TAKEN')),
  archived_at timestamptz NOT NULL,    -- who put something else in its place, and when
  archived_by text NOT NULL
);

CREATE INDEX draft_revision_of_item ON draft_revision (draft_id, item, id DESC);

CREATE TRIGGER draft_revision_is_immutable BEFORE UPDATE OR DELETE ON draft_revision
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER draft_revision_is_kept BEFORE TRUNCATE ON draft_revision
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
