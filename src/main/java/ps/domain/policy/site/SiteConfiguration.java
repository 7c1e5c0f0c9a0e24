package ps.domain.policy.site;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.web.servlet.LocaleResolver;
import ps.domain.policy.text.Failure;

/** The clock, the messages, the language of a request, and what becomes of what goes wrong on a schedule. */
@Configuration(proxyBeanMethods = false)
class SiteConfiguration {

    private static final Logger log = LoggerFactory.getLogger(SiteConfiguration.class);

    /** As many as there are, and some more. */
    private static final int SCHEDULES = 16;

    /** The one clock; its zone is the zone in which effective dates begin. */
    @Bean
    Clock clock(SiteSettings settings) {
        return Clock.system(settings.zone());
    }

    /** Every bundle in {@code messages/}: one for each feature, in both languages, with none to fall back to. */
    @Bean
    MessageSource messageSource() throws IOException {
        PluralMessages messages = new PluralMessages();
        messages.setBasenames(Arrays.stream(
                        new PathMatchingResourcePatternResolver().getResources("classpath*:messages/*_en.properties"))
                .map(resource ->
                        "messages/" + String.valueOf(resource.getFilename()).replace("_en.properties", ""))
                .sorted()
                .toArray(String[]::new));
        messages.setDefaultEncoding("UTF-8");
        messages.setFallbackToSystemLocale(false);
        messages.setAlwaysUseMessageFormat(true);
        return messages;
    }

    /**
     * Lets nothing on a schedule wait for anything else on one, such as a correction for a WHMCS that hangs: the scheduler
     * that Spring Boot makes for virtual threads has one thread for all that is done with a fixed delay. What goes wrong is
     * logged without the words of what was thrown, and tried again the next time.
     */
    @Bean
    static ThreadPoolTaskScheduler taskScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setThreadFactory(Thread.ofVirtual().name("scheduling-", 1).factory());
        scheduler.setPoolSize(SCHEDULES);
        scheduler.setErrorHandler(
                failed -> log.error("Something on a schedule went wrong", Failure.withoutWords(failed)));
        return scheduler;
    }

    @Bean
    LocaleResolver localeResolver(RequestLanguage language) {
        return new RequestLocaleResolver(language);
    }
}
