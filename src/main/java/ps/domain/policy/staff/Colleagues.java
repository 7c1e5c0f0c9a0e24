package ps.domain.policy.staff;

import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.audit.Actor;

/** Who works here, for pages that name those who can help. */
@Component
public class Colleagues {

    private final StaffAccounts accounts;

    Colleagues(StaffAccounts accounts) {
        this.accounts = accounts;
    }

    /** Everybody who may do what this role may, by name. */
    @Transactional(readOnly = true)
    public List<Actor> whoMay(Role role) {
        return accounts.findAllByDeactivatedAtIsNull().stream()
                .filter(account -> account.may(role))
                .map(StaffAccount::toActor)
                .sorted(Comparator.comparing(Actor::name))
                .toList();
    }
}
