package ps.domain.policy.site;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Tomcat refuses a form that it cannot read whenever somebody asks for a field of it, the page that says so among them:
 * while that page is made, such a form has no fields.
 */
@Configuration(proxyBeanMethods = false)
class UnreadableForm {

    @Bean
    static FilterRegistrationBean<HttpFilter> unreadableFormFilter() {
        FilterRegistrationBean<HttpFilter> registration = new FilterRegistrationBean<>(new ForErrorPage());
        registration.setName("unreadableForm");
        registration.setDispatcherTypes(DispatcherType.ERROR);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
        return registration;
    }

    private static final class ForErrorPage extends HttpFilter {

        private static final long serialVersionUID = 1;

        @Override
        protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws IOException, ServletException {
            chain.doFilter(new WithoutFields(request), response);
        }
    }

    private static final class WithoutFields extends HttpServletRequestWrapper {

        WithoutFields(HttpServletRequest request) {
            super(request);
        }

        /** Spring Security refuses what is no header of HTTP to whoever asks for it, and the page asks for the language. */
        @Override
        public @Nullable String getHeader(String name) {
            String value = super.getHeader(name);
            return value == null || value.chars().anyMatch(Character::isISOControl) ? null : value;
        }

        /** None, so that nobody looks for files in it either. */
        @Override
        public @Nullable String getContentType() {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            try {
                return super.getParameterMap();
            } catch (InvalidParameterException unreadable) {
                return Map.of();
            }
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.enumeration(getParameterMap().keySet());
        }

        @Override
        public String @Nullable [] getParameterValues(String name) {
            return getParameterMap().get(name);
        }

        @Override
        public @Nullable String getParameter(String name) {
            String[] values = getParameterValues(name);
            return values == null ? null : values[0];
        }
    }
}
