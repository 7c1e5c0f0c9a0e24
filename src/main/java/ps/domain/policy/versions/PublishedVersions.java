package ps.domain.policy.versions;

import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.text.BilingualText;

/** The published versions, and the ways to publish another, and to postpone one or take it back. */
@Component
public class PublishedVersions {

    private final PolicyVersions versions;
    private final TimelineInMemory memory;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final VersionSettings settings;
    private final Clock clock;

    PublishedVersions(
            PolicyVersions versions,
            TimelineInMemory memory,
            AuditTrail trail,
            JdbcClient jdbc,
            VersionSettings settings,
            Clock clock) {
        this.versions = versions;
        this.memory = memory;
        this.trail = trail;
        this.jdbc = jdbc;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * All versions in time, from memory: no question to the database, and an answer without one. What any instance
     * publishes, postpones or withdraws is here well within a second. The same object until something changes.
     */
    public Timeline timeline() {
        return memory.timeline();
    }

    /** All versions in time as the transaction that this is called in sees them. */
    @Transactional(propagation = Propagation.MANDATORY, readOnly = true)
    public Timeline recordedTimeline() {
        return memory.read();
    }

    /** The reasons why this cannot be published now; none if it can. */
    @Transactional(readOnly = true)
    public List<Obstacle> obstaclesTo(NewVersion wanted) {
        return Readiness.of(wanted, memory.read(), clock.instant(), settings.minimumNotice());
    }

    /** The first day from which a material change can be in force of which account holders are told at a moment. */
    public LocalDate earliestAfterNotice(Instant toldAt) {
        return Readiness.earliestAfterNotice(toldAt.atZone(memory.timeline().zone()), settings.minimumNotice());
    }

    /**
     * All versions in time as if this had been published now, whether or not something stands in the way: what is
     * undecided is taken as a minor change from today on. Nothing is kept.
     */
    @Transactional(readOnly = true)
    public Timeline rehearse(NewVersion wanted) {
        Timeline timeline = memory.read();
        return timeline.with(
                PolicyVersion.rehearsed(timeline, wanted, clock.instant()).toVersion());
    }

    /**
     * Publishes. Joins the transaction of whatever else has to happen with it.
     *
     * @throws CannotPublish when something stands in the way
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Version publish(NewVersion wanted, Actor by) {
        lock();
        Version version = versions.save(
                        PolicyVersion.following(memory.read(), wanted, clock.instant(), settings.minimumNotice()))
                .toVersion();
        Map<String, Object> details = new HashMap<>(Map.of(
                "effectiveFrom", version.effectiveFrom().toString(),
                "material", version.isMaterial(),
                "fingerprint", version.sha256()));
        if (version.isMaterial() && wanted.shortNotice() != null) {
            details.put("shortNotice", wanted.shortNotice());
        }
        trail.record(by, "version.published", "version:" + version.number(), details);
        readAgainAfterCommit();
        return version;
    }

    /**
     * Takes a version back before its effective date: it stays public, marked, and never takes effect. Joins the
     * transaction of whatever else has to happen with it.
     *
     * @param reason for readers, in both languages
     * @throws CannotWithdraw when it has taken effect, was withdrawn before, or the reason is incomplete
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void withdraw(Version version, BilingualText reason, Actor by) {
        lock();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Timeline timeline = memory.read();
        timeline.refusalToWithdraw(version, now).ifPresent(refusal -> {
            throw new CannotWithdraw(version.number(), refusal);
        });
        if (!reason.isComplete()) {
            throw new CannotWithdraw(version.number(), CannotWithdraw.Reason.REASON_MISSING);
        }
        Withdrawal withdrawal = new Withdrawal(version.number(), now, reason, Seal.behind(timeline.last())).sealed();
        insert(withdrawal, """
                INSERT INTO policy_withdrawal (version_number, withdrawn_at, reason_ar, reason_en, seq, previous_hash, hash)
                VALUES (:number, :at, :reasonAr, :reasonEn, :seq, :previous, :hash)
                """, reason, Map.of());
        trail.record(
                by,
                "version.withdrawn",
                "version:" + version.number(),
                Map.of(
                        "reasonAr", reason.ar(),
                        "reasonEn", reason.en(),
                        "fingerprint", withdrawal.sha256()));
        readAgainAfterCommit();
    }

    /**
     * Lets a version take effect later than was said before. Joins the transaction of whatever else has to happen with
     * it.
     *
     * @param to the day from which it is to be in force instead
     * @param reason for readers, in both languages
     * @throws CannotPostpone when it is not upcoming, the day is not later or too late, or the reason is incomplete
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void postpone(Version version, LocalDate to, BilingualText reason, Actor by) {
        lock();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Timeline timeline = memory.read();
        timeline.refusalToPostpone(version, to, now).ifPresent(refusal -> {
            throw new CannotPostpone(version.number(), refusal);
        });
        if (!reason.isComplete()) {
            throw new CannotPostpone(version.number(), CannotPostpone.Reason.REASON_MISSING);
        }
        LocalDate from = timeline.effectiveFrom(version);
        Postponement postponement =
                new Postponement(version.number(), now, from, to, reason, Seal.behind(timeline.last())).sealed();
        insert(postponement, """
                INSERT INTO policy_postponement (version_number, postponed_at, effective_from, postponed_to, reason_ar,
                  reason_en, seq, previous_hash, hash)
                VALUES (:number, :at, :from, :to, :reasonAr, :reasonEn, :seq, :previous, :hash)
                """, reason, Map.of("from", from, "to", to));
        trail.record(
                by,
                "version.postponed",
                "version:" + version.number(),
                Map.of(
                        "from", from.toString(),
                        "to", to.toString(),
                        "reasonAr", reason.ar(),
                        "reasonEn", reason.en(),
                        "fingerprint", postponement.sha256()));
        readAgainAfterCommit();
    }

    private void insert(Entry entry, String insert, BilingualText reason, Map<String, ?> more) {
        Seal seal = entry.seal();
        jdbc.sql(insert)
                .params(more)
                .param("number", entry.number())
                .param("at", entry.at().atOffset(ZoneOffset.UTC))
                .param("reasonAr", reason.ar())
                .param("reasonEn", reason.en())
                .param("seq", seal.seq())
                .param(
                        "previous",
                        seal.previous() == null ? null : seal.previous().bytes(),
                        Types.BINARY)
                .param("hash", seal.fingerprint().bytes())
                .update();
    }

    /**
     * Has everybody else who would publish, postpone or withdraw wait until this transaction is over. One entry of the
     * chain at a time: number, place and hash follow from what is there. Readers are not held up.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('policy_version'))")
                .query()
                .singleRow();
    }

    /** Who published sees it on the next page, without waiting for the database to tell this instance of it. */
    private void readAgainAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                memory.refresh();
            }
        });
    }
}
