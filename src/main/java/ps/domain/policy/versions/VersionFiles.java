package ps.domain.policy.versions;

import java.time.Instant;
import java.util.Map;

/** Makes versions into files as readers get them, for whoever has to keep what readers saw. */
public interface VersionFiles {

    /** A version of a timeline in each form that is text, by the name of the file. */
    Map<String, byte[]> of(Version version, Timeline timeline);

    /**
     * The pages that compare two versions of a timeline, in both languages, by the name of the file.
     *
     * @param moment when a reader asks for them
     */
    Map<String, byte[]> comparing(Version from, Version to, Timeline timeline, Instant moment);
}
