package ps.domain.policy;

import java.io.PrintStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.AotDetector;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.SpringProperties;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Finding;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.audit.Proof;
import ps.domain.policy.audit.RecordedTrail;
import ps.domain.policy.audit.Verification;

/**
 * The command {@code verify}: goes over everything that can be proven, says what it found, and ends with 0 if all fits,
 * 1 if something does not, 2 if it could not look. {@code --expect-trail} and {@code --expect-versions} take
 * fingerprints that were noted down earlier, with commas between them; any setting can be given as well.
 */
final class Verify {

    /** The first argument of the command line. */
    static final String COMMAND = "verify";

    private static final String EXPECT = "expect-";

    /** What PostgreSQL says where a role has no rights yet, or nothing was migrated: SQLSTATE. */
    private static final String NO_RIGHTS = "42501";

    private static final String NO_TABLE = "42P01";
    private static final String NO_COLUMN = "42703";

    private static final int FITS = 0;
    private static final int DOES_NOT_FIT = 1;
    private static final int NOT_DONE = 2;

    /**
     * Of the application, the proofs and nothing else: it serves, sends and migrates nothing, and its connection refuses
     * to write.
     */
    @ImportAutoConfiguration({
        DataSourceAutoConfiguration.class,
        DataSourceTransactionManagerAutoConfiguration.class,
        JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class
    })
    @ComponentScan(
            basePackageClasses = PolicyApplication.class,
            useDefaultFilters = false,
            includeFilters =
                    @ComponentScan.Filter(
                            type = FilterType.ASSIGNABLE_TYPE,
                            classes = {Verification.class, Proof.class, RecordedTrail.class}))
    static class Proofs {}

    private final ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
    private final PrintStream out;

    private Verify(PrintStream out) {
        this.out = out;
        messages.setBasename("messages/audit");
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
    }

    /** Runs it, with the rest of the command line; what the process is to end with. */
    static int run(List<String> arguments, PrintStream out) {
        // What was found out ahead of time, as in the image, is what the whole application is put together from.
        SpringProperties.setProperty(AotDetector.AOT_ENABLED, "false");
        List<String> quietly = new ArrayList<>(List.of("--logging.level.root=warn"));
        quietly.addAll(arguments);
        try (ConfigurableApplicationContext proofs = new SpringApplicationBuilder(Proofs.class)
                .listeners(new MissingDatabase(NOT_DONE))
                .web(WebApplicationType.NONE)
                .properties("spring.datasource.hikari.read-only=true", "spring.datasource.hikari.maximum-pool-size=1")
                .run(quietly.toArray(String[]::new))) {
            return new Verify(out)
                    .check(proofs.getBean(Verification.class), proofs.getBean(ApplicationArguments.class));
        } catch (RuntimeException failed) {
            out.println("Nothing could be verified: " + new Verify(out).reason(failed));
            return NOT_DONE;
        }
    }

    private @Nullable String reason(RuntimeException failed) {
        for (@Nullable Throwable cause = failed; cause != null; cause = cause.getCause()) {
            String state = cause instanceof SQLException refused ? refused.getSQLState() : null;
            if (NO_RIGHTS.equals(state)) {
                return message("audit.unreadable.rights");
            }
            if (NO_TABLE.equals(state) || NO_COLUMN.equals(state)) {
                return message("audit.unreadable.tables");
            }
        }
        return failed.getMessage();
    }

    private int check(Verification verification, ApplicationArguments arguments) {
        List<Checked> results = verification.run(noted(verification.names(), arguments));
        results.forEach(this::say);
        boolean sound = results.stream().allMatch(Checked::isSound);
        out.println(message(sound ? "audit.verification.sound" : "audit.verification.unsound"));
        return sound ? FITS : DOES_NOT_FIT;
    }

    private static Map<String, Set<Fingerprint>> noted(List<String> names, ApplicationArguments arguments) {
        Map<String, Set<Fingerprint>> noted = new HashMap<>();
        for (String option : arguments.getOptionNames()) {
            if (option.startsWith(EXPECT)) {
                String name = option.substring(EXPECT.length());
                if (!names.contains(name)) {
                    throw new IllegalArgumentException("there is no option --" + option);
                }
                Set<Fingerprint> fingerprints = noted.computeIfAbsent(name, none -> new HashSet<>());
                for (String value : Objects.requireNonNull(arguments.getOptionValues(option))) {
                    for (String hex : value.split(",", -1)) {
                        fingerprints.add(Fingerprint.ofHex(hex.strip()));
                    }
                }
            }
        }
        return noted;
    }

    private void say(Checked checked) {
        out.println(message("audit.proof." + checked.name()));
        out.println("  "
                + checked.counts().stream()
                        .map(count ->
                                message("audit.count." + count.of(), String.format(Locale.ROOT, "%,d", count.number())))
                        .collect(Collectors.joining(", ")));
        Finding finding = checked.finding();
        if (finding != null) {
            String what = message("audit.kind." + finding.kind(), finding.which());
            out.println("  " + message("audit.flaw." + finding.flaw(), what));
            line("audit.expected", finding.expected());
            line("audit.found", finding.found());
        } else if (checked.newest() != null) {
            line("audit.newest", checked.newest().hex());
        }
    }

    private void line(String label, @Nullable String value) {
        out.println("  " + message(label) + ": " + (value == null ? message("audit.nothing") : value));
    }

    private String message(String key, Object... arguments) {
        return messages.getMessage(key, arguments, Locale.ENGLISH);
    }
}
