package ps.domain.policy.reading;

import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import ps.domain.policy.reading.download.Download;
import ps.domain.policy.reading.download.Downloads;
import ps.domain.policy.reading.download.Format;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;

/** A version to keep. */
@Controller
class DownloadController {

    private static final Duration FOR_EVER = Duration.ofDays(365);

    private final PublishedVersions versions;
    private final Downloads downloads;

    DownloadController(PublishedVersions versions, Downloads downloads) {
        this.versions = versions;
        this.downloads = downloads;
    }

    @GetMapping("/{language:ar|en}/privacy/versions/{number:[1-9][0-9]{0,8}}.{extension:md|txt|json|pdf}")
    ResponseEntity<byte[]> download(
            @PathVariable String language, @PathVariable int number, @PathVariable String extension) {
        Download download = Format.ofExtension(extension)
                .flatMap(format -> downloads.of(
                        versions.timeline(), number, Language.ofTag(language).orElseThrow(), format))
                .orElseThrow(NoSuchVersion::new);
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, download.contentType())
                .header(HttpHeaders.CONTENT_DISPOSITION, download.contentDisposition())
                .cacheControl(CacheControl.maxAge(FOR_EVER).cachePublic().immutable())
                .eTag(download.entityTag())
                .body(download.bytes());
    }
}
