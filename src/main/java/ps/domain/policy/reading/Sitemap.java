package ps.domain.policy.reading;

import java.time.LocalDate;
import javax.xml.stream.XMLStreamException;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;

/** The pages that searching may find (the protocol of sitemaps.org), each with the same page in the other language. */
final class Sitemap {

    static final String CONTENT_TYPE = "application/xml;charset=utf-8";

    private final Edition edition;
    private final SiteSettings site;
    private final Links links;

    Sitemap(Edition edition, SiteSettings site, Links links) {
        this.edition = edition;
        this.site = site;
        this.links = links;
    }

    byte[] toXml() {
        return Xml.document(document -> document.element("urlset", this::pages));
    }

    private void pages(Xml pages) throws XMLStreamException {
        pages.attribute("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")
                .attribute("xmlns:xhtml", "http://www.w3.org/1999/xhtml");
        Timeline timeline = edition.timeline();
        LocalDate updated =
                timeline.effectiveFrom(timeline.inForce(edition.moment()).orElseThrow());
        LocalDate changed = LocalDate.ofInstant(timeline.lastChange().orElseThrow(), timeline.zone());
        for (Language language : Language.values()) {
            page(pages, new Address.InForce(language), updated);
            page(pages, new Address.History(language), changed);
        }
    }

    private void page(Xml pages, Address.OfPage address, LocalDate modified) throws XMLStreamException {
        pages.element("url", page -> {
            page.element("loc", links.to(address.path()));
            page.element("lastmod", modified.toString());
            for (Head.Alternate alternate : Head.alternates(address, site, links)) {
                page.element(
                        "xhtml:link",
                        link -> link.attribute("rel", "alternate")
                                .attribute("hreflang", alternate.language())
                                .attribute("href", alternate.address()));
            }
        });
    }
}
