package ps.domain.policy.reading;

/** A page that there is, but that still has to be made. */
@FunctionalInterface
interface Rendering {

    /** Makes it; may take a while. */
    Page render();
}
