-- Where this database last was. A copy that is restored elsewhere, or in its place, still says where the original was, which
-- shows that something may have been sent since that it knows nothing of.

CREATE TABLE database_place (
  one     boolean PRIMARY KEY DEFAULT true CHECK (one),
  place   text NOT NULL CHECK (place <> ''),
  seen_at timestamptz NOT NULL
);
