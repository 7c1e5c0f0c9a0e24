-- The tables belong to the role that migrates. The role that the application runs as may read and add everywhere; it may
-- change and delete only where no trigger refuses that, and it cannot switch a trigger off. Runs after each migration,
-- and at each start, so that a new table cannot be forgotten.

DO $$
DECLARE
  application name := nullif('${application_role}', '');
  wanted text[];
  it record;
  privilege text;
  wanted_table text;
BEGIN
  IF application IS NULL OR application = current_user THEN
    RETURN;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtext('privileges'));  -- two instances can start at once
  FOR it IN
    SELECT relation.oid AS relation,
           relation.relkind AS kind,
           -- Row triggers that refuse: 8 is deleting, 16 changing, and those for some columns only leave the others.
           coalesce(bool_or(refusing.tgtype & 8 > 0), false) AS kept,
           coalesce(bool_or(refusing.tgtype & 16 > 0 AND cardinality(refusing.tgattr::int2[]) = 0), false) AS unchanging
    FROM pg_class AS relation
    LEFT JOIN pg_trigger AS refusing
           ON refusing.tgrelid = relation.oid
          AND refusing.tgfoid = 'refuse_change'::regproc
          AND refusing.tgtype & 1 > 0
    WHERE relation.relnamespace = current_schema()::regnamespace
      AND relation.relkind IN ('r', 'v')
      AND relation.relname <> 'flyway_schema_history'
    GROUP BY relation.oid, relation.relkind
  LOOP
    wanted := CASE WHEN it.kind = 'v' THEN ARRAY['SELECT'] ELSE ARRAY['SELECT', 'INSERT'] END;
    IF it.kind = 'r' AND NOT it.unchanging THEN
      wanted := array_append(wanted, 'UPDATE');
    END IF;
    IF it.kind = 'r' AND NOT it.kept THEN
      wanted := array_append(wanted, 'DELETE');
    END IF;
    FOREACH privilege IN ARRAY ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] LOOP
      IF has_table_privilege(application, it.relation, privilege) <> (privilege = ANY (wanted)) THEN
        IF privilege = ANY (wanted) THEN
          EXECUTE format('GRANT %s ON %s TO %I', privilege, it.relation::regclass, application);
        ELSE
          EXECUTE format('REVOKE %s ON %s FROM %I', privilege, it.relation::regclass, application);
        END IF;
      END IF;
    END LOOP;
  END LOOP;
  -- Lists of a million rows come at once, and only who may do that can tell the planner of them.
  FOREACH wanted_table IN ARRAY ARRAY['account_import_row', 'account_holder'] LOOP
    IF NOT has_table_privilege(application, wanted_table, 'MAINTAIN') THEN
      EXECUTE format('GRANT MAINTAIN ON %I TO %I', wanted_table, application);
    END IF;
  END LOOP;
END
$$;
