package ps.domain.policy.site;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import ps.domain.policy.text.Language;

/** What every template can count on: {@code language}, {@code site}, {@code path} and {@code alternatePath}. */
@Component
public class PageAttributes {

    private final SiteSettings settings;

    PageAttributes(SiteSettings settings) {
        this.settings = settings;
    }

    /**
     * The attributes of a page.
     *
     * @param path its address without the context path
     * @param language what it is written in
     */
    public Map<String, @Nullable Object> of(String path, Language language) {
        Map<String, @Nullable Object> attributes = new HashMap<>();
        attributes.put("language", language);
        attributes.put("site", settings);
        attributes.put("path", path);
        attributes.put("alternatePath", alternateOf(path, language));
        return attributes;
    }

    /** The same page in the other language, for addresses that begin with one. */
    private static @Nullable String alternateOf(String path, Language language) {
        String prefix = "/" + language.tag();
        return path.equals(prefix) || path.startsWith(prefix + "/")
                ? "/" + language.other().tag() + path.substring(prefix.length())
                : null;
    }
}
