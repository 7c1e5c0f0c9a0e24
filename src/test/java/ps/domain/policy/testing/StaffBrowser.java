package ps.domain.policy.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.staff.Role;
import ps.domain.policy.staff.StaffRegistration;
import ps.domain.policy.text.Language;

/**
 * Asks the running application over HTTP as a browser does: it keeps cookies, sends the CSRF token of the page that it
 * looks at, and follows no redirect by itself. Its person may press several buttons at the same moment.
 */
public final class StaffBrowser {

    private static final String SESSION = "__Host-session";

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final int port;
    private final Map<String, String> cookies = new ConcurrentSkipListMap<>();
    private volatile String csrf = "";

    public StaffBrowser(int port) {
        this.port = port;
    }

    /** That of a new colleague with a role, who reads English and is signed in. */
    public static StaffBrowser of(StaffRegistration staff, Role role, String password, int port) {
        String email = role.name().toLowerCase(Locale.ROOT) + "@example.com";
        staff.register(email, "Sample " + role, role, Language.EN, password, Actor.APPLICATION);
        StaffBrowser browser = new StaffBrowser(port);
        browser.signIn(email, password);
        return browser;
    }

    /** Signs in through the page; the answer tells whether it worked. */
    public HttpResponse<String> signIn(String email, String password) {
        get("/admin/sign-in?language=en");
        return post("/admin/sign-in", Map.of("email", email, "password", password, "language", "en"));
    }

    /** Asks for a page. */
    public HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    /** Takes a file along. */
    public HttpResponse<byte[]> download(String path) {
        return send(request(path).GET(), BodyHandlers.ofByteArray());
    }

    /** Asks for a part of a page, as htmx does. */
    public HttpResponse<String> getPart(String path) {
        return send(request(path).header("HX-Request", "true").GET());
    }

    /** Asks for a part of a page as a page does by itself, again and again. */
    public HttpResponse<String> follow(String path) {
        return send(request(path)
                .header("HX-Request", "true")
                .header("Unattended", "true")
                .GET());
    }

    /** Sends a form, with the token of the page that was looked at last. */
    public HttpResponse<String> post(String path, Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("_csrf", csrf);
        return postWithoutToken(path, all);
    }

    /** Sends a form, and says as a browser does that it was in a page of ours (Fetch Metadata). */
    public HttpResponse<String> postFromOurPage(String path, Map<String, String> fields) {
        Map<String, String> all = new TreeMap<>(fields);
        all.put("_csrf", csrf);
        return send(form(path, all).header("Sec-Fetch-Site", "same-origin"));
    }

    /** Sends a form as another site would have a browser send it. */
    public HttpResponse<String> postWithoutToken(String path, Map<String, String> fields) {
        return send(form(path, fields));
    }

    private HttpRequest.Builder form(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
    }

    /** The session's cookie. */
    public String session() {
        return Objects.requireNonNull(cookies.get(SESSION), "There is no session");
    }

    /** Another browser that somehow got hold of a session's cookie. */
    public StaffBrowser thiefOf(String session) {
        StaffBrowser thief = new StaffBrowser(port);
        thief.cookies.put(SESSION, session);
        return thief;
    }

    /** Where a redirect leads, without scheme and host. */
    public static String target(HttpResponse<?> response) {
        URI location = URI.create(response.headers().firstValue("Location").orElse("/there-is-no-location"));
        return location.getRawQuery() == null
                ? location.getRawPath()
                : location.getRawPath() + "?" + location.getRawQuery();
    }

    /** The page in an answer. */
    public static Document page(HttpResponse<String> response) {
        return Jsoup.parse(response.body());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("Accept", "text/html")
                .header("Accept-Language", "en");
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        return request;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        HttpResponse<String> response = send(request, BodyHandlers.ofString());
        Element token = page(response).selectFirst("input[name=_csrf]");
        if (token != null) {
            csrf = token.val();
        }
        return response;
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            HttpResponse<T> response = CLIENT.send(request.build(), body);
            response.headers().allValues("Set-Cookie").stream()
                    .flatMap(header -> HttpCookie.parse(header).stream())
                    .forEach(this::keep);
            return response;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void keep(HttpCookie cookie) {
        if (cookie.getMaxAge() == 0) {
            cookies.remove(cookie.getName());
        } else {
            cookies.put(cookie.getName(), cookie.getValue());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
