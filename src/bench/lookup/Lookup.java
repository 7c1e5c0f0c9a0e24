package ps.domain.policy.accounts;

import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes account holders whose names are as unevenly spread as people's are, and looks for some in every way: by number, by
 * names that few, many and nobody has, by their first letters and by address. The first round is not counted.
 */
final class Lookup {

    private static final List<String> LOOKED_FOR = List.of(
            "424242",
            "محمد",
            "احمد خليل",
            "مُحَمَّد خليل 77",
            "مح",
            "خل",
            "holder-7",
            "holder-77777@example.com",
            "شركه الافق",
            "nobody of that name",
            "سميره العلي 31337",
            "org");

    private static final int ROUNDS = 20;

    private Lookup() {}

    public static void main(String[] arguments) throws Exception {
        SingleConnectionDataSource database = new SingleConnectionDataSource(arguments[0], true);
        JdbcClient jdbc = JdbcClient.create(database);
        TransactionTemplate transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
        AccountHolders holders = new AccountHolders(jdbc);
        long begun = System.nanoTime();
        jdbc.sql("""
                INSERT INTO account_holder (client_id, name, organization, email, email_key, language, status, updated_at)
                SELECT id,
                       (ARRAY['محمّد','محمد','أحمد','إبراهيم','خليل','سميرة','هُدى','ليلى','مصطفى','رانية','Omar','Zoë'])
                         [1 + floor(12 * pow(random(), 2))::integer]
                         || ' ' || (ARRAY['خليل','العلي','حدّاد','الإمام','عودة','Haddad','منصور'])
                         [1 + floor(7 * random())::integer]
                         || ' ' || id % 50000,
                       CASE WHEN id % 3 = 0 THEN 'شركة الأفق ' || id % 1000 ELSE '' END,
                       'holder-' || id || '@example.com', 'holder-' || id || '@example.com',
                       NULL, 'ACTIVE', now()
                FROM generate_series(1, :holders) AS id
                """).param("holders", Long.parseLong(arguments[1])).update();
        long loaded = System.nanoTime();
        jdbc.sql("VACUUM ANALYZE account_holder").update();
        long[] micros = new long[LOOKED_FOR.size() * ROUNDS];
        for (int round = -1; round < ROUNDS; round++) {
            for (int i = 0; i < LOOKED_FOR.size(); i++) {
                String typed = LOOKED_FOR.get(i);
                long asked = System.nanoTime();
                int found = transaction.execute(status -> holders.find(typed, 51).size());
                long took = (System.nanoTime() - asked) / 1000;
                if (round < 0) {
                    System.err.printf("%s: %d found, %.1f ms%n", typed, found, took / 1000.0);
                } else {
                    micros[round * LOOKED_FOR.size() + i] = took;
                }
            }
        }
        Arrays.sort(micros);
        System.out.printf(
                "lookup holders=%s load_s=%.1f p50_ms=%.1f p99_ms=%.1f max_ms=%.1f%n",
                arguments[1],
                (loaded - begun) / 1e9,
                micros[micros.length / 2] / 1000.0,
                micros[micros.length * 99 / 100] / 1000.0,
                micros[micros.length - 1] / 1000.0);
        database.destroy();
    }
}
