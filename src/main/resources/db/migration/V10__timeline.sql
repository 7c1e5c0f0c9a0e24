-- What staff took back before its effective date. The version stays public; it never takes effect.

CREATE TABLE policy_withdrawal (
  version_number integer PRIMARY KEY REFERENCES policy_version,
  withdrawn_at   timestamptz NOT NULL,
  reason_ar      text NOT NULL CHECK (reason_ar <> ''),
  reason_en      text NOT NULL CHECK (reason_en <> '')
);

CREATE TRIGGER policy_withdrawal_is_immutable BEFORE UPDATE OR DELETE ON policy_withdrawal
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER policy_withdrawal_is_kept BEFORE TRUNCATE ON policy_withdrawal
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every instance keeps the timeline in memory. Whatever changes it says so at commit, whoever does it.

CREATE FUNCTION tell_of_timeline() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('policy_timeline', '');
  RETURN NULL;
END
$$;

CREATE TRIGGER policy_version_is_told AFTER INSERT ON policy_version
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_timeline();
CREATE TRIGGER policy_withdrawal_is_told AFTER INSERT ON policy_withdrawal
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_timeline();
