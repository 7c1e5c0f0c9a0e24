package ps.domain.policy.editing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** What once stood in drafts. */
interface Revisions extends Repository<Revision, Long> {

    Revision save(Revision revision);

    Optional<Revision> findByIdAndDraftId(long id, UUID draftId);

    @Query("select revision from Revision revision where revision.draftId = :draftId order by revision.id desc")
    List<Revision> of(UUID draftId);

    @Query("select revision from Revision revision where revision.draftId = :draftId and revision.item = :item"
            + " order by revision.id desc")
    List<Revision> of(UUID draftId, String item);

    @Query("select revision from Revision revision where revision.draftId = :draftId and revision.item = :item"
            + " order by revision.id desc limit 1")
    Optional<Revision> last(UUID draftId, String item);
}
