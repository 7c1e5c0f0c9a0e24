package ps.domain.policy.site;

import java.time.Duration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Keeps those who send slowly, on however many connections, from taking the memory that readers are served from. */
@Configuration(proxyBeanMethods = false)
class SlowSenders {

    private static final int REQUESTS_AT_ONCE = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int BYTES_PER_SECOND = 5_000;

    /** Behind the pages for readers, for which nobody has to wait. */
    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> slowSendersClosed() {
        return factory -> {
            factory.setProtocol(Connections.class.getName());
            factory.addContextCustomizers(context ->
                    context.getPipeline().addValve(new BodyDeadline(REQUESTS_AT_ONCE, PATIENCE, BYTES_PER_SECOND)));
        };
    }
}
