package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.ui.Model;
import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;

/** What is wrong with a form that was sent, in the language of the one who sent it. */
public final class Problems {

    private final MessageSource messages;
    private final Locale locale;
    private final List<Problem> all = new ArrayList<>();

    /** Nothing wrong so far. */
    public Problems(MessageSource messages, Locale locale) {
        this.messages = messages;
        this.locale = locale;
    }

    /**
     * One thing that is wrong.
     *
     * @param href where it can be mended: the field on this page as {@code #id}, or another page
     * @param text says what it is
     * @param html the same, with words of the other direction isolated
     */
    public record Problem(String href, String text, String html) {}

    /**
     * Adds a problem with a field of the form.
     *
     * @param field the id of the field
     */
    public void add(String field, String key, Object... arguments) {
        elsewhere("#" + field, key, arguments);
    }

    /**
     * Adds a problem that is one of several things, such as files.
     *
     * @param name of a message that has a place for what is wrong
     */
    public void in(String name, String field, String key, Object... arguments) {
        add(field, name, messages.getMessage(key, arguments, locale));
    }

    /** Adds a problem that is to be mended at an address, as a link of this application would have it. */
    public void elsewhere(String href, String key, Object... arguments) {
        String text = messages.getMessage(key, arguments, locale);
        all.add(new Problem(href, text, Markdown.lineToHtml(text, Language.of(locale))));
    }

    /**
     * Adds that a text is hardly in its language, if it is so. The one who wrote it may know better.
     *
     * @param href where it can be looked at, as a link of this application would have it
     * @param key of what is said, up to the language that it ends with
     */
    public void doubt(String href, String text, Language side, String key, Object... arguments) {
        if (side.isHardlyThatOf(text)) {
            elsewhere(href, key + side, arguments);
        }
    }

    /**
     * Shows them as {@code problems} with the page that it was sent from, and answers that the form was refused: 422 (RFC
     * 9110, section 15.5.21), unless a more exact status is set. What was not wrong with the form itself, but with what it
     * was about, is a conflict, 409 (section 15.5.10), which its controller knows.
     */
    public void refuse(Model model, HttpServletResponse response) {
        model.addAttribute("problems", this);
        if (!all.isEmpty() && response.getStatus() == HttpServletResponse.SC_OK) {
            response.setStatus(HttpServletResponse.SC_UNPROCESSABLE_CONTENT);
        }
    }

    /** Every problem, in the order in which they were added. */
    public List<Problem> all() {
        return List.copyOf(all);
    }

    /** The problems with a field, as HTML. */
    public List<String> of(String field) {
        return all.stream()
                .filter(problem -> problem.href().equals("#" + field))
                .map(Problem::html)
                .toList();
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return all.isEmpty();
    }
}
