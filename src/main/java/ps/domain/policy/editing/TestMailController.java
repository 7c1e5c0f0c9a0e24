package ps.domain.policy.editing;

import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import ps.domain.policy.notices.TestMails;
import ps.domain.policy.staff.StaffPrincipal;
import ps.domain.policy.text.Language;

/** Sends the mail that would announce a draft to the person who asks for it, and to nobody else. */
@Controller
class TestMailController {

    private final Rehearsals rehearsals;
    private final TestMails tests;

    TestMailController(Rehearsals rehearsals, TestMails tests) {
        this.rehearsals = rehearsals;
        this.tests = tests;
    }

    @PostMapping("/admin/drafts/{id}/publication/test-mail/{first:ar|en}")
    String send(
            @PathVariable UUID id,
            @PathVariable String first,
            @AuthenticationPrincipal StaffPrincipal person,
            RedirectAttributes flash) {
        boolean sent =
                tests.send(rehearsals.mail(id, Language.ofTag(first).orElseThrow()), person, Drafting.subject(id));
        flash.addFlashAttribute(sent ? "testSent" : "testRefused", true);
        return "redirect:/admin/drafts/" + id + "/publication#test-mail";
    }
}
