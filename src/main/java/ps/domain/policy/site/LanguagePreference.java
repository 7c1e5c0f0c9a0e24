package ps.domain.policy.site;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import ps.domain.policy.text.Language;

/** Somebody who may know which language the person behind a request has chosen. */
public interface LanguagePreference {

    /** The chosen language, if this knows of one. */
    Optional<Language> of(HttpServletRequest request);
}
