package ps.domain.policy.reading;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import ps.domain.policy.site.RequestLanguage;

/** The addresses without a language: they lead to the policy in the reader's. */
@Controller
class EntranceController {

    private final RequestLanguage language;

    EntranceController(RequestLanguage language) {
        this.language = language;
    }

    @GetMapping({"/", "/privacy"})
    ResponseEntity<Void> enter(HttpServletRequest request) {
        return ResponseEntity.status(HttpStatus.FOUND)
                .location(URI.create(request.getContextPath() + "/" + language.of(request) + "/privacy"))
                .cacheControl(CacheControl.noCache())
                .varyBy(HttpHeaders.ACCEPT_LANGUAGE, HttpHeaders.COOKIE)
                .build();
    }
}
