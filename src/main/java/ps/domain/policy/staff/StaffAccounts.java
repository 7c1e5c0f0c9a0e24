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

    /** Everybody who works here or did. */
    List<StaffAccount> findAll();

    /** Saves at once, for SQL in the same transaction that refers to it. */
    StaffAccount saveAndFlush(StaffAccount account);
}
