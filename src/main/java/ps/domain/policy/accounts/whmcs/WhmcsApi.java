package ps.domain.policy.accounts.whmcs;

import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;
import ps.domain.policy.accounts.whmcs.WhmcsTrouble.Kind;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What WHMCS is asked over HTTP, one question after the other and no faster than it was agreed. Trouble of the network and
 * of the server is given four more chances; whatever else is wrong stays wrong.
 */
@Component
class WhmcsApi {

    private static final int ATTEMPTS = 5;
    private static final int LONGEST_MESSAGE = 1000;

    /** Of 10,000 clients, the most that are asked for at once, a list takes half of that. */
    private static final int LONGEST_ANSWER = 8 << 20;

    /** The longest that WHMCS is given when it asks for time. */
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(2);

    /** Those 10,000 are 200,000 tokens; each can take far more memory than the two bytes in which it may come. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(500_000)
                            .build())
                    .build())
            .build();

    private final WhmcsSettings settings;
    private final RestClient http;

    private long nextAt = System.nanoTime();

    WhmcsApi(WhmcsSettings settings) {
        this.settings = settings;
        // What is sent has the secret in it, and goes nowhere else.
        HttpClient client = HttpClient.newBuilder()
                .connectTimeout(settings.connectTimeout())
                .followRedirects(HttpClient.Redirect.NEVER)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(client);
        requests.setReadTimeout(settings.readTimeout());
        this.http = RestClient.builder().requestFactory(requests).build();
    }

    /**
     * Some of the clients, of whatever status, by their number.
     *
     * @param start how many to leave out
     * @throws WhmcsTrouble when there is no answer
     * @throws Unreadable when there is one that is malformed
     */
    ClientPage clients(long start, int most) throws Unreadable {
        return ClientPage.of(ask(
                "GetClients",
                Map.of(
                        "limitstart",
                        String.valueOf(start),
                        "limitnum",
                        String.valueOf(most),
                        "sorting",
                        "ASC",
                        "orderby",
                        "id")));
    }

    /** All there is to know of a client, in the form of those in a list and with the language; empty if there is none. */
    Optional<JsonNode> client(long id) throws Unreadable {
        try {
            JsonNode answer = ask("GetClientsDetails", Map.of("clientid", String.valueOf(id)));
            // Those at the top are on their way out.
            JsonNode client = answer.path("client").isObject() ? answer.path("client") : answer;
            if (!client.hasNonNull("email") && !client.hasNonNull("status")) {
                throw new Unreadable("there is no client in the answer");
            }
            return Optional.of(client);
        } catch (WhmcsTrouble trouble) {
            if (trouble.kind() == Kind.REFUSED && trouble.detail().matches("(?i)client( id)? not found.*")) {
                return Optional.empty();
            }
            throw trouble;
        }
    }

    private JsonNode ask(String action, Map<String, String> parameters) throws Unreadable {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("identifier", Objects.requireNonNull(settings.identifier()));
        form.put("secret", Objects.requireNonNull(settings.secret()));
        if (settings.accessKey() != null) {
            form.put("accesskey", settings.accessKey());
        }
        form.put("responsetype", "json");
        form.put("action", action);
        form.putAll(parameters);
        // As bytes, since a body is logged as it is given where somebody switches that on.
        byte[] body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"))
                .getBytes(StandardCharsets.US_ASCII);
        Duration delay = settings.retryDelay();
        for (int attempt = 1; ; attempt++) {
            takeTurn();
            try {
                return post(body);
            } catch (WhmcsTrouble trouble) {
                if (!trouble.isPassing() || attempt == ATTEMPTS) {
                    throw trouble;
                }
                Duration wait = delay.plus(
                        delay.multipliedBy(ThreadLocalRandom.current().nextLong(25))
                                .dividedBy(100));
                pause(trouble.pause().compareTo(wait) > 0 ? trouble.pause() : wait);
            }
            delay = delay.multipliedBy(2);
        }
    }

    private JsonNode post(byte[] body) throws Unreadable {
        Answer answer;
        long begun = System.nanoTime();
        try {
            answer = Objects.requireNonNull(http.post()
                    .uri(settings.api())
                    .contentType(MediaType.APPLICATION_FORM_URLENCODED)
                    .accept(MediaType.APPLICATION_JSON)
                    .body(body)
                    .exchange((request, response) -> new Answer(
                            response.getStatusCode().value(),
                            pauseIn(response.getHeaders().getFirst(HttpHeaders.RETRY_AFTER)),
                            read(response.getBody(), begun))));
        } catch (ResourceAccessException failed) {
            if (Thread.currentThread().isInterrupted()) {
                throw new WhmcsTrouble(Kind.INTERRUPTED, "");
            }
            throw new WhmcsTrouble(Objects.requireNonNullElse(failed.getCause(), failed));
        }
        return understood(answer);
    }

