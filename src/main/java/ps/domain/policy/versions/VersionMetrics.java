package ps.domain.policy.versions;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.stereotype.Component;

/** What this instance knows of the versions, as meters: all instances should know the same. */
@Component
class VersionMetrics implements MeterBinder {

    private final TimelineWatch watch;
    private final TimelineInMemory memory;

    VersionMetrics(TimelineWatch watch, TimelineInMemory memory) {
        this.watch = watch;
        this.memory = memory;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("policy.database.connected", watch, known -> known.isConnected() ? 1 : 0)
                .description("Whether the database answers")
                .register(registry);
        Gauge.builder(
                        "policy.versions.published",
                        memory,
                        known -> known.timeline().latest().map(Version::number).orElse(0))
                .description("The number of the newest version that this instance knows")
                .register(registry);
    }
}
