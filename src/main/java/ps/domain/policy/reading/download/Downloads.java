package ps.domain.policy.reading.download;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import ps.domain.policy.site.Links;
import ps.domain.policy.site.SiteSettings;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PolicyDocument;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/**
 * Makes versions into files. What comes out follows from the settings and from what is recorded of versions alone, not
 * from when or where it is made: once the version's day has come, it can be kept for ever.
 */
@Component
public class Downloads {

    private final MessageSource messages;
    private final Links links;
    private final String name;
    private final String company;

    Downloads(MessageSource messages, Links links, SiteSettings settings) {
        this.messages = messages;
        this.links = links;
        this.company = settings.company();
        this.name = nameOf(settings.company());
    }

    /** A version of a timeline in a format. A PDF takes some tenths of a second. */
    public Download of(Version version, Timeline timeline, Language language, Format format) {
        return new Download(
                bytes(version, timeline, language, format), format, fileName(version.number(), language, format));
    }

    private byte[] bytes(Version version, Timeline timeline, Language language, Format format) {
        Facts facts = Facts.of(version, timeline, language, company, messages, links);
        return switch (format) {
            case MD -> PolicyDocument.of(version, timeline, language).toFile().getBytes(StandardCharsets.UTF_8);
            case TXT -> PlainText.of(version, facts).getBytes(StandardCharsets.UTF_8);
            case JSON -> Json.of(version, timeline, links).getBytes(StandardCharsets.UTF_8);
            case PDF -> Paper.of(version, facts).toBytes();
        };
    }

    private String fileName(int number, Language language, Format format) {
        String both = name + "privacy-policy-v" + number;
        return switch (format) {
            case MD, TXT, PDF -> both + "-" + language + "." + format.extension();
            case JSON -> both + "." + format.extension();
        };
    }

    /** The company's name as the beginning of a file's name, as far as it is in ASCII. */
    private static String nameOf(String company) {
        String plain =
                company.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+|[-.]+$", "");
        return plain.isEmpty() ? "" : plain + "-";
    }
}
