package ps.domain.policy.site;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.ResourceBundleMessageSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.LocaleResolver;

/** The clock, the messages and the language of a request. */
@Configuration(proxyBeanMethods = false)
class SiteConfiguration {

    /** The one clock; its zone is the zone in which effective dates begin. */
    @Bean
    Clock clock(SiteSettings settings) {
        return Clock.system(settings.zone());
    }

    /** Every bundle in {@code messages/}: one for each feature, in both languages, with none to fall back to. */
    @Bean
    MessageSource messageSource() throws IOException {
        ResourceBundleMessageSource messages = new ResourceBundleMessageSource();
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

    @Bean
    LocaleResolver localeResolver(RequestLanguage language) {
        return new RequestLocaleResolver(language);
    }
}
