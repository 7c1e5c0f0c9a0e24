package ps.domain.policy.reading;

import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;
import ps.domain.policy.site.Connections;
import ps.domain.policy.site.SecurityHeaders;

/** Puts the pages before the application. Tomcat is built before there are any, and answers when there are. */
@Configuration(proxyBeanMethods = false)
class PageServing {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> pagesFirst(
            ObjectProvider<Pages> provider, SecurityHeaders headers, PageCounts counts) {
        Supplier<Pages> pages = SingletonSupplier.of(provider::getObject);
        PageAnswer answer = new PageAnswer(headers.forReaders(), counts);
        return factory -> {
            factory.addContextValves(new PageValve(pages, answer));
            if (factory.getContextPath().isEmpty()) {
                factory.addConnectorCustomizers(connector -> {
                    if (connector.getProtocolHandler() instanceof Connections connections) {
                        connections.putFirst(next -> new KeptPages(next, pages, answer));
                    }
                });
            }
        };
    }
}
