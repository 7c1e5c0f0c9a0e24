package ps.domain.policy.staff;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.context.event.EventListener;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.stereotype.Component;

/** How often staff signed in at this instance, or somebody failed to, as meters. */
@Component
class SignInMetrics implements MeterBinder {

    private static final String NAME = "policy.sign.ins";
    private static final String WHAT = "Attempts to sign in, by what came of them";

    private final LongAdder successes = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder throttled = new LongAdder();

    @Override
    public void bindTo(MeterRegistry registry) {
        register(registry, "success", successes);
        register(registry, "failure", failures);
        register(registry, "throttled", throttled);
    }

    @EventListener
    void on(AuthenticationSuccessEvent signedIn) {
        successes.increment();
    }

    @EventListener
    void on(AbstractAuthenticationFailureEvent failed) {
        (failed.getException() instanceof TooManyAttempts ? throttled : failures).increment();
    }

    private static void register(MeterRegistry registry, String outcome, LongAdder count) {
        FunctionCounter.builder(NAME, count, LongAdder::sum)
                .description(WHAT)
                .tag("outcome", outcome)
                .register(registry);
    }
}
