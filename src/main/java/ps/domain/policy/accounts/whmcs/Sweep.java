package ps.domain.policy.accounts.whmcs;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.accounts.imports.Problem;
import ps.domain.policy.accounts.imports.Runs;
import ps.domain.policy.accounts.imports.Runs.Progress;
import ps.domain.policy.accounts.imports.Stage;
import ps.domain.policy.accounts.whmcs.WhmcsTrouble.Kind;
import tools.jackson.databind.JsonNode;

/**
 * Reads the list of all clients onto a stage. WHMCS hands it out by offset while it changes, so pages overlap, and it is read
 * again until there are as many as WHMCS says. A page that is malformed is read in halves, down to the client at fault.
 */
final class Sweep {

    private static final int PASSES = 5;
    private static final int OVERLAP = 10;

    /** More than that nobody has: such a list makes itself up as it goes. The ids of these fit into the smallest heap. */
    private static final int MOST_CLIENTS = 2_000_000;

    /** More than that, and it is not single clients that are at fault. */
    private static final int MOST_UNREADABLE = 20;

    private final WhmcsApi api;
    private final int pageSize;
    private final Imports imports;
    private final Runs runs;
    private final JdbcClient jdbc;
    private final long run;

    private final List<Gap> gaps = new ArrayList<>();
    private final Set<Long> unreadable = new HashSet<>();

    /** Who was on a page of this pass. */
    private final Set<Long> seen = new HashSet<>();

    private long total;
    private long read;
    private int malformed;

    /** Where the last client was that could not be read, until one behind it could; −1 for nowhere. */
    private long gapAt = -1;

    private long gapAfter;

    Sweep(WhmcsApi api, int pageSize, Imports imports, Runs runs, JdbcClient jdbc, long run) {
        this.api = api;
        this.pageSize = pageSize;
        this.imports = imports;
        this.runs = runs;
        this.jdbc = jdbc;
        this.run = run;
    }

    /** Between these two numbers there is a client that could not be read. */
    record Gap(long after, long before) {}

    /**
     * What came of it.
     *
     * @param lines how many clients were read
     * @param total how many there are
     */
    record Swept(long lines, long total, List<Gap> gaps) {}

    /** Reads the list. */
    Swept read() {
        for (int pass = 1; pass <= PASSES; pass++) {
            readOnce();
            long lines = keepTheLatest();
            if (lines + unreadable.size() == total) {
                return new Swept(lines, total, List.copyOf(gaps));
            }
        }
        throw new WhmcsTrouble(Kind.UNSETTLED, "");
    }

    private void readOnce() {
        forget();
        Stage stage = imports.stage(run);
        long start = 0;
        while (true) {
            malformed = 0;
            Slice slice = slice(start, pageSize);
            total = Math.max(total, slice.total());
            boolean anybodyNew = take(slice, start, stage);
            runs.report(run, new Progress(Math.min(read, Math.max(total, 0)), Math.max(total, 0), 0, 0));
            long end = start + slice.clients().size();
            if (!anybodyNew || (slice.total() >= 0 && end >= slice.total())) {
                total = slice.total() >= 0 ? slice.total() : total;
                break;
            }
            if (seen.size() > MOST_CLIENTS) {
                throw new WhmcsTrouble(Kind.UNSETTLED, "");
            }
            // At least one further, however short the page is.
            start = Math.max(start + 1, end - Math.min(OVERLAP, pageSize / 2));
        }
        if (gapAt >= 0) {
            closeGap(Long.MAX_VALUE, stage);
        }
        stage.finish();
    }

    private void forget() {
        for (String table : List.of("account_import_row", "account_import_problem")) {
            jdbc.sql("DELETE FROM " + table + " WHERE import_id = :run")
                    .param("run", run)
                    .update();
        }
        gaps.clear();
        unreadable.clear();
        seen.clear();
        gapAt = -1;
        total = -1;
        read = 0;
    }

