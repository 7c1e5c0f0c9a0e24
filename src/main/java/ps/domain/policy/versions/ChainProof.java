package ps.domain.policy.versions;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import ps.domain.policy.audit.ChainCheck;
import ps.domain.policy.audit.Checked;
import ps.domain.policy.audit.Checked.Count;
import ps.domain.policy.audit.Finding;
import ps.domain.policy.audit.Finding.Flaw;
import ps.domain.policy.audit.Fingerprint;
import ps.domain.policy.audit.Proof;
import ps.domain.policy.audit.RecordedTrail;
import ps.domain.policy.audit.TrailEntry;
import ps.domain.policy.text.BilingualText;
import ps.domain.policy.versions.Significance.Material;
import ps.domain.policy.versions.Significance.Minor;

/**
 * That versions, withdrawals and postponements are as they were recorded: one chain, of which the trail tells entry by
 * entry, but for the first, which was there before anybody could act. Reads by SQL and one entry at a time, so that it
 * sees what is there, whatever that is.
 */
@Component
@Order(2)
class ChainProof implements Proof {

    private final JdbcClient jdbc;
    private final RecordedTrail trail;

    ChainProof(JdbcClient jdbc, RecordedTrail trail) {
        this.jdbc = jdbc;
        this.trail = trail;
    }

    @Override
    public String name() {
        return "versions";
    }

    /** The place of an entry: which kind of thing it is, about which version. */
    private record Place(int seq, String kind, int number) {}

    @Override
    public Checked check(Set<Fingerprint> noted) {
        Map<String, Long> counts = new LinkedHashMap<>();
        List.of("publication", "withdrawal", "postponement").forEach(kind -> counts.put(kind, 0L));
        Map<String, TrailEntry> told = new LinkedHashMap<>();
        trail.entriesOf("version.published", "version.withdrawn", "version.postponed")
                .forEach(entry -> told.put(String.valueOf(entry.detail("fingerprint")), entry));
        ChainCheck chain = new ChainCheck(noted);
        for (Place place : places()) {
            if (!fits(place, told, chain)) {
                break;
            }
            counts.merge(place.kind(), 1L, Long::sum);
        }
        if (chain.finding() == null && !told.isEmpty()) {
            TrailEntry missing = told.values().iterator().next();
            chain.found(new Finding(
                    "entry", Long.toString(missing.seq()), Flaw.ONLY_IN_TRAIL, missing.detail("fingerprint"), null));
        }
        return new Checked(
                name(),
                counts.entrySet().stream()
                        .map(count -> new Count(count.getKey(), count.getValue()))
                        .toList(),
                chain.finding(),
                chain.last());
    }

    private List<Place> places() {
        return jdbc.sql("SELECT seq, kind, version_number FROM policy_chain ORDER BY seq, kind, version_number")
                .query((row, n) -> new Place(row.getInt("seq"), row.getString("kind"), row.getInt("version_number")))
                .list();
    }

    private boolean fits(Place place, Map<String, TrailEntry> told, ChainCheck chain) {
        String which = Integer.toString(place.number());
        try {
            Entry entry = entry(place);
            if (!chain.follows(
                    place.kind(),
                    which,
                    place.seq(),
                    entry.seal().previous(),
                    entry.fingerprint(),
                    CanonicalForm.fingerprintOf(entry))) {
                return false;
            }
            if (told.remove(entry.sha256()) == null && place.seq() > 1) {
                chain.found(new Finding(place.kind(), which, Flaw.NOT_IN_TRAIL, entry.sha256(), null));
                return false;
            }
            return true;
        } catch (IllegalArgumentException unreadable) {
            chain.found(new Finding(place.kind(), which, Flaw.UNREADABLE, null, unreadable.getMessage()));
            return false;
        }
    }

    private Entry entry(Place place) {
        return switch (place.kind()) {
            case "publication" ->
                jdbc.sql("SELECT * FROM policy_version WHERE seq = :seq")
                        .param("seq", place.seq())
                        .query((row, n) -> version(row))
                        .single();
            case "withdrawal" ->
                jdbc.sql("SELECT * FROM policy_withdrawal WHERE seq = :seq")
                        .param("seq", place.seq())
                        .query((row, n) -> TimelineInMemory.withdrawal(row))
                        .single();
            default ->
                jdbc.sql("SELECT * FROM policy_postponement WHERE seq = :seq")
                        .param("seq", place.seq())
                        .query((row, n) -> TimelineInMemory.postponement(row))
                        .single();
        };
    }

    private Version version(ResultSet row) throws SQLException {
        int number = row.getInt("number");
        BilingualText minorReason = text(row, "minor_reason");
        return new Version(
                number,
                row.getObject("effective_from", LocalDate.class),
                TimelineInMemory.instant(row, "published_at"),
                row.getBoolean("material") ? new Material() : new Minor(minorReason),
                text(row, "title"),
                text(row, "summary"),
                sections(number),
                effects(number),
                TimelineInMemory.seal(row));
    }

    private List<Section> sections(int number) {
        return jdbc.sql("SELECT * FROM policy_section WHERE version_number = :number ORDER BY position")
                .param("number", number)
                .query((row, n) ->
                        new Section(new SectionKey(row.getString("key")), text(row, "heading"), text(row, "body")))
                .list();
    }

    private List<Effect> effects(int number) {
        return jdbc.sql("SELECT * FROM policy_effect WHERE version_number = :number ORDER BY position")
                .param("number", number)
                .query((row, n) -> new Effect(new SectionKey(row.getString("section_key")), text(row, "text")))
                .list();
    }

    private static BilingualText text(ResultSet row, String column) throws SQLException {
        return new BilingualText(orEmpty(row.getString(column + "_ar")), orEmpty(row.getString(column + "_en")));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
