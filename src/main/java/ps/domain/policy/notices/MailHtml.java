package ps.domain.policy.notices;

import ps.domain.policy.text.Language;
import ps.domain.policy.text.Markdown;

/** For the mail templates: text as HTML that old mail programs understand. */
final class MailHtml {

    /** One line, its words of the other direction set apart by {@code span}, since {@code bdi} is too new for some. */
    public String line(String text, Language language) {
        return Markdown.lineToHtml(text, language).replace("<bdi ", "<span ").replace("</bdi>", "</span>");
    }
}
