package ps.domain.policy;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/** The home of a privacy policy: its versions, their publication, and the notices that announce them. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class PolicyApplication {

    public static void main(String[] args) {
        SpringApplication application = new SpringApplication(PolicyApplication.class);
        application.addListeners(new MissingDatabase());
        application.run(args);
    }
}
