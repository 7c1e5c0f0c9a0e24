package ps.domain.policy.reading;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import ps.domain.policy.versions.PublishedVersions;
import ps.domain.policy.versions.Timeline;

/**
 * Every page for readers, kept as bytes. A page is rendered once for its address and {@link Edition}, however many ask
 * for it at once; the memory for them is bounded; an address at which there is nothing takes none of it.
 */
@Component
class Pages {

    private final PublishedVersions versions;
    private final Renderer renderer;
    private final Assets assets;
    private final Clock clock;
    private final PageCounts counts;
    private final long memory;

    /** Rendering takes processor and memory, and those who read what is there already come first. */
    private final Semaphore renderings =
            new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()));

    private final Executor renderers = Executors.newVirtualThreadPerTaskExecutor();

    private volatile @Nullable Shelf shelf;

    Pages(
            PublishedVersions versions,
            Renderer renderer,
            Assets assets,
            Clock clock,
            PageCounts counts,
            ReadingSettings settings) {
        this.versions = versions;
        this.renderer = renderer;
        this.assets = assets;
        this.clock = clock;
        this.counts = counts;
        this.memory = settings.pageMemory().toBytes();
    }

    /** The pages of one edition. */
    private record Shelf(Edition edition, AsyncCache<Address, Page> pages) {}

    /** What is at an address now, if there is anything. */
    Optional<Page> at(Address address) {
        if (address instanceof Address.Asset asset) {
            return assets.at(asset.path());
        }
        Shelf current = current();
        CompletableFuture<Page> kept = current.pages().getIfPresent(address);
        if (kept != null) {
            return Optional.of(join(kept));
        }
        return renderer.of(address, current.edition())
                .map(rendering -> join(current.pages().get(address, key -> limited(rendering))));
    }

    /** Whether anything is at an address now; nothing is rendered. */
    boolean has(Address address) {
        return address instanceof Address.Asset asset
                ? assets.at(asset.path()).isPresent()
                : renderer.of(address, current().edition()).isPresent();
    }

    /** What is at an address if it is there already: nothing is rendered, and nothing waited for. */
    Optional<Page> ready(Address address) {
        if (address instanceof Address.Asset asset) {
            return assets.at(asset.path());
        }
        CompletableFuture<Page> kept = current().pages().getIfPresent(address);
        return kept != null && kept.state() == Future.State.SUCCESS ? Optional.of(kept.resultNow()) : Optional.empty();
    }

    /** How many pages of the current edition there are. */
    long kept() {
        return current().pages().synchronous().estimatedSize();
    }

    private Shelf current() {
        Timeline timeline = versions.timeline();
        Instant now = clock.instant();
        Shelf known = shelf;
        return known != null && known.edition().isCurrent(timeline, now) ? known : begin(timeline, now);
    }

    private synchronized Shelf begin(Timeline timeline, Instant now) {
        Shelf known = shelf;
        if (known != null && known.edition().isCurrent(timeline, now)) {
            return known;
        }
        Shelf begun = new Shelf(
                Edition.of(timeline, now),
                Caffeine.newBuilder()
                        .maximumWeight(memory)
                        .weigher((Address address, Page page) -> page.weight())
                        .executor(renderers)
                        .buildAsync());
        shelf = begun;
        return begun;
    }

    private Page limited(Rendering rendering) {
        renderings.acquireUninterruptibly();
        try {
            counts.rendered();
            return rendering.render();
        } finally {
            renderings.release();
        }
    }

    private static Page join(CompletableFuture<Page> page) {
        try {
            return page.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException cause ? cause : failed;
        }
    }
}
