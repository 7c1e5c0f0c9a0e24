package ps.domain.policy.staff;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.delivery.DirectMail;
import ps.domain.policy.delivery.Letter;
import ps.domain.policy.delivery.MailingId;
import ps.domain.policy.delivery.Mailings;
import ps.domain.policy.delivery.NewMailing;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.PageTemplates;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;

/** What staff are told by mail about their own account, in their language. */
@Component
class StaffMail {

    private final Mailings mailings;
    private final DirectMail directMail;
    private final PageTemplates templates;
    private final MessageSource messages;
    private final Links links;
    private final SiteSettings site;
    private final Clock clock;

    StaffMail(
            Mailings mailings,
            DirectMail directMail,
            PageTemplates templates,
            MessageSource messages,
            Links links,
            SiteSettings site,
            Clock clock) {
        this.mailings = mailings;
        this.directMail = directMail;
        this.templates = templates;
        this.messages = messages;
        this.links = links;
        this.site = site;
        this.clock = clock;
    }

    /** What happened to an account that its owner should know of. */
    enum Event {
        PASSWORD_CHANGED,
        NEW_DEVICE,
        SECOND_FACTOR_ADDED,
        SECOND_FACTOR_REMOVED,
        SECOND_FACTOR_RESET,
        RECOVERY_CODES_RENEWED,
        RECOVERY_CODE_USED
    }

    /** Tells of something in the transaction in which it happens; the mail goes by the queue of all mail. */
    @Transactional(propagation = Propagation.MANDATORY)
    void tell(StaffAccount account, Event event) {
        Language language = account.language();
        String key = "staff.mail." + event.name();
        Instant now = clock.instant();
        String moment = Dates.inWords(now, clock.getZone(), language);
        Letter letter = letter(
                language,
                text(language, key + ".subject", site.company()),
                List.of(
                        text(language, "staff.mail.greeting", account.name()),
                        text(language, key + ".text", moment),
                        text(language, "staff.mail.not-you")),
                links.to("/admin/me"));
        enqueue(account, letter, now);
    }

    /** Tells of something that waits for staff, in the transaction in which it begins to. */
    @Transactional(propagation = Propagation.MANDATORY)
    void alert(StaffAccount account, StaffAlerts.Alert alert) {
        Language language = account.language();
        List<String> paragraphs = Stream.concat(
                        Stream.of(text(language, "staff.mail.greeting", account.name())), alert.paragraphs().stream())
                .toList();
        String subject = text(language, "staff.mail.alert.subject", site.company(), alert.subject());
        enqueue(account, letter(language, subject, paragraphs, links.to(alert.path())), clock.instant());
    }

    private void enqueue(StaffAccount account, Letter letter, Instant now) {
        MailingId mailing = mailings.create(NewMailing.passing("staff", letter, now));
        mailings.enqueue(
                mailing,
                "SELECT uuidv7() AS id, :address AS address, :variant AS variant, NULL::uuid AS follows",
                Map.of("address", account.email(), "variant", letter.variant()));
    }

    /**
     * Sends a link with which a password can be set. It goes at once and is kept nowhere.
     *
     * @return why it could not be sent, if it could not
     */
    Optional<String> sendLink(StaffPrincipal to, String token, Duration goodFor) {
        Language language = to.language();
        return directMail.send(
                to.email(),
                letter(
                        language,
                        text(language, "staff.mail.link.subject", site.company()),
                        List.of(
                                text(language, "staff.mail.greeting", to.name()),
                                text(language, "staff.mail.link.text", site.company(), goodFor.toHours()),
                                text(language, "staff.mail.link.ignore")),
                        linkFor(to, token)));
    }

    /** The address that a token opens, in the language of whom it is for, whatever that of the browser. */
    String linkFor(StaffPrincipal to, String token) {
        return links.to(
                "/admin/set-password/" + token + "?language=" + to.language().tag());
    }

    private Letter letter(Language language, String subject, List<String> paragraphs, String link) {
        byte[] html = templates.render(
                "mail/staff", "/", language, Map.of("subject", subject, "paragraphs", paragraphs, "link", link));
        String plain = String.join("\n\n", paragraphs) + "\n\n" + link + "\n";
        return new Letter(language.tag(), subject, new String(html, StandardCharsets.UTF_8), plain);
    }

    private String text(Language language, String key, Object... arguments) {
        return messages.getMessage(key, arguments, language.locale());
    }
}
