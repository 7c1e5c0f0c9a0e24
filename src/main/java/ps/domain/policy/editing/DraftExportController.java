package ps.domain.policy.editing;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import ps.domain.policy.text.Language;

/** A whole draft in one language as a file, for a translator or a lawyer. */
@RestController
class DraftExportController {

    private static final MediaType MARKDOWN = new MediaType("text", "markdown", StandardCharsets.UTF_8);

    private final DraftPages pages;
    private final TransactionTemplate transactions;

    DraftExportController(DraftPages pages, TransactionTemplate transactions) {
        this.pages = pages;
        this.transactions = transactions;
    }

    @GetMapping("/admin/drafts/{id}/draft.{lang:ar|en}.md")
    ResponseEntity<byte[]> export(@PathVariable UUID id, @PathVariable String lang) {
        Language language = Language.ofTag(lang).orElseThrow();
        String file = transactions.execute(
                transaction -> DraftFile.of(pages.find(id), language).write());
        return ResponseEntity.ok()
                .contentType(MARKDOWN)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("privacy-policy-draft." + language + ".md")
                                .build()
                                .toString())
                .body(file.getBytes(StandardCharsets.UTF_8));
    }
}
