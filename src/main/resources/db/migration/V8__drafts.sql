-- Drafts: versions being written. They have no number yet, and may be incomplete.

CREATE TABLE draft (
  id               uuid PRIMARY KEY,
  based_on         integer NOT NULL REFERENCES policy_version,
  title_ar         text NOT NULL,
  title_en         text NOT NULL,
  summary_ar       text NOT NULL,
  summary_en       text NOT NULL,
  material         boolean,                 -- null: undecided
  minor_reason_ar  text NOT NULL,
  minor_reason_en  text NOT NULL,
  effective_from   date,                    -- null: undecided
  created_at       timestamptz NOT NULL,
  created_by       text NOT NULL,
  edited_at        timestamptz NOT NULL,
  edited_by        text NOT NULL,
  revision         integer NOT NULL,        -- counts every change of the draft
  details_revision integer NOT NULL,        -- counts those of what stands in this row
  discarded_at     timestamptz,
  published_as     integer UNIQUE REFERENCES policy_version
);

CREATE TABLE draft_section (
  id         uuid PRIMARY KEY,
  draft_id   uuid NOT NULL REFERENCES draft,
  position   integer NOT NULL,
  key        text NOT NULL CHECK (key ~ '^[a-z][a-z0-9]*(-[a-z0-9]+)*$'),
  heading_ar text NOT NULL,
  heading_en text NOT NULL,
  body_ar    text NOT NULL,
  body_en    text NOT NULL,
  edited_at  timestamptz NOT NULL,
  edited_by  text NOT NULL,
  revision   integer NOT NULL,
  UNIQUE (draft_id, key)
);
