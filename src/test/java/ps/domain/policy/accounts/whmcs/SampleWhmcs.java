package ps.domain.policy.accounts.whmcs;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseTransformerV2;
import com.github.tomakehurst.wiremock.http.Response;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** WireMock that answers as WHMCS is documented to, out of clients that a test puts in. */
final class SampleWhmcs implements AutoCloseable {

    static final String SECRET = "sample-secret-of-the-api";
    private static final String API = "/includes/api.php";

    /** No test waits for an answer that does not come, but for those with settings of their own. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** A byte that no UTF-8 has, for a client that was stored in another encoding. */
    private static final char BROKEN = '\uE000';

    private final TreeMap<Long, Map<String, String>> clients = new TreeMap<>();
    private final AtomicReference<Runnable> afterPage = new AtomicReference<>(() -> {});
    private final AtomicReference<Runnable> beforeDetails = new AtomicReference<>(() -> {});
    private final WireMockServer server;

    private String empty = "\"\"";
    private boolean refusesBrokenText;

    SampleWhmcs() {
        server =
                new WireMockServer(WireMockConfiguration.options().dynamicPort().extensions(new Answers()));
        server.start();
        fresh();
    }

    /** As if nobody had been here. */
    void fresh() {
        server.resetAll();
        clients.clear();
        afterPage.set(() -> {});
        beforeDetails.set(() -> {});
        empty = "\"\"";
        refusesBrokenText = false;
        server.stubFor(WireMock.post(API)
                .atPriority(10)
                .willReturn(WireMock.aResponse().withTransformers("whmcs")));
    }

    WhmcsSettings settings(int pageSize) {
        return new WhmcsSettings(
                URI.create(url()),
                "sample-identifier",
                SECRET,
                "sample-access-key",
                null,
                pageSize,
                1000,
                0.1,
                "a-hook-secret-of-some-length",
                PATIENCE,
                PATIENCE,
                Duration.ofMillis(1));
    }

    String url() {
        // WireMock writes the port of its own in digits of the locale.
        return "http://localhost:" + server.port();
    }

    void put(long id, String first, String last, String company, String email, String language, String status) {
        Map<String, String> client = new LinkedHashMap<>();
        client.put("firstname", first);
        client.put("lastname", last);
        client.put("companyname", company);
        client.put("email", email);
        client.put("language", language);
        client.put("status", status);
        clients.put(id, client);
    }

    /** An active client whose language is Arabic. */
    void put(long id) {
        put(id, "Client", String.valueOf(id), "", "client-" + id + "@example.com", "arabic", "Active");
    }

    void remove(long id) {
        clients.remove(id);
    }

    /** A name in the bytes of another encoding. */
    void breakNameOf(long id) {
        Objects.requireNonNull(clients.get(id)).put("firstname", "Ren" + BROKEN);
    }

    /** How an empty list comes. */
    void emptyListsComeAs(String json) {
        empty = json;
    }

    /** What is not UTF-8 makes WHMCS say so, in the place of an answer. */
    void refuseBrokenText() {
        refusesBrokenText = true;
    }

    /** Does something once, when a page was handed out. */
    void afterNextPage(Runnable what) {
        afterPage.set(what);
    }

    /** Does something once, before it is told of a client alone. */
    void beforeNextDetails(Runnable what) {
        beforeDetails.set(what);
    }

    /** Stubs something that goes before all else. */
    void stub(MappingBuilder stub) {
        server.stubFor(stub.atPriority(1));
    }

    static MappingBuilder anything() {
        return WireMock.post(API);
    }

    static MappingBuilder asking(String action) {
        return anything().withFormParam("action", WireMock.equalTo(action));
    }

    /** The numbers of those whose details were asked, in order; forgets them. */
    List<String> asked() {
        List<String> asked = forms().stream()
                .filter(form -> "GetClientsDetails".equals(form.get("action")))
                .map(form -> form.get("clientid"))
                .toList();
        server.resetRequests();
        return asked;
    }

    /** What was sent, oldest first. */
    List<Map<String, String>> forms() {
        List<Map<String, String>> forms = new ArrayList<>(server.getAllServeEvents().stream()
                .map(event -> form(event.getRequest().getBodyAsString()))
                .toList());
        Collections.reverse(forms);
        return forms;
    }

    @Override
    public void close() {
        server.stop();
    }

    private static Map<String, String> form(String body) {
        return Arrays.stream(body.split("&"))
                .map(field -> field.split("=", 2))
                .collect(Collectors.toMap(
                        field -> field[0],
                        field -> URLDecoder.decode(field[1], StandardCharsets.UTF_8),
                        (one, other) -> other,
                        HashMap::new));
    }

    private byte[] answerTo(Map<String, String> form) {
        String json = "GetClients".equals(form.get("action")) ? page(form) : details(form);
        if (json.indexOf(BROKEN) >= 0 && refusesBrokenText) {
            json = "{\"result\":\"error\",\"message\":\"Malformed UTF-8 characters, possibly incorrectly encoded\"}";
        }
        byte[] bytes = json.replace(BROKEN, '\u00E9').getBytes(StandardCharsets.UTF_8);
        return json.indexOf(BROKEN) < 0 ? bytes : json.replace(BROKEN, '\u00E9').getBytes(StandardCharsets.ISO_8859_1);
    }

    private String page(Map<String, String> form) {
        List<String> page = clients.entrySet().stream()
                .skip(Long.parseLong(form.get("limitstart")))
                .limit(Long.parseLong(form.get("limitnum")))
                // Numbers come as either.
                .map(client -> listed(client.getKey(), client.getValue()))
                .toList();
        String json = """
                {"result":"success","totalresults":%s,"startnumber":%s,"numreturned":%s,"clients":%s}
                """.formatted(
                        clients.size() % 2 == 0 ? clients.size() : "\"" + clients.size() + "\"",
                        form.get("limitstart"),
                        page.size(),
                        page.isEmpty() ? empty : "{\"client\":[" + String.join(",", page) + "]}");
        afterPage.getAndSet(() -> {}).run();
        return json;
    }

    private static String listed(long id, Map<String, String> client) {
        Map<String, Object> listed = new LinkedHashMap<>(client);
        listed.remove("language");
        listed.put("id", id % 2 == 0 ? id : String.valueOf(id));
        listed.put("groupid", 0);
        listed.put("datecreated", "2020-01-01");
        return JsonMapper.shared().writeValueAsString(listed);
    }

    private String details(Map<String, String> form) {
        beforeDetails.getAndSet(() -> {}).run();
        long id = Long.parseLong(form.get("clientid"));
        Map<String, String> client = clients.get(id);
        if (client == null) {
            return "{\"result\":\"error\",\"message\":\"Client Not Found\"}";
        }
        Map<String, Object> details = new LinkedHashMap<>(client);
        details.put("id", id);
        details.put("userid", id);
        details.put("email_preferences", Map.of("general", "1"));
        return JsonMapper.shared().writeValueAsString(Map.of("result", "success", "client", details));
    }

    private final class Answers implements ResponseTransformerV2 {

        @Override
        public Response transform(Response response, ServeEvent event) {
            byte[] body;
            synchronized (SampleWhmcs.this) {
                body = answerTo(form(event.getRequest().getBodyAsString()));
            }
            return Response.Builder.like(response).but().body(body).build();
        }

        @Override
        public boolean applyGlobally() {
            return false;
        }

        @Override
        public String getName() {
            return "whmcs";
        }
    }
}
