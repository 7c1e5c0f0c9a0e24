package ps.domain.policy.staff;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;

/** The staff accounts. */
interface StaffAccounts extends Repository<StaffAccount, UUID> {

    Optional<StaffAccount> findById(UUID id);

    /** Finds by an address in the form of {@link StaffAccount#normalized}. */
    Optional<StaffAccount> findByEmail(String normalized);

    boolean existsByPasswordHashIsNotNull();

    List<StaffAccount> findAllByDeactivatedAtIsNull();

    StaffAccount save(StaffAccount account);
}
