package ps.domain.policy.tryout;

import static org.springframework.web.util.HtmlUtils.htmlEscape;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/** Shows the mail that came, at {@code /dev/mail}. Addresses are relative, so that a context path does no harm. */
final class MailPages {

    /** More than a person scrolls through. */
    private static final int LISTED = 500;

    private static final String CONTENT_SECURITY_POLICY = "Content-Security-Policy";

    /** A mail may style itself, and nothing more; its links open in a tab of their own. */
    private static final String MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:;"
            + " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

    private static final MediaType HTML = new MediaType(MediaType.TEXT_HTML, StandardCharsets.UTF_8);
    private static final MediaType CSS = new MediaType("text", "css", StandardCharsets.UTF_8);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());

    private final TryOutMail mail;

    MailPages(TryOutMail mail) {
        this.mail = mail;
    }

    RouterFunction<ServerResponse> routes() {
        return RouterFunctions.route()
                .GET("/dev/mail", this::list)
                .GET(
                        "/dev/mail.css",
                        request -> ServerResponse.ok().contentType(CSS).body(STYLE))
                .GET("/dev/mail/{number}", request -> one(request, MailPages::page))
                .GET("/dev/mail/{number}/html", request -> one(request, MailPages::html))
                .build();
    }

    private ServerResponse list(ServerRequest request) {
        StringBuilder rows = new StringBuilder();
        mail.received().reversed().stream()
                .limit(LISTED)
                .forEach(received -> rows.append("""
                <tr><td>%1$s<td>%2$s<td>%3$s<td dir="auto"><a href="mail/%1$s">%4$s</a>
                """.formatted(
                                received.number(),
                                TIME.format(received.at()),
                                htmlEscape(received.recipient()),
                                htmlEscape(received.subject()))));
        int count = mail.received().size();
        String said = count == 0
                ? "Nothing has come yet. This page looks again by itself."
                : count > LISTED ? "%s, of which the newest %s are shown".formatted(count, LISTED) : "" + count;
        return ServerResponse.ok().contentType(HTML).header("Refresh", "5").body("""
                <!DOCTYPE html>
                <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>Mail (%1$s)</title><link rel="stylesheet" href="mail.css">
                <h1>Mail that was sent</h1>
                <p>%2$s</p>
                <table><thead><tr><th>No.<th>Time<th>To<th>Subject</thead><tbody>
                %3$s</tbody></table>
                """.formatted(count, said, rows));
    }

    private ServerResponse one(ServerRequest request, Function<ReceivedMail, ServerResponse> page) {
        Optional<ReceivedMail> found;
        try {
            found = mail.received(Integer.parseInt(request.pathVariable("number")));
        } catch (NumberFormatException notOne) {
            found = Optional.empty();
        }
        return found.map(page).orElseGet(() -> ServerResponse.notFound().build());
    }

    private static ServerResponse page(ReceivedMail received) {
        return ServerResponse.ok().contentType(HTML).body("""
                <!DOCTYPE html>
                <html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
                <title>%2$s</title><link rel="stylesheet" href="../mail.css">
                <p><a href="../mail">All mail</a></p>
                <h1 dir="auto">%2$s</h1>
                <p>To %3$s at %4$s</p>
                <h2>HTML</h2>
                <iframe src="%1$s/html" title="The message as HTML" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
                <h2>Text</h2>
                <pre class="text">%5$s</pre>
                <h2>Headers</h2>
                <pre>%6$s</pre>
                """.formatted(
                        received.number(),
                        htmlEscape(received.subject()),
                        htmlEscape(received.recipient()),
                        TIME.format(received.at()),
                        htmlEscape(received.text().orElse("(none)")),
                        htmlEscape(String.join("\n", received.headers()))));
    }

    private static ServerResponse html(ReceivedMail received) {
        String html = received.html().orElse("<!DOCTYPE html><p>This message has no HTML part.");
        return ServerResponse.ok()
                .contentType(HTML)
                .header(CONTENT_SECURITY_POLICY, MAIL_POLICY)
                .body(html.replaceFirst("(?i)<head(\\s[^>]*)?>", "$0<base target=\"_blank\">"));
    }

    private static final String STYLE = """
            :root { color-scheme: light dark; font: 1rem/1.5 system-ui, "Noto Sans", "Noto Sans Arabic", sans-serif; }
            body { max-width: 70rem; margin: 1rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; }
            th, td { text-align: start; padding: .3rem .6rem; border-bottom: 1px solid #8886; overflow-wrap: anywhere; }
            td:first-child, td:nth-child(2) { white-space: nowrap; font-variant-numeric: tabular-nums; }
            iframe { width: 100%; height: 36rem; border: 1px solid #8886; background: #fff; color-scheme: light; }
            pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8886; padding: .6rem; }
            pre.text { unicode-bidi: plaintext; text-align: start; font-family: inherit; }
            """;
}
