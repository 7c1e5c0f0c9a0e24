package ps.domain.policy.editing;

import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.MarkdownFinding;

/** What an author should know of a text that is kept all the same, in the author's language. */
record Remarks(List<String> ar, List<String> en) {

    static Remarks of(SectionForm form, MessageSource messages, Locale locale) {
        return new Remarks(in(Language.AR, form, messages, locale), in(Language.EN, form, messages, locale));
    }

    private static List<String> in(Language language, SectionForm form, MessageSource messages, Locale locale) {
        if (form.body().in(language).length() > SectionForm.LONGEST_BODY) {
            return List.of();
        }
        return form.remarks(language).stream()
                .map(finding -> sentence(finding, messages, locale))
                .toList();
    }

    private static String sentence(MarkdownFinding finding, MessageSource messages, Locale locale) {
        return messages.getMessage(
                "editing.finding." + finding.kind().name().toLowerCase(Locale.ROOT),
                new Object[] {finding.line(), finding.column(), finding.excerpt()},
                locale);
    }
}
