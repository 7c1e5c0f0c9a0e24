package ps.domain.policy.tryout;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.io.ClassPathResource;
import ps.domain.policy.accounts.AccountHolders;
import ps.domain.policy.accounts.csv.CsvImport;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.text.Language;

/** People who exist in a try-out only, plainly made up. */
final class SampleData {

    /** Whoever can sign in; nobody keeps a secret here. */
    private enum Sample {
        EDITOR("editor@example.com", "Sample Editor", "sample-olive-tree"),
        APPROVER("approver@example.com", "Sample Approver", "sample-stone-house"),
        ADMIN("admin@example.com", "Sample Admin", "sample-fig-garden");

        private final String email;
        private final String fullName;
        private final String password;

        Sample(String email, String fullName, String password) {
            this.email = email;
            this.fullName = fullName;
            this.password = password;
        }
    }

    private final StaffRegistration staff;
    private final AccountHolders accountHolders;
    private final CsvImport csv;

    SampleData(StaffRegistration staff, AccountHolders accountHolders, CsvImport csv) {
        this.staff = staff;
        this.accountHolders = accountHolders;
        this.csv = csv;
    }

    /** Creates those who are not there yet. */
    @EventListener(ApplicationStartedEvent.class)
    void create() throws IOException {
        for (Sample sample : Sample.values()) {
            if (!staff.knows(sample.email)) {
                staff.register(
                        sample.email,
                        sample.fullName,
                        Role.valueOf(sample.name()),
                        Language.EN,
                        sample.password,
                        Actor.APPLICATION);
            }
        }
        if (accountHolders.summary().total() == 0) {
            try (InputStream file = new ClassPathResource("tryout/account-holders.csv").getInputStream()) {
                csv.importFile(file, Actor.APPLICATION);
            }
        }
    }

    /** What the console says of them, one a line. */
    String signIns() {
        return Arrays.stream(Sample.values())
                .map(sample ->
                        "    %-22s password: %-24s (%s)".formatted(sample.email, sample.password, sample.fullName))
                .collect(Collectors.joining("\n"));
    }
}
