package ps.domain.policy.audit;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Goes over every proof there is. Changes nothing, and holds nobody up. */
@Component
public class Verification {

    private final List<Proof> proofs;
    private final TransactionTemplate oneState;

    Verification(List<Proof> proofs, PlatformTransactionManager transactions) {
        this.proofs = List.copyOf(proofs);
        this.oneState = new TransactionTemplate(transactions);
        // What is recorded meanwhile is not seen, neither here nor there: the trail and what it tells of belong
        // together.
        oneState.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        oneState.setReadOnly(true);
    }

    /** What there is to go over, by name. */
    public List<String> names() {
        return proofs.stream().map(Proof::name).toList();
    }

    /**
     * Goes over everything; takes about as long as reading it.
     *
     * @param noted fingerprints that somebody noted down earlier, by the name of the proof
     */
    public List<Checked> run(Map<String, Set<Fingerprint>> noted) {
        return oneState.execute(transaction -> proofs.stream()
                .map(proof -> proof.check(noted.getOrDefault(proof.name(), Set.of())))
                .toList());
    }
}
