package ps.domain.policy.tryout;

import java.util.Arrays;
import java.util.stream.Collectors;

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

    /** What the console says of them, one a line. */
    String signIns() {
        return Arrays.stream(Sample.values())
                .map(sample ->
                        "    %-22s password: %-24s (%s)".formatted(sample.email, sample.password, sample.fullName))
                .collect(Collectors.joining("\n"));
    }
}
