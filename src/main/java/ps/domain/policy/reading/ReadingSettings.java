package ps.domain.policy.reading;

import jakarta.validation.constraints.NotNull;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * How pages are served.
 *
 * @param pageMemory the most memory that rendered pages may take; those asked for least make room
 */
@Validated
@ConfigurationProperties("policy.reading")
record ReadingSettings(@NotNull @DefaultValue("64MB") DataSize pageMemory) {

    private static final DataSize LEAST = DataSize.ofMegabytes(1);

    ReadingSettings {
        if (pageMemory.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("policy.reading.page-memory must be 1MB or more, and not " + pageMemory);
        }
    }
}
