package ps.domain.policy.accounts.whmcs;

import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;
import ps.domain.policy.audit.Actor;

/** Lets a run begin, and goes back to where somebody asked for it. */
@Controller
class SyncController {

    private static final String HOME = "/admin/account-holders";

    /** The pages that say how old is what is known. */
    private static final Pattern ELSEWHERE =
            Pattern.compile("/admin/drafts/[0-9a-f-]{36}/publication|/admin/notices/breaches/[0-9a-f-]{36}");

    private final WhmcsSettings settings;
    private final Sync sync;

    SyncController(WhmcsSettings settings, Sync sync) {
        this.settings = settings;
        this.sync = sync;
    }

    @PostMapping("/admin/account-holders/runs")
    View begin(@RequestParam(defaultValue = "") String to, Actor actor) {
        if (!settings.isThere()) {
            throw new ResponseStatusException(HttpStatus.NOT_FOUND);
        }
        sync.start(actor);
        return seeOther(ELSEWHERE.matcher(to).matches() ? to : HOME);
    }

    private static View seeOther(String path) {
        RedirectView view = new RedirectView(path, true);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return view;
    }
}
