package ps.domain.policy.reading;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;
import ps.domain.policy.reading.download.Download;
import ps.domain.policy.reading.download.Downloads;
import ps.domain.policy.reading.download.Format;
import ps.domain.policy.site.Links;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;
import ps.domain.policy.versions.VersionFiles;

/** Versions and their comparison as they are at the addresses that readers have. */
@Component
class ReadersFiles implements VersionFiles {

    private final Downloads downloads;
    private final Renderer renderer;
    private final Links links;

    ReadersFiles(Downloads downloads, Renderer renderer, Links links) {
        this.downloads = downloads;
        this.renderer = renderer;
        this.links = links;
    }

    @Override
    public Map<String, byte[]> of(Version version, Timeline timeline) {
        Map<String, byte[]> files = new TreeMap<>();
        for (Language language : Language.values()) {
            for (Format format : Format.values()) {
                if (format != Format.PDF) {
                    Download file = downloads.of(version, timeline, language, format);
                    files.put(file.fileName(), file.bytes());
                }
            }
        }
        return files;
    }

    @Override
    public Map<String, byte[]> comparing(Version from, Version to, Timeline timeline, Instant moment) {
        Map<String, byte[]> files = new TreeMap<>();
        for (Language language : Language.values()) {
            Address.Compared address = new Address.Compared(language, from.number(), to.number(), true);
            byte[] page = renderer.of(address, Edition.of(timeline, moment))
                    .orElseThrow()
                    .render()
                    .variant(false)
                    .bytes();
            files.put("v%s-v%s-%s.html".formatted(from.number(), to.number(), language), atHome(page, address));
        }
        return files;
    }

    /** With links and styles that lead to where the page comes from, wherever the file is opened. */
    private byte[] atHome(byte[] page, Address.OfPage address) {
        return new String(page, StandardCharsets.UTF_8)
                .replaceFirst("<head>", "<head>\n<base href=\"" + links.to(address.path()) + "\">")
                .getBytes(StandardCharsets.UTF_8);
    }
}
