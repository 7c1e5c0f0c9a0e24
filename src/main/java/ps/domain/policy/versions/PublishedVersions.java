package ps.domain.policy.versions;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;

/** The published versions, and the way to publish another. */
@Component
public class PublishedVersions {

    private final PolicyVersions versions;
    private final AuditTrail trail;
    private final JdbcClient jdbc;
    private final Clock clock;

    PublishedVersions(PolicyVersions versions, AuditTrail trail, JdbcClient jdbc, Clock clock) {
        this.versions = versions;
        this.trail = trail;
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** All versions in time. */
    @Transactional(readOnly = true)
    public Timeline timeline() {
        return Timeline.of(
                versions.findAllByOrderByNumber().stream()
                        .map(PolicyVersion::toVersion)
                        .toList(),
                clock);
    }

    /** The reasons why this cannot be published now; none if it can. */
    @Transactional(readOnly = true)
    public List<Obstacle> obstaclesTo(NewVersion wanted) {
        return Readiness.of(wanted, latest(), LocalDate.now(clock));
    }

    /**
     * Publishes. Joins the transaction of whatever else has to happen with it.
     *
     * @throws CannotPublish when something stands in the way
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Version publish(NewVersion wanted, Actor by) {
        // One publication at a time: number and hash follow from the version before. Readers are not held up.
        jdbc.sql("LOCK TABLE policy_version IN SHARE ROW EXCLUSIVE MODE").update();
        Version version = versions.save(
                        PolicyVersion.following(latest(), wanted, clock.instant(), LocalDate.now(clock)))
                .toVersion();
        trail.record(
                by,
                "version.published",
                "version:" + version.number(),
                Map.of(
                        "effectiveFrom", version.effectiveFrom().toString(),
                        "material", version.isMaterial(),
                        "fingerprint", version.fingerprint().hex()));
        return version;
    }

    private Optional<Version> latest() {
        return versions.findFirstByOrderByNumberDesc().map(PolicyVersion::toVersion);
    }
}
