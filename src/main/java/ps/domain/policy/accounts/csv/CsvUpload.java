package ps.domain.policy.accounts.csv;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;
import ps.domain.policy.audit.Actor;

/** Takes a file, and leads to what came of it. */
@Controller
class CsvUpload {

    private final CsvImport csv;

    CsvUpload(CsvImport csv) {
        this.csv = csv;
    }

    @PostMapping("/admin/account-holders/imports")
    View upload(@RequestParam MultipartFile file, Actor actor) throws IOException {
        try (InputStream upload = file.getInputStream()) {
            long id = csv.stage(upload, Objects.requireNonNullElse(file.getOriginalFilename(), ""), actor);
            RedirectView result = new RedirectView("/admin/account-holders/imports/" + id, true);
            result.setStatusCode(HttpStatus.SEE_OTHER);
            return result;
        }
    }
}
