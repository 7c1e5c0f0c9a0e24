package ps.domain.policy.reading;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import ps.domain.policy.site.SecurityHeaders;

/** Puts the pages before the application. Tomcat is built before there are any, and answers when there are. */
@Configuration(proxyBeanMethods = false)
class PageServing {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> pageValve(
            ObjectProvider<Pages> pages, SecurityHeaders headers, PageCounts counts) {
        return factory -> factory.addContextValves(
                new PageValve(SingletonSupplier.of(pages::getObject), headers.forReaders(), counts));
    }
}
