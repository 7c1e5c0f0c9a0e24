package ps.domain.policy.delivery;

import java.time.Clock;
import java.util.UUID;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lets tests of other modules send what is due, when they say so. */
public final class Postman {

    private final Instance instance;
    private final Clock clock;

    private Postman(Instance instance, Clock clock) {
        this.instance = instance;
        this.clock = clock;
    }

    /** An instance of its own, that sends to a server on this port. */
    public static Postman sendingTo(int port, ApplicationContext application) {
        Clock clock = application.getBean(Clock.class);
        return new Postman(
                Instance.with(application.getBean(JdbcClient.class), application.getBean(Mailings.class), clock)
                        .sendingTo(port),
                clock);
    }

    /** Every worker claims and sends one batch, and what became of it is recorded before this returns. */
    public static void goRound(ApplicationContext application) {
        application.getBean(Dispatcher.class).tick();
    }

    /** What happens before anything is sent when an instance starts. */
    public static void starts(ApplicationContext application) {
        application.getBean(Restoration.class).start();
    }

    /** Something comes back; what follows from it is recorded before this returns. */
    public static void returns(ApplicationContext application, byte[] message) {
        application.getBean(Bounces.class).keep(message, Bounces.Source.HOOK);
    }

    /** A round of this instance. */
    public void goRound() {
        instance.tick();
    }

    /** Claims what is due of a mailing, and is never heard of again; says how many that were. */
    public int die(UUID mailing) {
        return instance.queue()
                .claim(
                        new MailingId(mailing),
                        64,
                        clock.instant(),
                        clock.instant().plus(Instance.LEASE),
                        0)
                .size();
    }
}
