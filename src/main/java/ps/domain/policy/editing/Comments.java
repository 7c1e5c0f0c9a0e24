package ps.domain.policy.editing;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** What was said about drafts. */
interface Comments extends Repository<Comment, Long> {

    Comment save(Comment comment);

    Optional<Comment> findByIdAndDraftId(long id, UUID draftId);

    @Query("select comment from Comment comment where comment.draftId = :draftId order by comment.id")
    List<Comment> of(UUID draftId);
}
