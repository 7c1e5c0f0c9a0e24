package ps.domain.policy.accounts.imports;

import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

/** Sees to it that no list waits here for long: it is full of names and addresses. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class ImportExpiry {

    private final Imports imports;
    private final Runs runs;

    ImportExpiry(Imports imports, Runs runs) {
        this.imports = imports;
        this.runs = runs;
    }

    @Scheduled(initialDelay = 10, fixedDelay = 10, timeUnit = TimeUnit.MINUTES)
    void discardOldLists() {
        imports.discardOld();
        runs.buryTheDead();
    }
}
