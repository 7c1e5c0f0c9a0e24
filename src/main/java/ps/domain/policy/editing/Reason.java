package ps.domain.policy.editing;

import ps.domain.policy.text.Language;

/** One reason why a draft can neither be submitted nor approved nor published. */
sealed interface Reason {

    /** What would stand in the way of any version. */
    record Obstacle(ps.domain.policy.versions.Obstacle obstacle) implements Reason {}

    /**
     * It would undo what was published meanwhile.
     *
     * @param basedOn the number of the version that it began from
     * @param follow the number of the one that it should follow
     */
    record Overtaken(int basedOn, int follow) implements Reason {}

    /** A text has to follow its other language, or somebody has to say that it is right as it is. */
    record OutOfDate(Item item, Language language) implements Reason {}
}
