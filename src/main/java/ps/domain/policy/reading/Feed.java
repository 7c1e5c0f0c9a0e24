package ps.domain.policy.reading;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import javax.xml.stream.XMLStreamException;
import org.springframework.context.MessageSource;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Dates;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * The feed of new versions in one language: Atom (RFC 4287), one entry for each publication. An entry's id follows from
 * the version's fingerprint, so it outlives a move to another address; it is updated only if the version is postponed or
 * withdrawn.
 */
final class Feed {

    static final String CONTENT_TYPE = "application/atom+xml;charset=utf-8";

    private final Edition edition;
    private final Timeline timeline;
    private final Language language;
    private final MessageSource messages;
    private final SiteSettings site;
    private final Links links;

    Feed(Edition edition, Language language, MessageSource messages, SiteSettings site, Links links) {
        this.edition = edition;
        this.timeline = edition.timeline();
        this.language = language;
        this.messages = messages;
        this.site = site;
        this.links = links;
    }

    byte[] toXml() {
        return Xml.document(document -> document.element("feed", this::feed));
    }

    private void feed(Xml feed) throws XMLStreamException {
        feed.attribute("xmlns", "http://www.w3.org/2005/Atom").attribute("xml:lang", language.tag());
        feed.element("id", id(timeline.version(1).orElseThrow(), "feed"));
        feed.element("title", say("reading.feed.title", site.company()));
        feed.element("subtitle", say("reading.feed.subtitle"));
        link(feed, "self", "application/atom+xml", new Address.Feed(language).path());
        link(feed, "alternate", "text/html", new Address.History(language).path());
        feed.element("author", author -> author.element("name", site.company()));
        feed.element("updated", iso(timeline.lastChange().orElseThrow()));
        for (Version version : timeline.newestFirst()) {
            feed.element("entry", entry -> entry(entry, version));
        }
    }

    private void entry(Xml entry, Version version) throws XMLStreamException {
        String number = Integer.toString(version.number());
        entry.element("id", id(version, "entry"));
        entry.element(
                "title",
                say(
                        "reading.feed.entry" + timeline.fateOf(version).suffix(),
                        number,
                        Dates.inWords(timeline.effectiveFrom(version), language)));
        link(entry, "alternate", "text/html", new Address.Permanent(language, version.number()).path());
        entry.element("published", iso(version.publishedAt()));
        entry.element("updated", iso(timeline.changedAt(version)));
        HistoryEntry shown = HistoryEntry.of(version, edition, language, messages);
        if (shown.material() || shown.minorReason() != null) {
            String significance = shown.material() ? "material" : "minor";
            entry.element(
                    "category",
                    category -> category.attribute("term", significance)
                            .attribute("label", say("reading." + significance)));
        }
        entry.element("content", content -> {
            content.attribute("type", "html");
            content.text(content(shown));
        });
    }

    private String content(HistoryEntry entry) {
        StringBuilder html =
                new StringBuilder("<div lang=\"%s\" dir=\"%s\">".formatted(language.tag(), language.direction()));
        if (entry.withdrawalReason() != null) {
            html.append(paragraph(say("reading.withdrawalReason", entry.withdrawalReason())));
        }
        entry.postponements().forEach(sentence -> html.append(paragraph(sentence)));
        entry.summary().forEach(text -> html.append(paragraph(text)));
        if (entry.minorReason() != null) {
            html.append(paragraph(say("reading.minorReason", entry.minorReason())));
        }
        return html.append("</div>").toString();
    }

    private void link(Xml parent, String relation, String type, String path) throws XMLStreamException {
        parent.element(
                "link",
                link -> link.attribute("rel", relation)
                        .attribute("type", type)
                        .attribute("hreflang", language.tag())
                        .attribute("href", links.to(path)));
    }

    private String id(Version version, String kind) {
        byte[] name = (kind + ":" + language.tag() + ":" + version.sha256()).getBytes(StandardCharsets.US_ASCII);
        return "urn:uuid:" + UUID.nameUUIDFromBytes(name);
    }

    private String say(String key, Object... arguments) {
        return messages.getMessage(key, arguments, language.locale());
    }

    private static String paragraph(String html) {
        return "<p>" + html + "</p>";
    }

    private static String iso(Instant moment) {
        return moment.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
