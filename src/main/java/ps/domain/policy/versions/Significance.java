package ps.domain.policy.versions;

import ps.domain.policy.text.BilingualText;

/** Whether account holders must be told of a version by email. */
public sealed interface Significance {

    /** They must: the change is material. */
    record Material() implements Significance {}

    /**
     * They need not.
     *
     * @param reason why not, for readers
     */
    record Minor(BilingualText reason) implements Significance {}

    /** Whether account holders must be told. */
    default boolean isMaterial() {
        return this instanceof Material;
    }
}