    /** No more than is enough to see that it is too long; what is left would be read to its end if this were not closed. */
    private byte[] read(InputStream body, long begun) throws IOException {
        try (body) {
            return body.readNBytes(LONGEST_ANSWER + 1);
        } catch (IOException broken) {
            // What trickles is closed by Spring when the time is over, and looks as if the connection had broken.
            if (System.nanoTime() - begun < settings.readTimeout().toNanos()) {
                throw broken;
            }
            HttpTimeoutException late = new HttpTimeoutException("not all of the answer came in time");
            late.initCause(broken);
            throw late;
        }
    }

    /** The seconds of a Retry-After (RFC 9110, section 10.2.3); a date in it counts for nothing, for clocks differ. */
    private static Duration pauseIn(@Nullable String retryAfter) {
        if (retryAfter == null || !retryAfter.matches("[0-9]{1,9}")) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(Long.parseLong(retryAfter));
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }

    private static JsonNode understood(Answer answer) throws Unreadable {
        int status = answer.status;
        JsonNode json = null;
        Unreadable malformed = null;
        try {
            json = answer.json();
        } catch (Unreadable unreadable) {
            malformed = unreadable;
        }
        boolean success = json != null && json.path("result").asString("").equals("success");
        String message = json == null ? "" : shortened(json.path("message").asString(""));
        if (!success && (isMalformedText(message) || isMalformedText(answer.beginning()))) {
            throw new Unreadable("WHMCS could not put it in JSON");
        }
        if (status >= 500 || status == 429 || status == 408) {
            throw new WhmcsTrouble(Kind.SERVER, String.valueOf(status), answer.pause);
        }
        if (status >= 300 && status < 400) {
            throw new WhmcsTrouble(Kind.MOVED, String.valueOf(status));
        }
        if (json != null && !success) {
            throw trouble(status, message);
        }
        if (status == 403) {
            throw new WhmcsTrouble(Kind.ADDRESS, "");
        }
        if (status != 200) {
            throw new WhmcsTrouble(Kind.REFUSED, String.valueOf(status));
        }
        if (json == null) {
            throw Objects.requireNonNull(malformed);
        }
        return json;
    }

    /** What an error is about; all of these come with 403 from some releases of WHMCS, and with 200 from others. */
    private static WhmcsTrouble trouble(int status, String message) {
        if (message.matches("(?is)invalid permissions.*")) {
            return new WhmcsTrouble(Kind.ACTION, message.replaceAll("(?is).*action\\W+(\\w+).*", "$1"));
        }
        if (message.matches("(?is)(authentication failed|invalid or missing credentials).*")) {
            return new WhmcsTrouble(Kind.CREDENTIALS, "");
        }
        if (message.matches("(?is)invalid ip.*")) {
            return new WhmcsTrouble(Kind.ADDRESS, message.replaceAll("(?is)invalid ip\\s*", ""));
        }
        return status == 403 ? new WhmcsTrouble(Kind.ADDRESS, message) : new WhmcsTrouble(Kind.REFUSED, message);
    }

    private static String shortened(String message) {
        return message.substring(0, Math.min(message.length(), LONGEST_MESSAGE));
    }

    private static boolean isMalformedText(String text) {
        return text.contains("Malformed UTF-8");
    }

    /** Waits until the next request may go. */
    private synchronized void takeTurn() {
        long now = System.nanoTime();
        long wait = nextAt - now;
        nextAt = Math.max(now, nextAt) + (long) (1e9 / settings.rate());
        if (wait > 0) {
            pause(Duration.ofNanos(wait));
        } else if (Thread.currentThread().isInterrupted()) {
            throw new WhmcsTrouble(Kind.INTERRUPTED, "");
        }
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new WhmcsTrouble(Kind.INTERRUPTED, "");
        }
    }

    private static final class Answer {

        private final int status;
        private final Duration pause;
        private final byte[] body;

        Answer(int status, Duration pause, byte[] body) {
            this.status = status;
            this.pause = pause;
            this.body = body;
        }

        String beginning() {
            return new String(body, 0, Math.min(body.length, LONGEST_MESSAGE), StandardCharsets.ISO_8859_1);
        }

        /** Strictly: what is replaced by a question mark on the way would be taken for somebody's name. */
        JsonNode json() throws Unreadable {
            if (body.length > LONGEST_ANSWER) {
                throw new Unreadable("it is too long");
            }
            try {
                String text = StandardCharsets.UTF_8
                        .newDecoder()
                        .decode(ByteBuffer.wrap(body))
                        .toString()
                        .strip();
                JsonNode json = JSON.readTree(text.startsWith("\uFEFF") ? text.substring(1) : text);
                if (!json.isObject()) {
                    throw Unreadable.fromElsewhere("it is no object");
                }
                return json;
            } catch (CharacterCodingException notUtf8) {
                throw new Unreadable("it is not UTF-8");
            } catch (JacksonException notJson) {
                throw Unreadable.fromElsewhere("it is not JSON");
            }
        }
    }
}
