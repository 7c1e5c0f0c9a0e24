package ps.domain.policy.text;

/** What a text can link to on this site. */
public interface LinkTargets {

    /** Whether the text that it is a part of has a section with that key, which is its anchor. */
    boolean hasSection(String key);

    /**
     * Whether there is something at an address of this site.
     *
     * @param path as in a link, with the context path and without a query
     */
    boolean hasPage(String path);
}
