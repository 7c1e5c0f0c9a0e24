package ps.domain.policy.reading;

import java.time.Clock;
import org.springframework.stereotype.Component;
import ps.domain.policy.text.Language;
import ps.domain.policy.versions.Timeline;
import ps.domain.policy.versions.Version;

/** Pages exactly as readers would see them if something were published that is not yet. */
@Component
public class Rehearsal {

    /** Such a page may be shown within one of ours, and leads nowhere: much of what it links is not there yet. */
    public static final String POLICY = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';"
            + " base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-same-origin";

    private final Renderer renderer;
    private final Clock clock;

    Rehearsal(Renderer renderer, Clock clock) {
        this.renderer = renderer;
        this.clock = clock;
    }

    /**
     * The page of a version as HTML in UTF-8.
     *
     * @param timeline in which it is published
     */
    public byte[] version(Version version, Timeline timeline, Language language) {
        return page(new Address.Permanent(language, version.number()), timeline);
    }

    /**
     * The page that compares two versions, likewise.
     *
     * @param timeline in which both are published
     */
    public byte[] comparison(Version from, Version to, Timeline timeline, Language language) {
        return page(new Address.Compared(language, from.number(), to.number(), false), timeline);
    }

    private byte[] page(Address address, Timeline timeline) {
        return renderer.of(address, Edition.of(timeline, clock.instant()))
                .orElseThrow()
                .render()
                .variant(false)
                .bytes();
    }
}
