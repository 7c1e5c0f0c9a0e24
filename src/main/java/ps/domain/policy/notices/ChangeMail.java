package ps.domain.policy.notices;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.thymeleaf.ITemplateEngine;
import org.thymeleaf.context.Context;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.MessageFiles;
import ps.domain.policy.notices.ChangeText.ChangedSection;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Comparison;
import ps.domain.policy.versions.Meanwhile;
import ps.domain.policy.versions.Version;

/** Writes the mail that announces a new version: both languages in each, the recipient's own first. */
@Component
class ChangeMail {

    /** Of a whole message: Gmail cuts at about 100 KB, others earlier. */
    static final int MOST_BYTES = 60_000;

    private final ITemplateEngine templates;
    private final MessageSource messages;
    private final SiteSettings site;
    private final Links links;
    private final MessageFiles files;

    ChangeMail(ITemplateEngine templates, MessageSource messages, SiteSettings site, Links links, MessageFiles files) {
        this.templates = templates;
        this.messages = messages;
        this.site = site;
        this.links = links;
        this.files = files;
    }

    /**
     * One letter for each language that may come first.
     *
     * @param version the new one
     * @param from the day from which it is to be in force, which can be later than the one it was published with
     * @param predecessor what it is compared with
     * @param meanwhile what is in force until then, or nothing if the new one is already
     */
    List<Letter> write(
            Version version, LocalDate from, Version predecessor, Optional<Meanwhile> meanwhile, String reference) {
        Comparison comparison = Comparison.of(predecessor, version);
        Map<Language, ChangeText> whole = new EnumMap<>(Language.class);
        for (Language language : Language.values()) {
            whole.put(language, text(language, version, from, predecessor, comparison, meanwhile, reference));
        }
        int listed = Objects.requireNonNull(whole.get(Language.AR)).sections().size();
        List<Letter> letters = letters(whole, listed);
        // Mail programs cut what is longer, and so the reference and whatever else stands at the end.
        while (listed > 0 && letters.stream().anyMatch(letter -> files.sizeOf(letter) > MOST_BYTES)) {
            listed = listed * 4 / 5;
            letters = letters(whole, listed);
        }
        return letters;
    }

    /** With so many sections; of the others, how many there are. */
    private List<Letter> letters(Map<Language, ChangeText> whole, int listed) {
        return Arrays.stream(Language.values())
                .map(first -> {
                    List<ChangeText> texts = Stream.of(first, first.other())
                            .map(language -> shortened(Objects.requireNonNull(whole.get(language)), listed))
                            .toList();
                    Context context = new Context(first.locale());
                    context.setVariable("texts", texts);
                    context.setVariable("html", new MailHtml());
                    return new Letter(
                            first.tag(),
                            texts.getFirst().subject(),
                            templates.process("mail/change", context),
                            PlainMail.of(texts));
                })
                .toList();
    }

    private ChangeText shortened(ChangeText text, int listed) {
        int left = text.sections().size() - listed;
        return left == 0
                ? text
                : text.with(
                        text.sections().subList(0, listed),
                        messages.getMessage(
                                "mail.change.more",
                                new Object[] {left},
                                text.language().locale()));
    }

    private ChangeText text(
            Language language,
            Version version,
            LocalDate from,
            Version predecessor,
            Comparison comparison,
            Optional<Meanwhile> meanwhile,
            String reference) {
        String number = Integer.toString(version.number());
        String page = links.to("/" + language + "/privacy/versions/" + number);
        String compared = Integer.toString(predecessor.number());
        String comparisonPage = links.to("/" + language + "/privacy/compare/" + compared + "..." + number);
        return new Wording(language, from, number, meanwhile)
                .text(version, comparison, page, compared, comparisonPage, reference);
    }

    /** Finds the words of one language. */
    private final class Wording {

        private final Language language;
        private final String date;
        private final String number;
        private final @Nullable Meanwhile meanwhile;

        private Wording(Language language, LocalDate from, String number, Optional<Meanwhile> meanwhile) {
            this.language = language;
            this.date = Dates.inWords(from, language);
            this.number = number;
            this.meanwhile = meanwhile.orElse(null);
        }

        private ChangeText text(
                Version version,
                Comparison comparison,
                String page,
                String compared,
                String comparisonPage,
                String reference) {
            return new ChangeText(
                    language,
                    say("subject", site.company(), date),
                    say("preview"),
                    say("sender", site.company()),
                    say("heading", date),
                    say("greeting"),
                    introduction(),
                    say("summary"),
                    version.summary().paragraphs(language),
                    say("sections"),
                    sections(version, comparison, comparisonPage),
                    null,
                    say("effect"),
                    say("read", number),
                    page,
                    say("compare", compared),
                    comparisonPage,
                    say("why"),
                    say("why.text", site.company()),
                    say("reference"),
                    reference,
                    say("check"),
                    links.to("/" + language + "/notice/" + reference),
                    say("follows"));
        }

        private String introduction() {
            if (meanwhile == null) {
                return say("introduction.now", site.company(), number, date);
            }
            Meanwhile.Next next = meanwhile.next();
            return next == null
                    ? say("introduction", site.company(), number, date, meanwhile.number())
                    : say("introduction.next", site.company(), number, date)
                            + " "
                            + say("next", Meanwhile.words(meanwhile, next, language));
        }

        /**
         * What was only moved says the same as before: to name it would send people looking for what is not there, unless
         * there is something to say of it.
         */
        private List<ChangedSection> sections(Version version, Comparison comparison, String comparisonPage) {
            return comparison.sections().stream()
                    .filter(change -> change.isTextChange()
                            || version.effectOf(change.section().key()).isPresent())
                    .map(change -> new ChangedSection(
                            change.section().heading().in(language),
                            switch (change.kind()) {
                                case ADDED -> say("added");
                                case REMOVED -> say("removed");
                                case CHANGED, MOVED, UNCHANGED -> null;
                            },
                            version.effectOf(change.section().key())
                                    .map(effect -> effect.in(language))
                                    .orElse(null),
                            comparisonPage + "#" + change.section().key()))
                    .toList();
        }

        private String say(String key, Object... arguments) {
            return messages.getMessage("mail.change." + key, arguments, language.locale());
        }
    }
}
