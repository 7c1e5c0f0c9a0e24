-- What a run has removed so far, in the transactions that removed it: one that is killed leaves that to the next, which puts
-- it on the trail.
ALTER TABLE retention_run ADD COLUMN removed jsonb NOT NULL DEFAULT '{}';
