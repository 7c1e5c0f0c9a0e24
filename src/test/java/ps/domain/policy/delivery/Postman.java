package ps.domain.policy.delivery;

import org.springframework.context.ApplicationContext;

/** Lets tests of other modules send what is due, when they say so. */
public final class Postman {

    private Postman() {}

    /** Every worker claims and sends one batch, and what became of it is recorded before this returns. */
    public static void goRound(ApplicationContext application) {
        application.getBean(Dispatcher.class).tick();
    }
}
