package ps.domain.policy.versions;

import java.util.List;
import java.util.Optional;
import org.springframework.data.repository.Repository;

/** The published versions as they are kept: added to, never changed. */
interface PolicyVersions extends Repository<PolicyVersion, Integer> {

    List<PolicyVersion> findAllByOrderByNumber();

    Optional<PolicyVersion> findFirstByOrderByNumberDesc();

    PolicyVersion save(PolicyVersion version);
}
