package ps.domain.policy.reading;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a page says of itself to search engines and to those who show a link to it. A page without a head is not to be
 * found by searching.
 *
 * @param canonical its one address, absolute
 * @param indexed whether searching may find it
 * @param description one sentence, plain
 * @param alternates the same page in each language, and for readers whose language is not known
 * @param structuredData JSON-LD in the words of schema.org, safe within a {@code script} element; null for a page that
 *     is not a text of the policy
 * @param publishedAt when the text was made public, ISO 8601; null likewise
 * @param modifiedAt from when it is in force, or when it was withdrawn or overtaken, ISO 8601; null likewise
 */
record Head(
        String canonical,
        boolean indexed,
        String description,
        List<Alternate> alternates,
        @Nullable String structuredData,
        @Nullable String publishedAt,
        @Nullable String modifiedAt) {

    /** The value of {@code hreflang} for readers whose language is not known. */
    private static final String X_DEFAULT = "x-default";

    /**
     * The same page for other readers.
     *
     * @param language of those readers, as {@code hreflang} wants it
     * @param address absolute
     */
    record Alternate(String language, String address) {}

    /** The head of a page that is not a text of the policy. */
    static Head of(Address.OfPage page, boolean indexed, String description, SiteSettings site, Links links) {
        return new Head(links.to(page.path()), indexed, description, alternates(page, site, links), null, null, null);
    }

    /**
     * The head of a text of the policy. Only the text in force is to be found by searching. It has two addresses, and
     * the one without a number is the one to find it at; any other version stands for itself.
     */
    static Head of(
            Address.OfPage page, Version version, Edition edition, String description, SiteSettings site, Links links) {
        Timeline timeline = edition.timeline();
        boolean inForce =
                timeline.inForce(edition.moment()).filter(version::equals).isPresent();
        Address.OfPage canonical = inForce ? new Address.InForce(page.language()) : page;
        String publishedAt = iso(version.publishedAt().atZone(timeline.zone()).toOffsetDateTime());
        Instant modified = timeline.givenUpAt(version).orElseGet(() -> timeline.beginningOf(version));
        String modifiedAt = iso(modified.atZone(timeline.zone()).toOffsetDateTime());
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("@context", "https://schema.org");
        data.put("@type", "WebPage");
        data.put("url", links.to(canonical.path()));
        data.put("name", version.title().in(page.language()));
        data.put("description", description);
        data.put("inLanguage", page.language().tag());
        data.put("version", Integer.toString(version.number()));
        data.put("datePublished", publishedAt);
        data.put("dateModified", modifiedAt);
        data.put("publisher", Map.of("@type", "Organization", "name", site.company()));
        return new Head(
                links.to(canonical.path()),
                inForce,
                description,
                alternates(canonical, site, links),
                // No way out of the script element that it is written into.
                JsonMapper.shared().writeValueAsString(data).replace("<", "\\u003c"),
                publishedAt,
                modifiedAt);
    }

    /** The alternates of a page: each language, then the one for everybody else. */
    static List<Alternate> alternates(Address.OfPage page, SiteSettings site, Links links) {
        String byDefault = page instanceof Address.InForce ? "/privacy" : page.in(site.defaultLanguage());
        return Stream.concat(
                        Stream.of(Language.values())
                                .map(language -> new Alternate(language.tag(), links.to(page.in(language)))),
                        Stream.of(new Alternate(X_DEFAULT, links.to(byDefault))))
                .toList();
    }

    private static String iso(OffsetDateTime moment) {
        return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(moment.truncatedTo(ChronoUnit.SECONDS));
    }
}
