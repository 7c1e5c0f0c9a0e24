package ps.domain.policy.delivery;

import java.time.Clock;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An instance of the application's sending part, with settings of its own, that tests move by hand. */
record Instance(Dispatcher dispatcher, Throttle throttle, DeliveryQueue queue, SmtpRelay relay) {

    static final Duration LEASE = Duration.ofMinutes(20);

    static Builder with(JdbcClient jdbc, Mailings mailings, Clock clock) {
        return new Builder(jdbc, mailings, clock);
    }

    static SmtpSettings smtp(int port, int connections, TlsMode tls, @Nullable String password, Duration patience) {
        return new SmtpSettings(
                "localhost",
                port,
                password == null ? null : "policy",
                password,
                tls,
                "policy.example",
                connections,
                patience,
                patience,
                patience,
                patience);
    }

    static DeliverySettings settings(boolean verp, int perSecond, int perHour, int batchSize) {
        return new DeliverySettings(
                false,
                "privacy@domain.ps",
                "دومين",
                "help@domain.ps",
                "bounces@domain.ps",
                verp,
                perSecond,
                perHour,
                batchSize,
                Duration.ofMillis(10),
                LEASE,
                Duration.ofMinutes(15));
    }

    void tick() {
        dispatcher.tick();
    }

    static final class Builder {

        private final JdbcClient jdbc;
        private final Mailings mailings;
        private final Clock clock;
        private int connections = 1;
        private boolean verp;
        private int perSecond;
        private int perHour;
        private int batchSize = 64;
        private TlsMode tls = TlsMode.AUTO;
        private SSLSocketFactory trusted = (SSLSocketFactory) SSLSocketFactory.getDefault();
        private @Nullable String password;
        private Duration patience = Duration.ofSeconds(30);

        private Builder(JdbcClient jdbc, Mailings mailings, Clock clock) {
            this.jdbc = jdbc;
            this.mailings = mailings;
            this.clock = clock;
        }

        Builder connections(int number) {
            connections = number;
            return this;
        }

        Builder verp() {
            verp = true;
            return this;
        }

        Builder perSecond(int limit) {
            perSecond = limit;
            return this;
        }

        Builder perHour(int limit) {
            perHour = limit;
            return this;
        }

        Builder batchSize(int size) {
            batchSize = size;
            return this;
        }

        Builder tls(TlsMode mode) {
            tls = mode;
            return this;
        }

        Builder trusting(SSLContext authorities) {
            trusted = authorities.getSocketFactory();
            return this;
        }

        Builder password(String secret) {
            password = secret;
            return this;
        }

        /** Waits for no answer longer than a test can wait that gets none. */
        Builder hasty() {
            patience = Duration.ofSeconds(2);
            return this;
        }

        Instance sendingTo(int port) {
            DeliverySettings settings = settings(verp, perSecond, perHour, batchSize);
            SmtpSettings smtp = smtp(port, connections, tls, password, patience);
            DeliveryQueue queue = new DeliveryQueue(jdbc);
            Throttle throttle = new Throttle(jdbc, settings);
            SmtpRelay relay = new SmtpRelay(smtp, settings, trusted);
            return new Instance(
                    new Dispatcher(
                            queue,
                            throttle,
                            relay,
                            new Letters(queue, settings),
                            new Caution(jdbc, mailings, clock),
                            mailings,
                            settings,
                            smtp,
                            clock),
                    throttle,
                    queue,
                    relay);
        }
    }
}
