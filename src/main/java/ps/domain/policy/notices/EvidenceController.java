package ps.domain.policy.notices;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import ps.domain.policy.audit.Actor;

/** The evidence of a notice, to take along: for those who may approve. */
@Controller
class EvidenceController {

    private final Notices notices;
    private final Evidence evidence;

    EvidenceController(Notices notices, Evidence evidence) {
        this.notices = notices;
        this.evidence = evidence;
    }

    @GetMapping("/admin/notices/{id}/evidence.zip")
    void take(@PathVariable UUID id, Actor actor, HttpServletResponse response) throws IOException {
        Notice notice = notices.notice(id).orElseThrow(NoSuchNotice::new);
        response.setContentType("application/zip");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(Evidence.nameOf(notice) + ".zip")
                        .build()
                        .toString());
        evidence.writeTo(response.getOutputStream(), notice, actor);
    }
}
