package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

/**
 * Reads from the cookie of sessions only what could be one. Anybody can send anything in it, also what PostgreSQL takes for
 * no text at all, and every page that needs the session, the one for errors among them, would fail.
 */
@Component
final class SessionCookie implements BeanPostProcessor {

    private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        return bean instanceof CookieSerializer cookie ? new OnlyIds(cookie) : bean;
    }

    private record OnlyIds(CookieSerializer cookie) implements CookieSerializer {

        @Override
        public void writeCookieValue(CookieValue value) {
            cookie.writeCookieValue(value);
        }

        @Override
        public List<String> readCookieValues(HttpServletRequest request) {
            return cookie.readCookieValues(request).stream()
                    .filter(id -> ID.matcher(id).matches())
                    .toList();
        }
    }
}
