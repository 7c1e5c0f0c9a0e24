package ps.domain.policy.versions;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** The published versions as they are kept: added to, never changed. */
interface PolicyVersions extends Repository<PolicyVersion, Integer> {

    /** All of them, with their sections in one query and their effects in another. */
    @Query("SELECT version FROM PolicyVersion version JOIN FETCH version.sections ORDER BY version.number")
    List<PolicyVersion> findAll();

    PolicyVersion save(PolicyVersion version);
}
