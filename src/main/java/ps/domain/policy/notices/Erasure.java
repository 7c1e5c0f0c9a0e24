package ps.domain.policy.notices;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.AccountHolder;
import ps.domain.policy.accounts.AccountHolders;
import ps.domain.policy.accounts.AccountStatus;
import ps.domain.policy.accounts.ErasedAccountHolders;
import ps.domain.policy.accounts.Pseudonyms;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.Pseudonymization;
import ps.domain.policy.versions.PublishedVersions;

/**
 * Removes the personal data of one account holder. What proves that a notice was sent stays, under a pseudonym, so that its
 * numbers and fingerprints still fit. An address that others share stays with them until they are erased too.
 */
@Component
class Erasure {

    /** Words of a name that are shorter stand in too much of what mail servers say. */
    private static final int SHORTEST_WORD = 3;

    private final JdbcClient jdbc;
    private final AccountHolders holders;
    private final ErasedAccountHolders erased;
    private final Pseudonyms pseudonyms;
    private final Pseudonymization deliveries;
    private final PublishedVersions versions;
    private final AuditTrail trail;

    Erasure(
            JdbcClient jdbc,
            AccountHolders holders,
            ErasedAccountHolders erased,
            Pseudonyms pseudonyms,
            Pseudonymization deliveries,
            PublishedVersions versions,
            AuditTrail trail) {
        this.jdbc = jdbc;
        this.holders = holders;
        this.erased = erased;
        this.pseudonyms = pseudonyms;
        this.deliveries = deliveries;
        this.versions = versions;
        this.trail = trail;
    }

    /** What stands in the way. */
    enum Obstacle {
        /** No key for pseudonyms is set. */
        NO_KEY,
        /** Another key was used before. */
        OTHER_KEY,
        /** The account is open: its owner has to be told of changes. */
        NOT_CLOSED,
        /** A message to this person is still to be sent. */
        STILL_TO_BE_SENT
    }

    /** Somebody cannot be erased. Nothing was. */
    static final class CannotErase extends RuntimeException {

        private static final long serialVersionUID = 1;

        private CannotErase(List<Obstacle> obstacles) {
            super("An account holder cannot be erased: " + obstacles);
        }
    }

    /**
     * What is there of somebody.
     *
     * @param told how many messages
     * @param untold in how many notices it stands that this person could not be told
     * @param sharing how many others have the same address now
     */
    record Extent(long told, long untold, long sharing) {}

    /** A message to somebody, or, without a delivery, that there could be none. */
    private record Recorded(
            UUID notice, @Nullable UUID delivery, @Nullable String email) {}

    /** What stands in the way now; nothing, if somebody can be erased. */
    @Transactional(readOnly = true)
    public List<Obstacle> obstacles(AccountHolder holder) {
        List<Obstacle> obstacles = new ArrayList<>();
        switch (pseudonyms.state()) {
            case NO_KEY -> obstacles.add(Obstacle.NO_KEY);
            case OTHER_KEY -> obstacles.add(Obstacle.OTHER_KEY);
            case READY -> {}
        }
        if (holder.status() != AccountStatus.CLOSED) {
            obstacles.add(Obstacle.NOT_CLOSED);
        }
        if (deliveries.isAnyOpen(deliveriesOf(messages(holder.clientId())))) {
            obstacles.add(Obstacle.STILL_TO_BE_SENT);
        }
        return List.copyOf(obstacles);
    }

    /** What is there of somebody now. */
    @Transactional(readOnly = true)
    public Extent extent(AccountHolder holder) {
        return new Extent(
                messages(holder.clientId()).size(),
                unreached(holder.clientId()).size(),
                jdbc.sql("""
                        SELECT count(*) FROM account_holder AS this JOIN account_holder AS other
                          ON lower(other.email) = lower(this.email) AND other.client_id <> this.client_id
                        WHERE this.client_id = :client
                        """)
                        .param("client", holder.clientId())
                        .query(Long.class)
                        .single());
    }

