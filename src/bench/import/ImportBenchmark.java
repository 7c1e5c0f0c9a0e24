package ps.domain.policy.accounts.csv;

import java.io.BufferedWriter;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import ps.domain.policy.PolicyApplication;
import ps.domain.policy.accounts.imports.Import;
import ps.domain.policy.accounts.imports.Imports;
import ps.domain.policy.audit.Actor;

/**
 * Writes a file of account holders, brings it into the whole application, and then a second one in which a tenth of them
 * changed.
 */
final class ImportBenchmark {

    private ImportBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        long lines = Long.parseLong(arguments[1]);
        Path file = Path.of(arguments[2], "list.csv");
        try (ConfigurableApplicationContext application = SpringApplication.run(
                PolicyApplication.class,
                "--spring.datasource.url=" + arguments[0],
                "--server.port=0",
                "--management.server.port=0",
                "--policy.delivery.dispatching=false",
                "--logging.level.root=warn")) {
            CsvImport csv = application.getBean(CsvImport.class);
            Imports imports = application.getBean(Imports.class);
            for (int round = 1; round <= 2; round++) {
                write(file, lines, round);
                long begun = System.nanoTime();
                long id;
                try (InputStream upload = Files.newInputStream(file)) {
                    id = csv.stage(upload, "list.csv", Actor.APPLICATION);
                }
                long compared = System.nanoTime();
                Import applied = imports.apply(id, Actor.APPLICATION);
                long done = System.nanoTime();
                System.out.printf(
                        "import lines=%d added=%d changed=%d dry_run_s=%.1f apply_s=%.1f total_s=%.1f heap_peak_mb=%d%n",
                        applied.lines(),
                        applied.added(),
                        applied.changed(),
                        (compared - begun) / 1e9,
                        (done - compared) / 1e9,
                        (done - begun) / 1e9,
                        peak() >> 20);
            }
        }
    }

    private static void write(Path file, long lines, int round) throws Exception {
        String[] names = {"محمّد", "أحمد", "إبراهيم", "خليل", "سميرة", "ليلى", "رانية", "Omar", "Zoë"};
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            writer.write("client_id,name,organization,email,language,status\n");
            for (long i = 1; i <= lines; i++) {
                writer.write(i + "," + names[(int) (i % names.length)] + " " + names[(int) (i / 7 % names.length)] + " "
                        + i % 50_000 + "," + (i % 3 == 0 ? "شركة الأفق " + i % 1000 : "") + ",holder-" + i
                        + (round == 2 && i % 10 == 0 ? "-moved" : "") + "@example.com," + (i % 4 == 0 ? "en" : "ar")
                        + ",Active\n");
            }
        }
    }

    private static long peak() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }
}
