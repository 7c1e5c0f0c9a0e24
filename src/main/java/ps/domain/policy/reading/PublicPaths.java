package ps.domain.policy.reading;

import jakarta.servlet.ServletContext;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** The paths under which readers find something here. */
@Component
public class PublicPaths {

    /** What is not kept as a page: where readers are sent on, are answered one by one, or machines are. */
    private static final Pattern OTHERS = Pattern.compile("/|/privacy|/robots\\.txt|/\\.well-known/security\\.txt"
            + "|/language/(?:ar|en)|/(?:ar|en)/(?:privacy/compare|privacy/on/\\d{4}-\\d{2}-\\d{2}|notice(?:/[^/]+)?)");

    private final Pages pages;
    private final ServletContext servlets;

    PublicPaths(Pages pages, ServletContext servlets) {
        this.pages = pages;
        this.servlets = servlets;
    }

    /**
     * Whether something is there, now.
     *
     * @param path with the context path, as in a link
     */
    public boolean has(String path) {
        String context = servlets.getContextPath();
        if (!path.equals(context) && !path.startsWith(context + "/")) {
            return false;
        }
        String rest = path.equals(context) ? "/" : path.substring(context.length());
        return OTHERS.matcher(rest).matches()
                || Address.of(rest, null).filter(pages::has).isPresent();
    }
}
