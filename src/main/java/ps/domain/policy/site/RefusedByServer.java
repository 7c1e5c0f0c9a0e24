package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.function.SingletonSupplier;

/** What Tomcat refuses before anybody else has seen it is answered with our page in the place of its own. */
@Configuration(proxyBeanMethods = false)
class RefusedByServer {

    @Bean
    static WebServerFactoryCustomizer<TomcatServletWebServerFactory> refusedByServerPage(
            ObjectProvider<BareErrorPage> page) {
        return factory -> factory.addContextCustomizers(context -> {
            if (context.getParent() instanceof StandardHost host) {
                host.getPipeline()
                        .addValve(new PageInItsPlace(SingletonSupplier.of(page::getObject), context.getPath()));
                host.setErrorReportValveClass(PageInItsPlace.class.getName());
            }
        });
    }

    private static final class PageInItsPlace extends ErrorReportValve {

        private final Supplier<BareErrorPage> page;
        private final String contextPath;

        PageInItsPlace(Supplier<BareErrorPage> page, String contextPath) {
            this.page = page;
            this.contextPath = contextPath;
        }

        @Override
        protected void report(Request request, Response response, @Nullable Throwable failed) {
            int status = response.getStatus();
            if (status < HttpServletResponse.SC_BAD_REQUEST
                    || response.getContentWritten() > 0
                    || !response.setErrorReported()) {
                return;
            }
            AtomicBoolean open = new AtomicBoolean();
            response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
            if (open.get()) {
                try {
                    // Nothing of such an address is repeated.
                    page.get().write(status, "/", new Unread(request, contextPath), response);
                } catch (IOException goneAway) {
                    throw new UncheckedIOException(goneAway);
                }
            }
        }
    }

    /** Of what could not be read Tomcat knows no context, and at times no address. */
    private static final class Unread extends HttpServletRequestWrapper {

        private final String contextPath;

        Unread(HttpServletRequest request, String contextPath) {
            super(request);
            this.contextPath = contextPath;
        }

        @Override
        public String getContextPath() {
            return contextPath;
        }

        @Override
        public String getRequestURI() {
            String uri = super.getRequestURI();
            return uri == null ? "/" : uri.replace("%2f", "/").replace("%2F", "/");
        }
    }
}
