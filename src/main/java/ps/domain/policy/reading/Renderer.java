package ps.domain.policy.reading;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import ps.domain.policy.reading.download.Download;
import ps.domain.policy.reading.download.Downloads;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.PageTemplates;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionState;

/** Knows what is at each address of an edition, and how to make it. */
@Component
class Renderer {

    private final PageTemplates templates;
    private final Downloads downloads;
    private final MessageSource messages;
    private final SiteSettings site;
    private final Links links;

    Renderer(PageTemplates templates, Downloads downloads, MessageSource messages, SiteSettings site, Links links) {
        this.templates = templates;
        this.downloads = downloads;
        this.messages = messages;
        this.site = site;
        this.links = links;
    }

    /** How to make what is at an address; empty when nothing is. Finding out costs nothing. */
    Optional<Rendering> of(Address address, Edition edition) {
        Timeline timeline = edition.timeline();
        return switch (address) {
            case Address.InForce page ->
                timeline.inForce(edition.moment()).map(version -> () -> version(page, version, edition));
            case Address.Permanent page ->
                timeline.version(page.number()).map(version -> () -> version(page, version, edition));
            case Address.History page -> Optional.of(() -> history(page, edition));
            case Address.File file ->
                timeline.version(file.number()).map(version -> () -> file(file, version, edition));
            case Address.Compared page ->
                timeline.version(page.from())
                        .flatMap(from ->
                                timeline.version(page.to()).map(to -> () -> comparison(page, from, to, edition)));
            case Address.Feed feed ->
                Optional.of(() -> Page.of(
                        Feed.CONTENT_TYPE,
                        Lifetime.BRIEFLY,
                        new Feed(edition, feed.language(), messages, site, links).toXml()));
            case Address.Sitemap sitemap ->
                Optional.of(() ->
                        Page.of(Sitemap.CONTENT_TYPE, Lifetime.BRIEFLY, new Sitemap(edition, site, links).toXml()));
            case Address.Asset asset -> Optional.empty();
        };
    }

    private Page version(Address.OfPage address, Version version, Edition edition) {
        boolean current = address instanceof Address.InForce;
        Language language = address.language();
        VersionPage page = VersionPage.of(version, current, edition, language, messages, links);
        String description = messages.getMessage(
                current ? "reading.description.inForce" : "reading.description.version",
                new Object[] {site.company(), page.plainPeriod(), page.number()},
                language.locale());
        boolean settled = !current && edition.stateOf(version) == VersionState.SUPERSEDED;
        return html(
                address,
                "reading/version",
                settled ? Lifetime.FOR_EVER : Lifetime.BRIEFLY,
                Head.of(address, version, edition, description, site, links),
                Map.of("page", page));
    }

    private Page history(Address.History address, Edition edition) {
        Language language = address.language();
        String description =
                messages.getMessage("reading.description.versions", new Object[] {site.company()}, language.locale());
        return html(
                address,
                "reading/versions",
                Lifetime.BRIEFLY,
                Head.of(address, true, description, site, links),
                Map.of(
                        "entries",
                        edition.timeline().newestFirst().stream()
                                .map(version -> HistoryEntry.of(version, edition, language, messages))
                                .toList(),
                        "first",
                        edition.timeline()
                                .effectiveFrom(edition.timeline().version(1).orElseThrow())));
    }

    private Page file(Address.File address, Version version, Edition edition) {
        Download download = downloads.of(version, edition.timeline(), address.language(), address.format());
        Page file = Page.file(download.contentType(), download.contentDisposition(), download.bytes());
        // What is upcoming can still be postponed, withdrawn or overtaken, which its files tell of.
        return edition.stateOf(version) == VersionState.UPCOMING ? file.keptFor(Lifetime.BRIEFLY) : file;
    }

    private Page comparison(Address.Compared address, Version from, Version to, Edition edition) {
        Language language = address.language();
        String description = messages.getMessage(
                "reading.description.comparison",
                new Object[] {site.company(), Integer.toString(from.number()), Integer.toString(to.number())},
                language.locale());
        return html(
                address,
                "reading/comparison",
                Lifetime.BRIEFLY,
                Head.of(address, false, description, site, links),
                Map.of("page", ComparisonPage.of(from, to, address.all(), edition, language, messages)));
    }

    private Page html(Address.OfPage address, String template, Lifetime lifetime, Head head, Map<String, ?> content) {
        Map<String, @Nullable Object> model = new HashMap<>(content);
        model.put("head", head);
        return Page.of(
                PageTemplates.CONTENT_TYPE,
                lifetime,
                templates.render(template, address.path(), address.language(), model));
    }
}
