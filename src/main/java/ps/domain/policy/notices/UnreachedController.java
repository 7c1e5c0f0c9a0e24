package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.notices.Audiences.Scope;
import ps.domain.policy.notices.Audiences.ToTellOtherwise;
import ps.domain.policy.site.CsvDownload;

/** Those who are to be told in another way than by mail, as a file to work through. That somebody took it is recorded. */
@Controller
@RequestMapping("/admin/notices")
class UnreachedController {

    private final Audiences audiences;
    private final Notices notices;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;
    private final MessageSource messages;

    UnreachedController(
            Audiences audiences,
            Notices notices,
            AuditTrail trail,
            TransactionTemplate transactions,
            MessageSource messages) {
        this.audiences = audiences;
        this.notices = notices;
        this.trail = trail;
        this.transactions = transactions;
        this.messages = messages;
    }

    /** As it is now, of a notice to everybody. */
    @GetMapping("/unreached.csv")
    void now(Actor actor, Locale locale, HttpServletResponse response) throws IOException {
        export("account-holders", actor, locale, response, to -> audiences.toTellOtherwise(Scope.EVERYBODY, to));
    }

    /** As it was recorded with a notice. */
    @GetMapping("/{id}/unreached.csv")
    void of(@PathVariable UUID id, Actor actor, Locale locale, HttpServletResponse response) throws IOException {
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        export("notice:" + notice.reference(), actor, locale, response, to -> audiences.toTellOtherwise(notice, to));
    }

    /** Records that somebody takes a list along, and writes it. */
    void export(
            String subject,
            Actor actor,
            Locale locale,
            HttpServletResponse response,
            Consumer<Consumer<ToTellOtherwise>> all)
            throws IOException {
        transactions.executeWithoutResult(
                transaction -> trail.record(actor, "notice.unreached-exported", subject, Map.of()));
        CsvDownload file = CsvDownload.to(response, "to-be-told-otherwise.csv");
        file.row(
                text("notices.unreached.client", locale),
                text("notices.unreached.name", locale),
                text("notices.unreached.organization", locale),
                text("notices.unreached.email", locale),
                text("notices.unreached.reason", locale));
        all.accept(person -> file.row(
                person.client(),
                person.name(),
                person.organization(),
                person.email(),
                text("notices.unreached.reason." + person.reason(), locale)));
        file.end();
    }

    private String text(String key, Locale locale) {
        return messages.getMessage(key, null, locale);
    }
}
