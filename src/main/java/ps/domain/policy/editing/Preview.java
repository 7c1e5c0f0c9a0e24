package ps.domain.policy.editing;

import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;
import ps.domain.policy.text.MarkdownFinding;

/**
 * A section as readers would see it.
 *
 * @param heading HTML
 * @param body HTML; empty while the text is too long to be kept
 * @param remarks what the author should know of, in the author's language
 */
record Preview(String heading, String body, List<Remark> remarks) {

    /**
     * Something in a text.
     *
     * @param refused whether the text cannot be kept with it
     */
    record Remark(String text, boolean refused) {}

    static Preview of(SectionForm form, Language language, MessageSource messages, Locale locale) {
        String heading = Markdown.lineToHtml(form.heading().in(language), language);
        String body = form.body().in(language);
        if (body.length() > SectionForm.LONGEST_BODY) {
            Object[] lengths = {SectionForm.LONGEST_BODY, body.length()};
            return new Preview(
                    heading,
                    "",
                    List.of(new Remark(messages.getMessage("editing.problem.too-long", lengths, locale), true)));
        }
        return new Preview(
                heading,
                Markdown.toHtml(body, language),
                Markdown.check(body).stream()
                        .map(finding -> remark(finding, messages, locale))
                        .toList());
    }

    private static Remark remark(MarkdownFinding finding, MessageSource messages, Locale locale) {
        return new Remark(
                messages.getMessage(
                        "editing.finding." + finding.kind().name().toLowerCase(Locale.ROOT),
                        new Object[] {finding.line(), finding.column(), finding.excerpt()},
                        locale),
                finding.isRefused());
    }

    /** Whether there is nothing to see. */
    public boolean isEmpty() {
        return heading.isEmpty() && body.isEmpty();
    }
}
