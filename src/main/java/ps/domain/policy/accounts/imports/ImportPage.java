package ps.domain.policy.accounts.imports;

import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;
import ps.domain.policy.accounts.imports.CannotApply.Reason;

/** The page that shows what a list would do, or did, or why it cannot do anything. */
@Component
class ImportPage {

    /** How many problems the page shows; all of them are in the report. */
    private static final int SHOWN = 200;

    private final Imports imports;

    ImportPage(Imports imports) {
        this.imports = imports;
    }

    String show(long id, @Nullable Reason refused, Model model, HttpServletResponse response) {
        if (refused != null) {
            response.setStatus(HttpServletResponse.SC_CONFLICT);
        }
        Import list = imports.find(id).orElse(null);
        if (list == null || refused == Reason.GONE || refused == Reason.LOST) {
            response.setStatus(HttpServletResponse.SC_NOT_FOUND);
            return "accounts/import-gone";
        }
        model.addAttribute("list", list);
        model.addAttribute("refused", refused);
        model.addAttribute("problems", list.problems() == 0 ? List.of() : imports.firstProblems(id, SHOWN));
        return list.isSound() ? "accounts/import" : "accounts/import-problems";
    }
}
