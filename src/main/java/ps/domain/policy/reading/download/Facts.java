package ps.domain.policy.reading.download;

import java.time.LocalDate;
import org.springframework.context.MessageSource;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Version;

/**
 * What every file says of the version that it is, in one language.
 *
 * @param version "Version 2, in force from 1 January 2027"
 * @param address where the version stays
 * @param fingerprintLabel what stands before the fingerprint
 * @param footer "Privacy Policy, version 2"
 * @param company who speaks
 */
record Facts(
        Language language, String version, String address, String fingerprintLabel, String footer, String company) {

    static Facts of(
            Version version,
            LocalDate effectiveFrom,
            Language language,
            String company,
            MessageSource messages,
            Links links) {
        Object[] number = {Integer.toString(version.number()), Dates.inWords(effectiveFrom, language)};
        return new Facts(
                language,
                messages.getMessage("reading.download.version", number, language.locale()),
                addressOf(version, language, links),
                messages.getMessage("reading.download.fingerprint", null, language.locale()),
                messages.getMessage(
                        "reading.download.footer",
                        new Object[] {version.title().in(language), number[0]},
                        language.locale()),
                company);
    }

    static String addressOf(Version version, Language language, Links links) {
        return links.to("/%s/privacy/versions/%d".formatted(language, version.number()));
    }
}
