package ps.domain.policy.reading;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Until when {@code /.well-known/security.txt} is to be used (RFC 9116, section 2.5.5). Once that is over operators are
 * told, at the start and every day, and by a meter before. Nobody is kept from reading a policy by it, and the file stays:
 * it says itself that it is old, and who found a weakness is better off with it than with nothing.
 */
@Component
class SecurityTxtExpiry implements MeterBinder {

    private static final Logger log = LoggerFactory.getLogger(SecurityTxtExpiry.class);

    private static final long DAYS_IF_NOT_SET = 180;

    /** RFC 9116 recommends less than a year, so that somebody looks at the file now and then. */
    private static final Duration LONGEST = Duration.ofDays(366);

    private final SecurityTxtSettings settings;
    private final Clock clock;

    SecurityTxtExpiry(SecurityTxtSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /** The moment that the file names. If none is set, it begins a day, so that the file is the same until the next. */
    Instant moment() {
        Instant set = settings.expires();
        return set != null
                ? set
                : LocalDate.now(clock)
                        .plusDays(DAYS_IF_NOT_SET)
                        .atStartOfDay(clock.getZone())
                        .toInstant();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        TimeGauge.builder("policy.security.txt.expires", this, TimeUnit.SECONDS, SecurityTxtExpiry::seconds)
                .description("The time until security.txt is not to be used any more; not a number if there is none")
                .register(registry);
    }

    private double seconds() {
        return settings.contact().isEmpty()
                ? Double.NaN
                : Duration.between(clock.instant(), moment()).toSeconds();
    }

    @EventListener(ApplicationReadyEvent.class)
    void lookAtStart() {
        warnIfOver();
        if (!settings.contact().isEmpty() && moment().isAfter(clock.instant().plus(LONGEST))) {
            log.warn(
                    "policy.security-txt.expires is {}, where RFC 9116 recommends less than a year from now", moment());
        }
    }

    @Scheduled(initialDelay = 1, fixedDelay = 1, timeUnit = TimeUnit.DAYS)
    void warnIfOver() {
        if (!settings.contact().isEmpty() && !moment().isAfter(clock.instant())) {
            log.warn(
                    "policy.security-txt.expires was {}: security.txt is not to be used any more. See whether what it says is"
                            + " right still, and set a later moment, or none for {} days from each day.",
                    moment(),
                    DAYS_IF_NOT_SET);
        }
    }
}
