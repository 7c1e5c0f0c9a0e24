package ps.domain.policy;

import org.springframework.boot.SpringApplication;
import ps.domain.policy.tryout.CannotStart;
import ps.domain.policy.tryout.TryOut;
import ps.domain.policy.tryout.TryOutServers;

/** Starts the whole thing for trying out, with a database and a mail server of its own: see README.md. */
final class TestPolicyApplication {

    private TestPolicyApplication() {}

    @SuppressWarnings("SystemOut") // meant for the person who started this
    public static void main(String[] args) {
        try {
            TryOutServers servers = TryOutServers.start(args);
            SpringApplication application = new SpringApplication(PolicyApplication.class, TryOut.class);
            application.addInitializers(servers);
            application.run(args);
        } catch (CannotStart reason) {
            System.err.println("\n" + reason.getMessage() + "\n");
            System.exit(1);
        }
    }
}
