package ps.domain.policy.notices;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Client ids as somebody pasted them or has them in a file.
 *
 * @param all each once
 * @param nonsense what is none
 */
record ClientIds(Set<Long> all, List<String> nonsense) {

    /** Ids with spaces, commas, semicolons or line breaks between them, in any digits. */
    static ClientIds pasted(String text) {
        return of(List.of(text.split("[\\s,;\u060C\u061B]+")));
    }

    /** The first column of a table (RFC 4180, or with semicolons or tabs), whose first line can be a heading. */
    static ClientIds firstColumn(String file) {
        List<String> cells = file.replace("\uFEFF", "")
                .lines()
                .map(line -> line.split("[,;\t]", 2)[0].replace("\"", "").strip())
                .toList();
        boolean hasHeading = !cells.isEmpty() && id(cells.getFirst()).isEmpty();
        return of(hasHeading ? cells.subList(1, cells.size()) : cells);
    }

    private static ClientIds of(List<String> words) {
        Set<Long> all = new LinkedHashSet<>();
        List<String> nonsense = new ArrayList<>();
        for (String word : words) {
            OptionalLong id = id(word);
            if (id.isPresent()) {
                all.add(id.getAsLong());
            } else if (!word.isEmpty()) {
                nonsense.add(word);
            }
        }
        return new ClientIds(all, nonsense);
    }

    private static OptionalLong id(String word) {
        try {
            long id = Long.parseLong(word);
            return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
        } catch (NumberFormatException none) {
            return OptionalLong.empty();
        }
    }

    ClientIds with(ClientIds others) {
        Set<Long> both = new LinkedHashSet<>(all);
        both.addAll(others.all);
        List<String> none = new ArrayList<>(nonsense);
        none.addAll(others.nonsense);
        return new ClientIds(both, none);
    }
}
