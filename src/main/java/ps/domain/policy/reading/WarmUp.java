package ps.domain.policy.reading;

import java.time.Clock;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import ps.domain.policy.reading.download.Format;
import ps.domain.policy.text.Failure;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.PublishedVersions;

/**
 * Makes what readers ask for most once after the start and throws it away, so that the first of them does not wait for
 * classes and fonts to be loaded: for a PDF that takes seconds.
 */
@Component
class WarmUp {

    private static final Logger log = LoggerFactory.getLogger(WarmUp.class);

    private final PublishedVersions versions;
    private final Renderer renderer;
    private final Clock clock;

    WarmUp(PublishedVersions versions, Renderer renderer, Clock clock) {
        this.versions = versions;
        this.renderer = renderer;
        this.clock = clock;
    }

    /** Begins, and lets the application go on meanwhile. */
    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        Thread.ofPlatform().name("warm-up").daemon().start(this::render);
    }

    private void render() {
        try {
            Edition edition = Edition.of(versions.timeline(), clock.instant());
            Stream.of(Language.values())
                    .flatMap(language -> Stream.of(
                            new Address.InForce(language),
                            new Address.History(language),
                            new Address.File(language, 1, Format.PDF)))
                    .flatMap(address -> renderer.of(address, edition).stream())
                    .forEach(Rendering::render);
        } catch (RuntimeException | LinkageError failed) {
            log.warn("Nothing was warmed up; the first readers will wait a little", Failure.withoutWords(failed));
        }
    }
}
