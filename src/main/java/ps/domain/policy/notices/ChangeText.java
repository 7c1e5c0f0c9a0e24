package ps.domain.policy.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.text.Language;

/**
 * What a mail about a new version says in one language. Names that end in {@code Html} are HTML, the rest is plain.
 *
 * @param paragraphs the summary of changes
 * @param sections the sections that differ, or have an effect
 * @param more that there are further sections, which would make the mail too long
 * @param effectLabel what stands before an effect
 */
record ChangeText(
        Language language,
        String subject,
        String preview,
        String sender,
        String heading,
        String greeting,
        String introduction,
        String summaryTitle,
        List<String> paragraphs,
        String sectionsTitle,
        List<ChangedSection> sections,
        @Nullable String more,
        String effectLabel,
        String readLabel,
        String readUrl,
        String compareLabel,
        String compareUrl,
        String reasonTitle,
        String reason,
        String referenceLabel,
        String reference,
        String checkLabel,
        String checkUrl,
        String follows)
        implements MailText {

    /** The same with only some of the sections. */
    ChangeText with(List<ChangedSection> some, String more) {
        return new ChangeText(
                language,
                subject,
                preview,
                sender,
                heading,
                greeting,
                introduction,
                summaryTitle,
                paragraphs,
                sectionsTitle,
                some,
                more,
                effectLabel,
                readLabel,
                readUrl,
                compareLabel,
                compareUrl,
                reasonTitle,
                reason,
                referenceLabel,
                reference,
                checkLabel,
                checkUrl,
                follows);
    }

    /**
     * A section that differs.
     *
     * @param remark what became of it, unless it was merely changed
     * @param effect what that means for account holders, if it is said
     * @param url where it can be seen what became of it, word by word
     */
    record ChangedSection(
            String heading,
            @Nullable String remark,
            @Nullable String effect,
            String url) {}
}
