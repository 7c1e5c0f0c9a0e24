package ps.domain.policy.reading;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What this instance serves to readers, as meters. */
@Component
class PageMetrics implements MeterBinder {

    private final PageCounts counts;
    private final Pages pages;

    PageMetrics(PageCounts counts, Pages pages) {
        this.counts = counts;
        this.pages = pages;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        FunctionCounter.builder("policy.pages.served", counts, PageCounts::whole)
                .description("Answers with what is kept, by how they were given")
                .tag("answer", "whole")
                .register(registry);
        FunctionCounter.builder("policy.pages.served", counts, PageCounts::unchanged)
                .description("Answers with what is kept, by how they were given")
                .tag("answer", "unchanged")
                .register(registry);
        FunctionCounter.builder("policy.pages.rendered", counts, PageCounts::renderings)
                .description("Pages that were not kept yet and had to be made")
                .register(registry);
        Gauge.builder("policy.pages.kept", pages, Pages::kept)
                .description("Pages in memory")
                .register(registry);
    }
}
