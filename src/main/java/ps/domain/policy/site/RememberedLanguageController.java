package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/** Remembers the language that a visitor asks for, in the one cookie that a visitor can get, and goes back. */
@Controller
class RememberedLanguageController {

    private static final Duration A_YEAR = Duration.ofDays(365);

    @GetMapping("/language/{language:ar|en}")
    ResponseEntity<Void> remember(
            @PathVariable String language,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request) {
        String path = to == null ? "/" + language + "/privacy" : to;
        LocalPath target = LocalPath.of(path).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        ResponseCookie cookie = ResponseCookie.from(RequestLanguage.COOKIE, language)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite("Lax")
                .maxAge(A_YEAR)
                .build();
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(request.getContextPath() + target.value()))
                .header(HttpHeaders.SET_COOKIE, cookie.toString())
                .cacheControl(CacheControl.noStore())
                .build();
    }
}
