package ps.domain.policy.reading;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.web.server.MimeMappings;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.stereotype.Component;
import org.springframework.util.DigestUtils;

/**
 * The files that pages need: styles, fonts, the icon. Pages name them with a hash of their content, so that they can be
 * kept for ever. A hash that is not known leads to the file as it is now, to be kept briefly: a page may come from a
 * browser's cache or from an instance that is being replaced.
 */
@Component
class Assets {

    static final String PREFIX = "/assets/";

    private static final String FOLDER = "static/";

    private static final Pattern WITH_HASH = Pattern.compile("(?<name>.+)-[0-9a-f]{32}(?<extension>\\.\\w+)");

    /** How a style names a file beside it. */
    private static final Pattern IN_STYLE = Pattern.compile("url\\(\"(?<name>[^\":]+)\"\\)");

    private final Map<String, Page> exact = new HashMap<>();
    private final Map<String, Page> byName = new HashMap<>();

    Assets() throws IOException {
        Map<String, byte[]> files = new HashMap<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources("classpath:" + FOLDER + "**/*.*")) {
            String url = file.getURL().getPath();
            files.put(url.substring(url.lastIndexOf("/" + FOLDER) + FOLDER.length() + 1), file.getContentAsByteArray());
        }
        files.forEach((name, bytes) -> {
            byte[] served = name.endsWith(".css") ? withExactNames(bytes, files) : bytes;
            Page page = Page.of(contentType(name), Lifetime.BRIEFLY, served);
            byName.put(name, page);
            exact.put(exactName(name, bytes), page.keptFor(Lifetime.FOR_EVER));
        });
    }

    /** So that a font is the same address in a style as where a page asks for it beforehand. */
    private static byte[] withExactNames(byte[] style, Map<String, byte[]> files) {
        return IN_STYLE.matcher(new String(style, StandardCharsets.UTF_8))
                .replaceAll(link -> {
                    byte[] file = files.get(link.group("name"));
                    return file == null ? link.group() : "url(\"" + exactName(link.group("name"), file) + "\")";
                })
                .getBytes(StandardCharsets.UTF_8);
    }

    /** The name as Spring's {@code ContentVersionStrategy} makes it, which writes the links to it. */
    private static String exactName(String name, byte[] bytes) {
        int dot = name.lastIndexOf('.');
        return name.substring(0, dot) + "-" + DigestUtils.md5DigestAsHex(bytes) + name.substring(dot);
    }

    /** The file at a path under {@link #PREFIX}, if there is one. */
    Optional<Page> at(String path) {
        Page page = exact.get(path);
        if (page == null) {
            Matcher hashed = WITH_HASH.matcher(path);
            page = byName.get(hashed.matches() ? hashed.group("name") + hashed.group("extension") : path);
        }
        return Optional.ofNullable(page);
    }

    private static String contentType(String name) {
        String type = MimeMappings.DEFAULT.get(name.substring(name.lastIndexOf('.') + 1));
        if (type == null) {
            return "application/octet-stream";
        }
        return type.startsWith("text/") ? type + ";charset=utf-8" : type;
    }
}
