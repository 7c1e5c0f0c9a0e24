package ps.domain.policy.delivery;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/**
 * Takes what came back from a mail system that posts it: one message (RFC 5322) as {@code message/rfc822}, with a bearer
 * token (RFC 6750). The answer is 204 once it is kept, however often it is posted.
 */
@RestController
class BounceHook {

    private static final String BEARER = "Bearer ";

    private final BounceSettings settings;
    private final Bounces bounces;

    BounceHook(BounceSettings settings, Bounces bounces) {
        this.settings = settings;
        this.bounces = bounces;
    }

    @PostMapping("/hooks/bounces")
    ResponseEntity<Void> take(
            @RequestHeader(name = HttpHeaders.AUTHORIZATION, required = false) @Nullable String authorization,
            @RequestHeader(name = HttpHeaders.CONTENT_TYPE, defaultValue = "") String type,
            HttpServletRequest request)
            throws IOException {
        String token = settings.token();
        if (token == null) {
            return ResponseEntity.notFound().build();
        }
        if (authorization == null || !isSame(authorization, BEARER + token)) {
            return ResponseEntity.status(HttpStatus.UNAUTHORIZED)
                    .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
                    .build();
        }
        if (!type.toLowerCase(Locale.ROOT).strip().matches("message/(rfc822|global)\\s*(;.*)?")) {
            return ResponseEntity.status(HttpStatus.UNSUPPORTED_MEDIA_TYPE).build();
        }
        byte[] message = request.getInputStream().readNBytes(Bounces.LARGEST + 1);
        if (message.length == 0) {
            return ResponseEntity.badRequest().build();
        }
        if (message.length > Bounces.LARGEST) {
            return ResponseEntity.status(HttpStatus.CONTENT_TOO_LARGE).build();
        }
        bounces.keep(message, Bounces.Source.HOOK);
        return ResponseEntity.noContent().build();
    }

    /** Takes as long whatever is given, so that the token cannot be found out character by character. */
    private static boolean isSame(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }
}
