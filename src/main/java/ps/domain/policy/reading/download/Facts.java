package ps.domain.policy.reading.download;

import java.time.LocalDate;
import org.springframework.context.MessageSource;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Fate;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * What every file says of the version that it is, in one language.
 *
 * @param version "Version 2, effective date: 1 January 2027", or that it was withdrawn or overtaken
 * @param address where the version stays
 * @param fingerprintLabel what stands before the fingerprint
 * @param footer "Privacy Policy, version 2", and that it was withdrawn or overtaken, for every sheet of paper
 * @param company who speaks
 */
record Facts(
        Language language, String version, String address, String fingerprintLabel, String footer, String company) {

    static Facts of(
            Version version,
            Timeline timeline,
            Language language,
            String company,
            MessageSource messages,
            Links links) {
        String number = Integer.toString(version.number());
        Fate fate = timeline.fateOf(version);
        return new Facts(
                language,
                timeline.withdrawalOf(version)
                        .map(withdrawal -> messages.getMessage(
                                "reading.download.withdrawn",
                                new Object[] {
                                    number,
                                    Dates.inWords(LocalDate.ofInstant(withdrawal.at(), timeline.zone()), language)
                                },
                                language.locale()))
                        .or(() -> timeline.overtakenBy(version)
                                .map(later -> messages.getMessage(
                                        "reading.download.overtaken",
                                        new Object[] {number, Integer.toString(later.number())},
                                        language.locale())))
                        .orElseGet(() -> messages.getMessage(
                                "reading.download.version",
                                new Object[] {number, Dates.inWords(timeline.effectiveFrom(version), language)},
                                language.locale())),
                addressOf(version, language, links),
                messages.getMessage("reading.download.fingerprint", null, language.locale()),
                messages.getMessage(
                        fate == Fate.EFFECTIVE ? "reading.version.named" : "reading.download.footer" + fate.suffix(),
                        new Object[] {version.title().in(language), number},
                        language.locale()),
                company);
    }

    static String addressOf(Version version, Language language, Links links) {
        return links.to("/%s/privacy/versions/%s".formatted(language, version.number()));
    }
}
