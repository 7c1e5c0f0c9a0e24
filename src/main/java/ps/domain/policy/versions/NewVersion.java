package ps.domain.policy.versions;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.BilingualText;

/**
 * What somebody would like to publish; it may not be fit for that yet.
 *
 * @param effectiveFrom the day from which it shall be in force, null while undecided
 * @param significance material or minor, null while undecided
 * @param title the name of the document
 * @param summary what is different from the version before
 * @param sections the text
 */
public record NewVersion(
        @Nullable LocalDate effectiveFrom,
        @Nullable Significance significance,
        BilingualText title,
        BilingualText summary,
        List<Section> sections) {

    public NewVersion {
        sections = List.copyOf(sections);
    }
}
