package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import ps.domain.policy.text.Language;

/** The page for what goes wrong where there is no session, no security and no MVC. */
@Component
class BareErrorPage {

    private final PageTemplates templates;
    private final RequestLanguage requestLanguage;
    private final Map<String, String> headers;

    BareErrorPage(PageTemplates templates, RequestLanguage requestLanguage, SecurityHeaders headers) {
        this.templates = templates;
        this.requestLanguage = requestLanguage;
        this.headers = headers.forReaders();
    }

    /**
     * Answers with it.
     *
     * @param path what the page is for, without the context path
     */
    void write(int status, String path, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Language language = requestLanguage.ofStranger(request);
        byte[] page = templates.render("error", path, language, Map.of("kind", ErrorPage.kind(status)));
        response.setStatus(status);
        headers.forEach(response::setHeader);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.setContentType(PageTemplates.CONTENT_TYPE);
        response.getOutputStream().write(page);
    }
}