    /**
     * Erases somebody.
     *
     * @throws CannotErase if something stands in the way
     */
    @Transactional
    public void erase(long clientId, Actor by) {
        // In the order in which locks are taken everywhere: no notice is made meanwhile, no version is published (which
        // holds the trail before it writes anybody down), and nobody is written down.
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('notice'))").query().singleRow();
        versions.lock();
        erased.holdOff();
        AccountHolder holder = holders.holder(clientId).orElseThrow(NoSuchAccountHolder::new);
        List<Obstacle> obstacles = obstacles(holder);
        if (!obstacles.isEmpty()) {
            throw new CannotErase(obstacles);
        }
        pseudonyms.require();
        List<Recorded> messages = messages(clientId);
        List<Recorded> unreached = unreached(clientId);
        Set<String> addresses = Stream.of(messages.stream(), unreached.stream())
                .flatMap(recorded -> recorded)
                .map(Recorded::email)
                .filter(email -> email != null && !Pseudonyms.isPseudonym(email))
                .collect(Collectors.toCollection(TreeSet::new));
        if (holder.email() != null) {
            addresses.add(holder.email());
        }
        Map<UUID, String> replaced = new HashMap<>();
        deliveries
                .addressesOf(ofNobodyElse(messages, clientId))
                .forEach((delivery, address) -> replaced.put(delivery, pseudonyms.ofAddress(address)));
        deliveries.pseudonymize(replaced, wordsOf(holder));
        replaceIn("notice_recipient", messages, clientId);
        replaceIn("notice_unreached", unreached, clientId);
        jdbc.sql("UPDATE breach_draft_client SET client_id = :pseudonym WHERE client_id = :client")
                .param("pseudonym", pseudonyms.ofClient(clientId))
                .param("client", clientId)
                .update();
        erased.erase(holder);
        deliveries.forgetReportsNaming(heldByNobody(addresses));
        trail.record(
                by,
                "account-holders.erased",
                "account-holder:" + pseudonyms.ofClient(clientId),
                Map.of("messages", messages.size(), "untold", unreached.size()));
    }

    private List<Recorded> messages(long clientId) {
        // There are few notices: the primary key is probed once for each.
        return recorded("notice_recipient", "other.delivery_id", clientId);
    }

    private List<Recorded> unreached(long clientId) {
        return recorded("notice_unreached", "NULL::uuid", clientId);
    }

    private List<Recorded> recorded(String table, String delivery, long clientId) {
        return jdbc.sql("""
                SELECT notice.id, %s AS delivery_id, other.email
                FROM notice JOIN %s AS other ON other.notice_id = notice.id AND other.client_id = :client
                """.formatted(delivery, table))
                .param("client", clientId)
                .query((row, n) -> new Recorded(
                        row.getObject("id", UUID.class),
                        row.getObject("delivery_id", UUID.class),
                        row.getString("email")))
                .list();
    }

    private static List<UUID> deliveriesOf(List<Recorded> messages) {
        List<UUID> ids = new ArrayList<>();
        for (Recorded message : messages) {
            if (message.delivery() != null) {
                ids.add(message.delivery());
            }
        }
        return ids;
    }

    /** The messages that went to nobody else who can still be named. Read through a notice's audience, for each of them. */
    private List<UUID> ofNobodyElse(List<Recorded> messages, long clientId) {
        return jdbc.sql("""
                SELECT delivery FROM unnest(:notices::uuid[], :deliveries::uuid[]) AS mine (notice, delivery)
                WHERE NOT EXISTS (
                  SELECT FROM notice_recipient AS other
                  WHERE other.notice_id = notice AND other.delivery_id = delivery
                    AND other.client_id <> :client AND NOT is_pseudonym(other.email))
                """)
                .param("notices", texts(messages.stream().map(Recorded::notice).toList()))
                .param("deliveries", texts(deliveriesOf(messages)))
                .param("client", clientId)
                .query(UUID.class)
                .list();
    }

    private void replaceIn(String table, List<Recorded> recorded, long clientId) {
        jdbc.sql("""
                UPDATE %s AS recorded SET client_id = :pseudonym, email = mine.email
                FROM unnest(:notices::uuid[], :emails::text[]) AS mine (notice, email)
                WHERE recorded.notice_id = mine.notice AND recorded.client_id = :client
                """.formatted(table))
                .param("pseudonym", pseudonyms.ofClient(clientId))
                .param("client", clientId)
                .param("notices", texts(recorded.stream().map(Recorded::notice).toList()))
                .param("emails", recorded.stream().map(this::replaced).toArray(String[]::new))
                .update();
    }

    private @Nullable String replaced(Recorded recorded) {
        String email = recorded.email();
        return email == null || Pseudonyms.isPseudonym(email) ? email : pseudonyms.ofAddress(email);
    }

    /** Those of the addresses that no other account holder has, as given and as sent to. */
    private Set<String> heldByNobody(Collection<String> addresses) {
        return new TreeSet<>(jdbc.sql("""
                SELECT address FROM unnest(:addresses::text[]) AS address
                WHERE NOT EXISTS (SELECT FROM account_holder WHERE lower(email) = lower(address))
                """)
                .param("addresses", texts(addresses))
                .query(String.class)
                .list());
    }

    private static List<String> wordsOf(AccountHolder holder) {
        return Arrays.stream((holder.name() + " " + holder.organization()).split("[\\s\\p{Punct}]+"))
                .filter(word -> word.length() >= SHORTEST_WORD)
                .distinct()
                .toList();
    }

    private static String[] texts(Collection<?> values) {
        return values.stream().map(Object::toString).toArray(String[]::new);
    }
}
