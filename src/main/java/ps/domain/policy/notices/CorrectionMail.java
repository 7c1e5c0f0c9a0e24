package ps.domain.policy.notices;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.notices.Correction.Announced;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Meanwhile;

/** Writes the mail that corrects an earlier one: both languages in each, the recipient's own first. */
@Component
class CorrectionMail {

    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final SiteSettings site;
    private final Links links;

    CorrectionMail(ITemplateEngine templates, MessageSource messages, SiteSettings site, Links links) {
        this.templates = templates;
        this.messages = messages;
        this.site = site;
        this.links = links;
    }

    /**
     * For each earlier notice one letter for each language that may come first. The variant is the language with the
     * earlier notice's reference behind a dot.
     *
     * @param earlier the notices by which people were told
     */
    List<Letter> write(Correction correction, List<Announced> earlier, String reference) {
        return earlier.stream()
                .flatMap(announced ->
                        Arrays.stream(Language.values()).map(first -> letter(first, correction, announced, reference)))
                .toList();
    }

    private Letter letter(Language first, Correction correction, Announced announced, String reference) {
        List<CorrectionText> texts = Stream.of(first, first.other())
                .map(language -> new Wording(language, correction, announced).text(reference))
                .toList();
        Context context = new Context(first.locale());
        context.setVariable("texts", texts);
        context.setVariable("html", new MailHtml());
        return new Letter(
                first.tag() + "." + announced.reference(),
                texts.getFirst().subject(),
                templates.process("mail/correction", context),
                PlainMail.of(texts));
    }

    /** Finds the words of one language. */
    private final class Wording {

        private final Language language;
        private final Correction correction;
        private final Announced announced;
        private final String number;
        private final String then;

        private Wording(Language language, Correction correction, Announced announced) {
            this.language = language;
            this.correction = correction;
            this.announced = announced;
            this.number = Integer.toString(correction.version().number());
            this.then = Dates.inWords(announced.day(), language);
        }

        private CorrectionText text(String reference) {
            LocalDate postponedTo = correction.postponedTo();
            String what = postponedTo == null ? "withdrawn" : "postponed";
            String now = postponedTo == null ? "" : Dates.inWords(postponedTo, language);
            return new CorrectionText(
                    language,
                    say(what + ".subject", site.company(), then, now, announced.reference()),
                    say("preview"),
                    common("sender", site.company()),
                    say(what + ".heading", then, now),
                    common("greeting"),
                    say("introduction", site.company(), number, then, announced.reference()),
                    say("now"),
                    Stream.concat(Stream.of(say(what, number, now)), correction.meanwhile().map(this::stays).stream())
                            .toList(),
                    say("because"),
                    correction.reason().in(language),
                    say("read", number),
                    links.to("/" + language + "/privacy/versions/" + number),
                    say("history"),
                    links.to("/" + language + "/privacy/versions"),
                    common("why"),
                    say("why.text"),
                    common("reference"),
                    reference,
                    common("check"),
                    links.to("/" + language + "/notice/" + reference),
                    common("follows"));
        }

        private String stays(Meanwhile meanwhile) {
            Meanwhile.Next next = meanwhile.next();
            return next == null
                    ? say(correction.postponedTo() == null ? "stays" : "stays.until", meanwhile.number())
                    : common("next", Meanwhile.words(meanwhile, next, language));
        }

        private String say(String key, Object... arguments) {
            return messages.getMessage("mail.correction." + key, arguments, language.locale());
        }

        private String common(String key, Object... arguments) {
            return messages.getMessage("mail.change." + key, arguments, language.locale());
        }
    }
}
