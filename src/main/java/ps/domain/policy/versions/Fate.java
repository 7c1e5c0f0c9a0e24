package ps.domain.policy.versions;

/** What becomes of a version that was published. */
public enum Fate {
    /** It is, was or will be in force. */
    EFFECTIVE("", "last-updated"),
    /** It was taken back before it took effect. */
    WITHDRAWN(".withdrawn", "withdrawn"),
    /** It was to take effect, and another version does in its place. */
    OVERTAKEN(".overtaken", "replaced");

    private final String suffix;
    private final String field;

    Fate(String suffix, String field) {
        this.suffix = suffix;
        this.field = field;
    }

    /** What the keys of messages end in that say so; nothing where there is nothing to say. */
    public String suffix() {
        return suffix;
    }

    /** The field in front of a Markdown file that has the day of it. */
    public String field() {
        return field;
    }
}