    /** Takes a page; says whether anybody is on it who was on none before, as is on every one that leads further. */
    private boolean take(Slice slice, long start, Stage stage) {
        boolean anybodyNew = false;
        // The first of a page was seen on the page before, so nothing new is missing before it.
        long previous = 0;
        for (int i = 0; i < slice.clients().size(); i++) {
            JsonNode client = slice.clients().get(i);
            long id = client == null ? 0 : new ClientRecord(client, 0).id();
            if (id == 0) {
                if (unreadable.add(start + i)) {
                    anybodyNew = true;
                    refuseSoMany(unreadable.size());
                    gapAfter = gapAt < 0 ? previous : gapAfter;
                    gapAt = start + i;
                }
                continue;
            }
            if (gapAt >= 0 && start + i > gapAt) {
                closeGap(id, stage);
            }
            previous = id;
            anybodyNew |= seen.add(id);
            ClientRecord record = new ClientRecord(client, ++read);
            record.read().ifPresent(stage::add);
            record.problems().forEach(stage::report);
        }
        return anybodyNew;
    }

    private static void refuseSoMany(int clients) {
        if (clients > MOST_UNREADABLE) {
            throw new WhmcsTrouble(Kind.UNREADABLE, "");
        }
    }

    /** Where the list is not in order, nobody knows who is between. */
    private void closeGap(long before, Stage stage) {
        Gap gap = before > gapAfter ? new Gap(gapAfter, before) : new Gap(0, Long.MAX_VALUE);
        gapAt = -1;
        gaps.add(gap);
        stage.report(new Problem(
                gap.after(),
                "",
                Problem.Kind.UNREADABLE,
                "",
                gap.after() + "|" + (gap.before() == Long.MAX_VALUE ? "…" : String.valueOf(gap.before()))));
    }

    /** Of those that came more than once, in pages that overlap, only what was read last; says how many are left. */
    private long keepTheLatest() {
        jdbc.sql("""
                DELETE FROM account_import_row
                WHERE import_id = :run AND ctid IN (
                  SELECT ctid FROM (
                    SELECT ctid, row_number() OVER (PARTITION BY client_id ORDER BY line DESC) AS nth
                    FROM account_import_row WHERE import_id = :run
                  ) AS read
                  WHERE nth > 1
                )
                """).param("run", run).update();
        jdbc.sql("""
                DELETE FROM account_import_problem AS one USING account_import_problem AS other
                WHERE one.import_id = :run AND other.import_id = :run AND one.line = other.line
                  AND one.column_name = other.column_name AND one.kind = other.kind AND one.ctid < other.ctid
                """).param("run", run).update();
        return jdbc.sql("SELECT count(*) FROM account_import_row WHERE import_id = :run")
                .param("run", run)
                .query(Long.class)
                .single();
    }

    private Slice slice(long start, int most) {
        try {
            ClientPage page = api.clients(start, most);
            return new Slice(page.total(), new ArrayList<>(page.clients()));
        } catch (Unreadable answer) {
            if (most == 1) {
                malformed++;
                refuseSoMany(malformed);
                List<@Nullable JsonNode> nobody = new ArrayList<>();
                nobody.add(null);
                return new Slice(-1, nobody);
            }
            int half = most / 2;
            Slice first = slice(start, half);
            if (first.clients().size() < half) {
                return first;
            }
            return first.and(slice(start + half, most - half));
        }
    }

    /**
     * A part of the list, in order; null for a client that cannot be read.
     *
     * @param total as WHMCS counts; -1 where nothing could be read
     */
    private record Slice(long total, List<@Nullable JsonNode> clients) {

        Slice and(Slice next) {
            List<@Nullable JsonNode> both = new ArrayList<>(clients);
            both.addAll(next.clients);
            return new Slice(next.total >= 0 ? next.total : total, both);
        }
    }
}
