package ps.domain.policy.reading;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import ps.domain.policy.text.Setting;

/**
 * How pages are served.
 *
 * @param pageMemory the most memory that rendered pages may take; those asked for least make room
 */
@ConfigurationProperties("policy.reading")
record ReadingSettings(@DefaultValue("64MB") DataSize pageMemory) {

    private static final DataSize LEAST = DataSize.ofMegabytes(1);

    ReadingSettings {
        Setting.requireAtLeast("policy.reading.page-memory", LEAST, pageMemory);
    }
}
