package ps.domain.policy.retention;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import ps.domain.policy.text.Setting;

/**
 * How long personal data are kept.
 *
 * @param noticeAddresses how long after a notice was created pseudonyms take the place of the addresses in it, such as 3y or
 *     18m; never before everything about it has ended
 * @param technicalRecords how long what is only technical is kept: reports of what came back, mail to staff, links, browsers
 *     and what was wrong with lists
 */
@ConfigurationProperties("policy.retention")
record RetentionSettings(
        @DefaultValue("3y") Period noticeAddresses,
        @DefaultValue("90d") Duration technicalRecords) {

    RetentionSettings {
        if (noticeAddresses.isNegative() || noticeAddresses.isZero()) {
            throw new IllegalArgumentException("policy.retention.notice-addresses must be a day or more");
        }
        Setting.requireAtLeast("policy.retention.technical-records", Duration.ofDays(1), technicalRecords);
    }

    /** The moment before which a notice was created whose addresses are old: by the calendar of the clock's time zone. */
    Instant oldNoticesBefore(Clock clock) {
        return clock.instant().atZone(clock.getZone()).minus(noticeAddresses).toInstant();
    }
}
