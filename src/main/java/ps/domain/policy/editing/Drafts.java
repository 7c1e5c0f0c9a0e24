package ps.domain.policy.editing;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The drafts. */
interface Drafts extends Repository<Draft, UUID> {

    Draft save(Draft draft);

    Optional<Draft> findById(UUID id);

    /** For whoever is about to change it: one at a time. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    @Query("select draft from Draft draft where draft.id = :id")
    Optional<Draft> lock(UUID id);

    @Query("select draft from Draft draft where draft.publishedAs is null and draft.discardedAt is null"
            + " order by draft.editedAt desc")
    List<Draft> open();
}
