package ps.domain.policy.staff;

import java.util.List;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.text.Language;

/** Tells staff by mail that something waits for them. */
@Component
public class StaffAlerts {

    private final StaffAccounts accounts;
    private final StaffMail mail;

    StaffAlerts(StaffAccounts accounts, StaffMail mail) {
        this.accounts = accounts;
        this.mail = mail;
    }

    /**
     * What is to be looked at.
     *
     * @param path the page to look at, without the context path
     */
    public record Alert(String subject, List<String> paragraphs, String path) {}

    /** Tells everybody who may do what this role may, each in their language; the mail goes by the queue of all mail. */
    @Transactional
    public void tell(Role role, Function<Language, Alert> words) {
        accounts.findAllByDeactivatedAtIsNull().stream()
                .filter(account -> account.may(role))
                .forEach(account -> mail.alert(account, words.apply(account.language())));
    }
}
