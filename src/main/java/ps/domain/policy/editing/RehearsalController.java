package ps.domain.policy.editing;

import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import ps.domain.policy.reading.Rehearsal;
import ps.domain.policy.text.Language;

/** A draft as readers and account holders would see it, to be shown in a frame or on its own. */
@Controller
@RequestMapping("/admin/drafts/{id}/rehearsal")
class RehearsalController {

    private final Rehearsals rehearsals;

    RehearsalController(Rehearsals rehearsals) {
        this.rehearsals = rehearsals;
    }

    @GetMapping("/text/{language:ar|en}")
    ResponseEntity<byte[]> text(@PathVariable UUID id, @PathVariable String language) {
        return page(rehearsals.text(id, Language.ofTag(language).orElseThrow()));
    }

    @GetMapping("/comparison/{language:ar|en}")
    ResponseEntity<byte[]> comparison(@PathVariable UUID id, @PathVariable String language) {
        return page(rehearsals.comparison(id, Language.ofTag(language).orElseThrow()));
    }

    @GetMapping("/mail/{first:ar|en}")
    ResponseEntity<String> mail(@PathVariable UUID id, @PathVariable String first) {
        return rehearsals.mail(id, Language.ofTag(first).orElseThrow()).toResponse();
    }

    private static ResponseEntity<byte[]> page(byte[] html) {
        return ResponseEntity.ok()
                .header("Content-Security-Policy", Rehearsal.POLICY)
                .contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(html);
    }
}
