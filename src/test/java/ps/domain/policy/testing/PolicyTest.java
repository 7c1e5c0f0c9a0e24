package ps.domain.policy.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestExecutionListeners;
import org.springframework.test.context.TestExecutionListeners.MergeMode;
import ps.domain.policy.staff.QuickPasswords;

/**
 * The whole application on a port of its own, with a real database that every test finds as a fresh installation has
 * it, a {@link TestClock} and {@link QuickPasswords}. A material version may take effect at once. Classes that add nothing
 * share one application.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
        webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
        properties = {
            "management.server.port=0",
            "policy.delivery.dispatching=false",
            "policy.minimum-notice=0d",
            // Who has none signs in with a password alone; who sets one up is asked for it.
            "policy.staff.second-factor-required-for=",
            "policy.staff.factor-key=" + PolicyTest.FACTOR_KEY,
            "policy.retention.pseudonym-key=" + PolicyTest.PSEUDONYM_KEY
        })
@AutoConfigureMockMvc
@ContextConfiguration(
        initializers = FreshDatabase.class,
        classes = {TestClockConfiguration.class, QuickPasswords.class})
@TestExecutionListeners(listeners = CleanSlate.class, mergeMode = MergeMode.MERGE_WITH_DEFAULTS)
public @interface PolicyTest {

    /** Not a secret. */
    String FACTOR_KEY = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    /** Not a secret either. */
    String PSEUDONYM_KEY = "YSBzYW1wbGUga2V5IGZvciBwc2V1ZG9ueW1zLCBubyBzZWNyZXQ=";
}
