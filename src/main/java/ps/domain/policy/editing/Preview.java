package ps.domain.policy.editing;

import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;

/**
 * A section as readers would see it.
 *
 * @param heading HTML
 * @param body HTML
 */
record Preview(String heading, String body) {

    static Preview of(String heading, String body, Language language) {
        String text = Typed.text(body);
        return new Preview(
                Markdown.lineToHtml(Typed.line(heading), language),
                text.length() <= SectionForm.LONGEST_BODY ? Markdown.toHtml(text, language) : "");
    }

    /** Whether there is nothing to see. */
    public boolean isEmpty() {
        return heading.isEmpty() && body.isEmpty();
    }
}
