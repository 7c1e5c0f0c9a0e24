package ps.domain.policy.notices;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import ps.domain.policy.accounts.AccountHoldersNotSynchronized;
import ps.domain.policy.delivery.MailingPaused;
import ps.domain.policy.delivery.Trouble;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffAlerts;
import ps.domain.policy.staff.StaffAlerts.Alert;
import ps.domain.policy.text.Language;

/** Sends for those who can decide, where telling account holders has come to a halt or is about to. */
@Component
class Alarms {

    private final Notices notices;
    private final StaffAlerts alerts;
    private final MessageSource messages;

    Alarms(Notices notices, StaffAlerts alerts, MessageSource messages) {
        this.notices = notices;
        this.alerts = alerts;
        this.messages = messages;
    }

    /** In the transaction that pauses it. Where the relay takes nothing, this waits in its queue as well. */
    @EventListener
    void onPaused(MailingPaused paused) {
        notices.of(paused.mailing()).ifPresent(notice -> {
            Trouble trouble = paused.trouble();
            alerts.tell(
                    Role.APPROVER,
                    language -> new Alert(
                            text(language, "notices.alarm.paused", notice.reference()),
                            List.of(text(
                                    language,
                                    "notices.trouble." + NoticePage.nameOf(trouble.kind()),
                                    trouble.answers(),
                                    trouble.refused())),
                            "/admin/notices/" + notice.id()));
        });
    }

    @EventListener
    void onNotSynchronized(AccountHoldersNotSynchronized event) {
        String key = event.failure() == null ? "notices.alarm.closing" : "notices.alarm.sync";
        alerts.tell(
                Role.ADMIN,
                language -> new Alert(
                        text(language, key), List.of(text(language, key + ".text")), "/admin/account-holders"));
    }

    private String text(Language language, String key, @Nullable Object... arguments) {
        return messages.getMessage(key, arguments, language.locale());
    }
}
