package ps.domain.policy.notices;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Checked.Count;
import ps.domain.policy.audit.Finding;
import ps.domain.policy.audit.Finding.Flaw;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.audit.Proof;
import ps.domain.policy.audit.RecordedTrail;
import ps.domain.policy.audit.TrailEntry;

/** That notices say what they said when they were created, to as many: the trail has a fingerprint of each. */
@Component
@Order(3)
class NoticeProof implements Proof {

    private final JdbcClient jdbc;
    private final RecordedTrail trail;
    private final NoticeContent content;

    NoticeProof(JdbcClient jdbc, RecordedTrail trail) {
        this.jdbc = jdbc;
        this.trail = trail;
        this.content = new NoticeContent(jdbc);
    }

    @Override
    public String name() {
        return "notices";
    }

    /** A notice as far as it is looked for. */
    private record Named(UUID id, String reference) {}

    /** Notices have no chain of their own, but that of the trail; what was noted are fingerprints of notices. */
    @Override
    public Checked check(Set<Fingerprint> noted) {
        Map<String, TrailEntry> told = new LinkedHashMap<>();
        trail.entriesOf("notice.created").forEach(entry -> told.put(entry.subject(), entry));
        Set<String> missing = noted.stream().map(Fingerprint::hex).collect(Collectors.toCollection(TreeSet::new));
        told.values().forEach(entry -> missing.remove(entry.detail("fingerprint")));
        long fitting = 0;
        Finding finding = null;
        for (Named notice : notices()) {
            finding = flawOf(notice, told.remove("notice:" + notice.reference()));
            if (finding != null) {
                break;
            }
            fitting++;
        }
        if (finding == null && !told.isEmpty()) {
            TrailEntry alone = told.values().iterator().next();
            finding = new Finding(
                    "entry", Long.toString(alone.seq()), Flaw.ONLY_IN_TRAIL, alone.detail("fingerprint"), null);
        }
        if (finding == null && !missing.isEmpty()) {
            finding = new Finding("noted", missing.iterator().next(), Flaw.NOT_IN_CHAIN, null, null);
        }
        return new Checked(name(), List.of(new Count("notices", fitting)), finding, null);
    }

    private List<Named> notices() {
        return jdbc.sql("SELECT id, reference FROM notice ORDER BY created_at, reference")
                .query((row, n) -> new Named(row.getObject("id", UUID.class), row.getString("reference")))
                .list();
    }

    private @Nullable Finding flawOf(Named notice, @Nullable TrailEntry told) {
        if (told == null) {
            return new Finding("notice", notice.reference(), Flaw.NOT_IN_TRAIL, null, null);
        }
        String recorded = told.detail("fingerprint");
        if (!hasAsManyAsItSays(notice.id())) {
            return new Finding("notice", notice.reference(), Flaw.CONTENT, recorded, null);
        }
        String computed = content.fingerprintOf(notice.id()).hex();
        return computed.equals(recorded)
                ? null
                : new Finding("notice", notice.reference(), Flaw.CONTENT, recorded, computed);
    }

    /** The fingerprint is of those who are there: pages and files go by what the notice itself says. */
    private boolean hasAsManyAsItSays(UUID notice) {
        return jdbc.sql("""
                SELECT account_holders = (SELECT count(*) FROM notice_recipient WHERE notice_id = id)
                   AND unreached = (SELECT count(*) FROM notice_unreached WHERE notice_id = id)
                FROM notice WHERE id = :notice
                """).param("notice", notice).query(Boolean.class).single();
    }
}
