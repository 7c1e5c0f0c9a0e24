package ps.domain.policy.accounts.whmcs;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Takes hints that a client changed: {@code {"client": 123}}, with the time in Unix seconds and the HMAC-SHA256 (RFC 2104)
 * of that time, a dot and the body. The answer is 204 once the hint is kept, however often it comes; so what somebody sends
 * again within the five minutes in which it is good does no harm.
 */
@RestController
class HintHook {

    private static final int LARGEST = 4096;
    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final WhmcsSettings settings;
    private final Hints hints;
    private final Clock clock;

    HintHook(WhmcsSettings settings, Hints hints, Clock clock) {
        this.settings = settings;
        this.hints = hints;
        this.clock = clock;
    }

    @PostMapping("/hooks/whmcs")
    ResponseEntity<Void> take(
            @RequestHeader(name = "X-Policy-Time", defaultValue = "") String time,
            @RequestHeader(name = "X-Policy-Signature", defaultValue = "") String signature,
            HttpServletRequest request)
            throws IOException {
        String secret = settings.hookSecret();
        if (secret == null) {
            return ResponseEntity.notFound().build();
        }
        byte[] body = request.getInputStream().readNBytes(LARGEST + 1);
        if (body.length > LARGEST) {
            return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).build();
        }
        if (!isOfLate(time) || !isSigned(secret, time, body, signature)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED).build();
        }
        long client = clientIn(body);
        if (client <= 0) {
            return ResponseEntity.badRequest().build();
        }
        hints.keep(client);
        return ResponseEntity.noContent().build();
    }

    private boolean isOfLate(String time) {
        return time.matches("[0-9]{1,11}")
                && Duration.between(Instant.ofEpochSecond(Long.parseLong(time)), clock.instant())
                                .abs()
                                .compareTo(TOLERANCE)
                        <= 0;
    }

    /** Takes as long whatever is given, so that a signature cannot be found out character by character. */
    private static boolean isSigned(String secret, String time, byte[] body, String signature) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            mac.update((time + ".").getBytes(StandardCharsets.US_ASCII));
            String expected = HexFormat.of().formatHex(mac.doFinal(body));
            return MessageDigest.isEqual(
                    expected.getBytes(StandardCharsets.US_ASCII),
                    signature.toLowerCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJdkHasIt) {
            throw new IllegalStateException(everyJdkHasIt);
        }
    }

    /** As it is written, and not as what is nearly a number can be taken: that is somebody else's. */
    private static long clientIn(byte[] body) {
        try {
            JsonNode client = JSON.readTree(body).path("client");
            String digits = client.isIntegralNumber() || client.isString() ? client.asString() : "";
            return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : 0;
        } catch (JacksonException notJson) {
            return 0;
        }
    }
}
