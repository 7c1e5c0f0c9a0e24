package ps.domain.policy.staff;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.stereotype.Controller;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.View;
import org.springframework.web.servlet.view.RedirectView;
import ps.domain.policy.text.Language;

/** Lets staff choose the language of their pages, for this session and those to come. */
@Controller
class LanguageController {

    private final SecurityContextRepository sessions = new HttpSessionSecurityContextRepository();
    private final StaffAccounts accounts;
    private final TransactionTemplate transactions;

    LanguageController(StaffAccounts accounts, TransactionTemplate transactions) {
        this.accounts = accounts;
        this.transactions = transactions;
    }

    @PostMapping("/admin/language")
    View choose(
            @RequestParam String language,
            @RequestParam(required = false) @Nullable String to,
            @AuthenticationPrincipal StaffPrincipal person,
            Authentication signedIn,
            HttpServletRequest request,
            HttpServletResponse response) {
        Language chosen =
                Language.ofTag(language).orElseThrow(() -> new ResponseStatusException(HttpStatus.BAD_REQUEST));
        transactions.executeWithoutResult(
                transaction -> accounts.findById(person.id()).ifPresent(account -> account.speak(chosen)));
        UsernamePasswordAuthenticationToken token = UsernamePasswordAuthenticationToken.authenticated(
                person.speaking(chosen), null, signedIn.getAuthorities());
        token.setDetails(signedIn.getDetails());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(token);
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
        RedirectView back =
                new RedirectView(StaffPath.of(to).orElse(StaffPath.HOME).value(), true, true, false);
        back.setExpandUriTemplateVariables(false);
        return back;
    }
}
