package ps.domain.policy;

import java.util.Arrays;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The home of a privacy policy: its versions, their publication, and the notices that announce them. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PolicyApplication {

    /** Starts it; {@code verify} as the first argument runs that command instead. */
    public static void main(String[] args) {
        if (args.length > 0 && args[0].equals(Verify.COMMAND)) {
            System.exit(Verify.run(Arrays.asList(args).subList(1, args.length), System.out));
        }
        SpringApplication application = new SpringApplication(PolicyApplication.class);
        application.addListeners(new MissingDatabase(1));
        application.run(args);
    }
}
