package ps.domain.policy.notices;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.MessageFiles;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Language;

/** Writes the mail that tells of a breach of personal data: both languages in each, the recipient's own first. */
@Component
class BreachMail {

    /** Of a whole message, as of one that announces a change. */
    static final int MOST_BYTES = ChangeMail.MOST_BYTES;

    /** For what is not written yet. */
    private static final String NONE_YET = "…";

    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final SiteSettings site;
    private final Links links;
    private final MessageFiles files;

    BreachMail(ITemplateEngine templates, MessageSource messages, SiteSettings site, Links links, MessageFiles files) {
        this.templates = templates;
        this.messages = messages;
        this.site = site;
        this.links = links;
        this.files = files;
    }

    /** How many bytes the longest of the letters takes on its way: mail programs cut what is beyond {@link #MOST_BYTES}. */
    int sizeOf(List<Letter> letters) {
        return letters.stream().mapToInt(files::sizeOf).max().orElse(0);
    }

    /**
     * One letter for each language that may come first.
     *
     * @param body Markdown
     */
    List<Letter> write(BilingualText subject, BilingualText body, String reference) {
        return Arrays.stream(Language.values())
                .map(first -> {
                    List<BreachText> texts = Stream.of(first, first.other())
                            .map(language -> text(language, subject, body, reference))
                            .toList();
                    Context context = new Context(first.locale());
                    context.setVariable("texts", texts);
                    context.setVariable("html", new MailHtml());
                    return new Letter(
                            first.tag(),
                            texts.getFirst().subject(),
                            templates.process("mail/breach", context),
                            PlainMail.of(texts));
                })
                .toList();
    }

    private BreachText text(Language language, BilingualText subject, BilingualText body, String reference) {
        String line = subject.in(language).isBlank() ? NONE_YET : subject.in(language);
        return new BreachText(
                language,
                line,
                say(language, "breach.preview"),
                say(language, "breach.sender", site.company()),
                line,
                say(language, "change.greeting"),
                say(language, "breach.introduction", site.company()),
                body.in(language).isBlank() ? NONE_YET : body.in(language),
                say(language, "breach.read"),
                links.to("/" + language + "/privacy"),
                say(language, "change.why"),
                say(language, "breach.why", site.company()),
                say(language, "change.reference"),
                reference,
                say(language, "change.check"),
                links.to("/" + language + "/notice/" + reference),
                say(language, "change.follows"));
    }

    private String say(Language language, String key, Object... arguments) {
        return messages.getMessage("mail." + key, arguments, language.locale());
    }
}
