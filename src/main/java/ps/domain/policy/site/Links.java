package ps.domain.policy.site;

import java.util.Locale;
import org.springframework.stereotype.Component;

/** Absolute addresses, made from {@code policy.public-url} and never from what a request says of itself. */
@Component
public class Links {

    private final String base;

    Links(SiteSettings settings) {
        String url = settings.publicUrl().toString();
        this.base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /**
     * The absolute address of a path of this application.
     *
     * @param path begins with a slash and does not contain the context path
     */
    public String to(String path) {
        return base + path;
    }

    /** Whether readers come over TLS. */
    public boolean areSecure() {
        return base.toLowerCase(Locale.ROOT).startsWith("https:");
    }
}
