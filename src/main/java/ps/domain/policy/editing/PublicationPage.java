package ps.domain.policy.editing;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.notices.Audience;
import ps.domain.policy.notices.MailPreview;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Significance.Minor;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * What the page shows of what would happen.
 *
 * @param number of the new version
 * @param predecessor the number of the version that it is compared with
 * @param effective the moment from which it is in force, in the zone of the policy, as HTML
 * @param effectiveUtc the same in UTC, as HTML
 * @param zone the name of the zone of the policy
 * @param days how many whole days account holders have until then
 * @param minorReason why it is minor, if it is
 * @param shortNotice the decision that account holders may be told late, if there is one
 * @param audience how many would be told, of a material version
 * @param mails what they would get, of a material version
 */
record PublicationPage(
        String number,
        String predecessor,
        boolean material,
        String effective,
        String effectiveUtc,
        String zone,
        long days,
        @Nullable BilingualText minorReason,
        @Nullable Decision shortNotice,
        BilingualText summary,
        Audience audience,
        List<MailPreview> mails) {

    /** A decision and who made it; the moment is HTML. */
    record Decision(String reason, String by, String at) {

        static Decision of(ShortNotice decision, ZoneId zone, Language language) {
            return new Decision(
                    decision.reason(), decision.decidedBy(), Dates.toHtml(decision.decidedAt(), zone, language));
        }
    }

    static PublicationPage of(
            Version version,
            Timeline timeline,
            Instant now,
            @Nullable ShortNotice shortNotice,
            Audience audience,
            List<MailPreview> mails,
            Language language) {
        Instant effective =
                timeline.effectiveFrom(version).atStartOfDay(timeline.zone()).toInstant();
        return new PublicationPage(
                Integer.toString(version.number()),
                Integer.toString(
                        timeline.predecessorOf(version).map(Version::number).orElse(0)),
                version.isMaterial(),
                Dates.toHtml(effective, timeline.zone(), language),
                Dates.toHtml(effective, ZoneOffset.UTC, language),
                timeline.zone().getId(),
                Math.max(0, now.until(effective, ChronoUnit.DAYS)),
                version.significance() instanceof Minor minor ? minor.reason() : null,
                shortNotice == null ? null : Decision.of(shortNotice, timeline.zone(), language),
                version.summary(),
                audience,
                mails);
    }
}
