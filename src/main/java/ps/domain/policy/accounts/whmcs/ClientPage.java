package ps.domain.policy.accounts.whmcs;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/**
 * A part of the list of all clients.
 *
 * @param total how many clients there are, as WHMCS counts them
 */
record ClientPage(long total, List<JsonNode> clients) {

    /**
     * Reads an answer. Numbers may come as strings, and an empty list as {@code ""}, {@code []} or none at all.
     *
     * @throws Unreadable for one without a total, or of another shape
     */
    static ClientPage of(JsonNode answer) throws Unreadable {
        long total = answer.path("totalresults").asLong(-1);
        JsonNode list = answer.path("clients");
        JsonNode clients = list.isObject() ? list.path("client") : list;
        boolean empty = clients.isMissingNode()
                || clients.isNull()
                || (clients.isString() && clients.asString().isBlank());
        if (total < 0 || !(empty || clients.isArray() || clients.isObject())) {
            throw new Unreadable("there is no list of clients in the answer");
        }
        // A list with one entry can come without its brackets.
        List<JsonNode> all = empty
                ? List.of()
                : clients.isObject()
                        ? List.of(clients)
                        : StreamSupport.stream(clients.spliterator(), false).toList();
        long returned = answer.path("numreturned").asLong(all.size());
        if (returned != all.size()) {
            throw new Unreadable("there are not as many clients in the answer as it says");
        }
        return new ClientPage(total, all);
    }
}
