package ps.domain.policy.retention;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.accounts.TechnicalLists;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.TechnicalMail;
import ps.domain.policy.notices.NoticeAddresses;
import ps.domain.policy.notices.NoticeAddresses.Place;
import ps.domain.policy.notices.TestMails;
import ps.domain.policy.staff.TechnicalStaffRecords;

/** Applies the periods once a day, in short transactions, and puts on the trail what it removed. */
@Component
class Retention {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private static final int BATCH = 500;

    private final RetentionSettings settings;
    private final RetentionRuns runs;
    private final Pseudonyms pseudonyms;
    private final NoticeAddresses addresses;
    private final TechnicalMail mail;
    private final TestMails tests;
    private final TechnicalStaffRecords staff;
    private final TechnicalLists lists;
    private final AuditTrail trail;
    private final TransactionTemplate transactions;
    private final Clock clock;

    Retention(
            RetentionSettings settings,
            RetentionRuns runs,
            Pseudonyms pseudonyms,
            NoticeAddresses addresses,
            TechnicalMail mail,
            TestMails tests,
            TechnicalStaffRecords staff,
            TechnicalLists lists,
            AuditTrail trail,
            TransactionTemplate transactions,
            Clock clock) {
        this.settings = settings;
        this.runs = runs;
        this.pseudonyms = pseudonyms;
        this.addresses = addresses;
        this.mail = mail;
        this.tests = tests;
        this.staff = staff;
        this.lists = lists;
        this.trail = trail;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** Applies all periods, unless that was done today or another instance is at it. */
    void apply() {
        if (!runs.begin()) {
            return;
        }
        forgetTechnicalRecords(clock.instant().minus(settings.technicalRecords()));
        if (replaceAddresses(settings.oldNoticesBefore(clock))) {
            runs.succeed();
        }
    }

    private void forgetTechnicalRecords(Instant before) {
        remove("reports", () -> mail.emptyReports(before, BATCH));
        remove("mailings", () -> mail.forgetMailings(before, BATCH));
        remove("testMails", () -> tests.forget(before));
        remove("links", () -> staff.forgetLinks(before));
        remove("browsers", () -> staff.forgetDevices(before));
        remove("sessions", () -> staff.forgetSessions(before));
        remove("lists", () -> lists.forgetLists(before));
        remove("clients", () -> lists.forgetStrangers(before));
        transactions.executeWithoutResult(transaction -> {
            Map<String, Long> removed = runs.takeTally();
            if (!removed.isEmpty()) {
                trail.record(Actor.APPLICATION, "retention.applied", "retention", removed);
            }
        });
    }

    /** Batch after batch, each counted where it is removed, until one finds nothing any more. */
    private void remove(String what, IntSupplier batch) {
        boolean more = true;
        while (more) {
            more = Boolean.TRUE.equals(transactions.execute(transaction -> {
                int some = batch.getAsInt();
                if (some > 0) {
                    runs.count(what, some);
                }
                return some > 0;
            }));
        }
    }

    /** Whether none are left that should go. */
    private boolean replaceAddresses(Instant before) {
        List<UUID> due = addresses.due(before);
        Pseudonyms.State state = pseudonyms.state();
        if (!due.isEmpty() && state != Pseudonyms.State.READY) {
            LOG.warn("Addresses in {} old notices stay: {}", due.size(), PseudonymKeyHealth.wrongWith(state));
            return false;
        }
        for (UUID notice : due) {
            Optional<Place> place = Optional.of(Place.BEGINNING);
            while (place.isPresent()) {
                place = addresses.replace(notice, place.get());
                runs.goOn();
            }
            addresses.finish(notice);
        }
        return true;
    }
}
