package ps.domain.policy.notices;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import ps.domain.policy.accounts.AccountHolder;
import ps.domain.policy.accounts.AccountHolderLists;
import ps.domain.policy.accounts.AccountHolderLists.Entry;
import ps.domain.policy.accounts.AccountHolderLists.Listing;
import ps.domain.policy.accounts.AccountHolderLists.Said;
import ps.domain.policy.audit.Actor;
import ps.domain.policy.audit.AuditTrail;
import ps.domain.policy.delivery.Attempt;
import ps.domain.policy.delivery.Delivery;
import tools.jackson.databind.json.JsonMapper;

/**
 * All that is held on one account holder, for that person: JSON in UTF-8, moments in UTC. {@code accountHolder} is what is
 * held now; {@code lists} what waits on lists that were brought and not applied, or is wrong on lists, and {@code whmcs}
 * what WHMCS said of the client meanwhile, null if nothing; {@code notices} what was told. Of others who have the same
 * address it says how many they are, and no more.
 */
@Component
class AccountHolderExport {

    private final Tellings tellings;
    private final AccountHolderLists lists;
    private final JdbcClient jdbc;
    private final AuditTrail trail;
    private final JsonMapper json;

    AccountHolderExport(
            Tellings tellings, AccountHolderLists lists, JdbcClient jdbc, AuditTrail trail, JsonMapper json) {
        this.tellings = tellings;
        this.lists = lists;
        this.jdbc = jdbc;
        this.trail = trail;
        this.json = json;
    }

    /** The file; that it was made is on the trail. */
    @Transactional
    public byte[] of(AccountHolder holder, Actor by) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        all.put("accountHolder", held(holder));
        all.put(
                "lists",
                lists.of(holder.clientId()).stream()
                        .map(AccountHolderExport::listing)
                        .toList());
        all.put(
                "whmcs",
                lists.saidOf(holder.clientId()).map(AccountHolderExport::said).orElse(null));
        all.put(
                "notices",
                tellings.of(holder.clientId()).stream().map(this::telling).toList());
        trail.record(by, "account-holders.exported", "account-holder:" + holder.clientId(), Map.of());
        return json.rebuild()
                .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(all)
                .concat("\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, @Nullable Object> held(AccountHolder holder) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("clientId", holder.clientId());
        members.put("name", holder.name());
        members.put("organization", holder.organization());
        members.put("email", holder.email());
        members.put(
                "language", holder.language() == null ? null : holder.language().tag());
        members.put("status", holder.status().name());
        members.put("updatedAt", holder.updatedAt().toString());
        return members;
    }

    private static Map<String, @Nullable Object> listing(Listing list) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("source", list.source());
        members.put("broughtAt", list.broughtAt().toString());
        members.put(
                "entries",
                list.entries().stream().map(AccountHolderExport::entry).toList());
        members.put(
                "problems",
                list.flaws().stream()
                        .map(flaw -> Map.of("column", flaw.column(), "kind", flaw.kind(), "value", flaw.value()))
                        .toList());
        return members;
    }

    private static Map<String, @Nullable Object> entry(Entry entry) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("line", entry.line());
        members.put("name", entry.name());
        members.put("organization", entry.organization());
        members.put("email", entry.email());
        members.put("language", entry.language());
        members.put("status", entry.status());
        return members;
    }

    private static Map<String, @Nullable Object> said(Said said) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("changedAt", text(said.changedAt()));
        members.put("language", said.language());
        members.put("languageAskedAt", text(said.languageAskedAt()));
        return members;
    }

    private Map<String, @Nullable Object> telling(Telling telling) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        Notice notice = telling.notice();
        members.put("reference", notice.reference());
        members.put("kind", notice.kind().name());
        members.put("version", notice.version());
        members.put("createdAt", notice.createdAt().toString());
        switch (telling) {
            case Telling.Sent sent -> add(sent, members);
            case Telling.NotReached notReached -> members.put("notToldBecause", notReached.reason());
            case Telling.NotAddressed notAddressed -> members.put("notToldBecause", "NOT_KNOWN_THEN");
        }
        return members;
    }

    private void add(Telling.Sent sent, Map<String, @Nullable Object> members) {
        Delivery delivery = sent.delivery();
        members.put("address", sent.address());
        members.put("sentTo", delivery.address());
        members.put("othersWithThisAddress", sent.sharedWith().size());
        members.put("messageId", sent.messageId());
        members.put("state", delivery.state().name());
        members.put("attempts", delivery.attempts());
        members.put(
                "earlierAttempts",
                sent.attempts().stream().map(AccountHolderExport::attempt).toList());
        members.put("answeredAt", text(delivery.answeredAt()));
        members.put("code", delivery.code());
        members.put("enhancedCode", delivery.enhancedCode());
        members.put("reply", delivery.reply());
        members.put("bouncedAt", text(delivery.bouncedAt()));
        members.put("bounceStatus", delivery.bounceStatus());
        members.put("bounceText", delivery.bounceText());
        members.put("reports", reports(delivery.id()));
        members.put(
                "mail",
                Map.of(
                        "subject", sent.letter().subject(),
                        "text", sent.letter().text(),
                        "html", sent.letter().html()));
    }

    private static Map<String, @Nullable Object> attempt(Attempt attempt) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        members.put("number", attempt.number());
        members.put("at", attempt.at().toString());
        members.put("code", attempt.code());
        members.put("enhancedCode", attempt.enhancedCode());
        members.put("reply", attempt.reply());
        return members;
    }

    /** What came back about the message, as it came. */
    private List<Map<String, Object>> reports(UUID delivery) {
        List<Map<String, Object>> reports = new ArrayList<>();
        jdbc.sql("""
                SELECT received_at, kind, raw FROM bounce_report
                WHERE id IN (SELECT report_id FROM bounce WHERE delivery_id = :delivery)
                ORDER BY id
                """).param("delivery", delivery).query(row -> {
            Map<String, Object> members = new LinkedHashMap<>();
            members.put(
                    "receivedAt", row.getTimestamp("received_at").toInstant().toString());
            members.put("kind", row.getString("kind"));
            members.put("messageBase64", Base64.getEncoder().encodeToString(row.getBytes("raw")));
            reports.add(members);
        });
        return reports;
    }

    private static @Nullable String text(@Nullable Instant moment) {
        return moment == null ? null : moment.toString();
    }
}
