package ps.domain.policy.editing;

/** Another number of mails would be sent than the person said who wanted to publish; nothing has happened. */
final class OtherAudience extends RuntimeException {

    private static final long serialVersionUID = 1;
}
