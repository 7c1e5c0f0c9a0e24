package ps.domain.policy.bench;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Kills instances of the application, or their database, at random moments while they send, starts them again, and counts
 * what arrived.
 */
final class CrashBenchmark {

    private static final int CONNECTIONS = 4;
    private static final int UNRECORDED = 64;

    private final Path work;
    private final String java;
    private final String classPath;
    private final RecordingRelay relay;
    private final Random random;
    private final Path data;
    private final int databasePort;
    private final List<Process> instances = new ArrayList<>();
    private EmbeddedPostgres database;
    private int started;

    private CrashBenchmark(Path work, String java, String classPath, long seed) throws IOException {
        this.work = work;
        this.java = java;
        this.classPath = classPath;
        this.random = new Random(seed);
        this.data = work.resolve("data");
        try (ServerSocket free = new ServerSocket(0)) {
            this.databasePort = free.getLocalPort();
        }
        this.relay = new RecordingRelay(18025);
        this.database = startDatabase();
    }

    /** Folder to work in, Java, class path of the application, recipients, kills, instances, whether the database, seed. */
    public static void main(String[] arguments) throws Exception {
        // What the database says of being killed is no news.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.OFF);
        int recipients = Integer.parseInt(arguments[3]);
        int kills = Integer.parseInt(arguments[4]);
        int instances = Integer.parseInt(arguments[5]);
        boolean killsDatabase = Boolean.parseBoolean(arguments[6]);
        CrashBenchmark benchmark =
                new CrashBenchmark(Path.of(arguments[0]), arguments[1], arguments[2], Long.parseLong(arguments[7]));
        boolean well;
        try {
            well = benchmark.run(recipients, kills, instances, killsDatabase);
        } finally {
            benchmark.end();
        }
        System.exit(well ? 0 : 1);
    }

    private boolean run(int recipients, int kills, int number, boolean killsDatabase) throws Exception {
        // A relay takes its time; and so it lasts until all kills are done.
        relay.answers((step, recipient) -> {
            if (step == RecordingRelay.Step.DOT) {
                Thread.sleep(2);
            }
            return step.friendly();
        });
        Process announcement =
                java("announcement", "ps.domain.policy.notices.Announcement", Integer.toString(recipients));
        if (announcement.waitFor() != 0) {
            throw new IllegalStateException("Publishing failed: see " + work.resolve("announcement.log"));
        }
        for (int i = 0; i < number; i++) {
            instances.add(start());
        }
        int done = 0;
        while (done < kills && relay.received().size() < recipients) {
            waitToKill();
            if (relay.received().size() >= recipients) {
                break;
            }
            if (killsDatabase) {
                killDatabase();
            } else {
                int victim = random.nextInt(number);
                instances.get(victim).destroyForcibly().waitFor();
                instances.set(victim, start());
            }
            done++;
            System.err.printf("kill %d: %d received%n", done, relay.messages());
        }
        awaitEnd(recipients);
        long reached = relay.received().size();
        long repeated = relay.messages() - reached;
        long accepted = count("SELECT count(*) FROM delivery WHERE state = 'ACCEPTED'");
        long lost = recipients - Math.min(reached, accepted);
        long bound = (long) done * (CONNECTIONS + UNRECORDED) * (killsDatabase ? number : 1);
        System.out.printf(
                "crash recipients=%d kills=%d lost=%d duplicates=%d bound=%d%n",
                recipients, done, lost, repeated, bound);
        return lost == 0 && repeated <= bound && done == kills;
    }

    /** Mostly while messages go out, and now and then at any moment, even while an instance starts. */
    private void waitToKill() throws InterruptedException {
        long before = relay.messages();
        long begun = System.nanoTime();
        boolean atAnyMoment = random.nextInt(8) == 0;
        while (!atAnyMoment && relay.messages() == before && secondsSince(begun) < 60) {
            Thread.sleep(5);
        }
        Thread.sleep(random.nextInt(1_500));
    }

    private void awaitEnd(int recipients) throws Exception {
        long begun = System.nanoTime();
        String open = "SELECT count(*) FROM delivery WHERE next_attempt_at IS NOT NULL";
        long left = count(open);
        while (left > 0) {
            if (secondsSince(begun) > 600) {
                throw new IllegalStateException(left + " of " + recipients + " are still open after ten minutes");
            }
            Thread.sleep(500);
            left = count(open);
        }
    }

    private Process start() throws IOException {
        started++;
        return java("application-" + started, "ps.domain.policy.PolicyApplication");
    }

    private Process java(String log, String main, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of(java, "-Xmx512m", "-XX:TieredStopAtLevel=1", "-cp", classPath, main));
        command.addAll(List.of(arguments));
        command.addAll(List.of(
                "--spring.datasource.url=" + database.getJdbcUrl("postgres", "postgres"),
                "--server.port=0",
                "--management.server.port=0",
                "--policy.notices.hold=0s",
                "--policy.delivery.smtp.port=" + relay.port(),
                "--policy.delivery.smtp.connections=" + CONNECTIONS,
                "--policy.delivery.smtp.read-timeout=1s",
                "--policy.delivery.smtp.write-timeout=1s",
                "--policy.delivery.smtp.final-timeout=2s",
                "--policy.delivery.lease=10s",
                "--policy.delivery.poll-interval=100ms"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(new File(work.toFile(), log + ".log"))
                .start();
    }

    private EmbeddedPostgres startDatabase() throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(databasePort)
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "100")
                .start();
    }

    /** As {@code pg_ctl stop -m immediate} does: without a word to anybody, and with recovery at the next start. */
    private void killDatabase() throws Exception {
        long server = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
        ProcessHandle handle = ProcessHandle.of(server).orElseThrow();
        new ProcessBuilder("kill", "-QUIT", Long.toString(server)).start().waitFor();
        handle.onExit().get(30, TimeUnit.SECONDS);
        try {
            database.close();
        } catch (IOException | RuntimeException alreadyGone) {
            // Which is what was wanted.
        }
        database = startDatabase();
    }

    private long count(String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.getJdbcUrl("postgres", "postgres"));
                ResultSet rows = connection.createStatement().executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static double secondsSince(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    private void end() throws IOException {
        instances.forEach(Process::destroyForcibly);
        relay.close();
        database.close();
    }
}
