package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import ps.domain.policy.text.Token.Format;

/**
 * What is different between two stretches of running text, word by word, with both in one. A place of emphasis or a link
 * that both have is opened once, around what changed in it; so that what is left without the {@code ins} is exactly the
 * earlier text, and without the {@code del} the later one.
 */
final class InlineDiff {

    /** Texts that have less than this in common are told as one taken out and another put in its place. */
    private static final double LEAST_LIKENESS = 0.25;

    /** How many words, at most, are given up between two changes because they are only in the way. */
    private static final int LARGEST_ISLAND = 3;

    private final List<Token> before;
    private final List<Token> after;
    private final int[] match;
    private final int[] reverse;
    private final int[] wordsBefore;
    private final int[] wordsAfter;

    /** The formats that both texts have: those of the earlier one, each with its partner in the later one. */
    private final Map<Format, Format> partners = new HashMap<>();

    private InlineDiff(List<Token> before, List<Token> after) {
        this.before = before;
        this.after = after;
        this.match = alike(before, after)
                ? Alignment.of(
                        before.stream().mapToInt(Token::id).toArray(),
                        after.stream().mapToInt(Token::id).toArray(),
                        at -> before.get(at).kind().weight())
                : unmatched(before.size());
        this.reverse = unmatched(after.size());
        for (int i = 0; i < match.length; i++) {
            if (match[i] >= 0) {
                reverse[match[i]] = i;
            }
        }
        this.wordsBefore = wordsUpTo(before);
        this.wordsAfter = wordsUpTo(after);
    }

    /** Writes both texts as one. */
    static void write(List<Token> before, List<Token> after, Pen pen) {
        InlineDiff diff = new InlineDiff(before, after);
        diff.dropIslands();
        diff.keepWordsWhole();
        diff.findPartners();
        diff.keepWordsWhole();
        diff.write(pen);
    }

    private static boolean alike(List<Token> before, List<Token> after) {
        int[] first = sortedWords(before);
        int[] second = sortedWords(after);
        return first.length == 0 || second.length == 0 || likeness(first, second) >= LEAST_LIKENESS;
    }

    private static int[] sortedWords(List<Token> tokens) {
        return tokens.stream()
                .filter(Token::isWord)
                .mapToInt(Token::word)
                .sorted()
                .toArray();
    }

    /** How much two sorted bags of words have in common, from 0 to 1 (Dice's coefficient). */
    static double likeness(int[] first, int[] second) {
        int common = 0;
        int j = 0;
        for (int value : first) {
            while (j < second.length && second[j] < value) {
                j++;
            }
            if (j < second.length && second[j] == value) {
                common++;
                j++;
            }
        }
        return first.length + second.length == 0 ? 1 : 2.0 * common / (first.length + second.length);
    }

    private static int[] unmatched(int size) {
        int[] none = new int[size];
        Arrays.fill(none, -1);
        return none;
    }

    private static int[] wordsUpTo(List<Token> tokens) {
        int[] words = new int[tokens.size() + 1];
        for (int i = 0; i < tokens.size(); i++) {
            words[i + 1] = words[i] + (tokens.get(i).isWord() ? 1 : 0);
        }
        return words;
    }

    /** What stayed, or what was taken out together with what was put in its place; the ends are exclusive. */
    private record Stretch(boolean same, int i, int iEnd, int j, int jEnd) {}

    private int removedWords(Stretch stretch) {
        return wordsBefore[stretch.iEnd] - wordsBefore[stretch.i];
    }

    private int addedWords(Stretch stretch) {
        return wordsAfter[stretch.jEnd] - wordsAfter[stretch.j];
    }

    private List<Stretch> stretches() {
        List<Stretch> stretches = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            int iEnd = i;
            int jEnd = j;
            while (iEnd < before.size() && match[iEnd] < 0) {
                iEnd++;
            }
            while (jEnd < after.size() && reverse[jEnd] < 0) {
                jEnd++;
            }
            boolean same = iEnd == i && jEnd == j;
            while (same && iEnd < before.size() && match[iEnd] >= 0 && match[iEnd] == jEnd) {
                iEnd++;
                jEnd++;
            }
            stretches.add(new Stretch(same, i, iEnd, j, jEnd));
            i = iEnd;
            j = jEnd;
        }
        return stretches;
    }

    /** A space, a comma or a few small words that stayed amid larger changes only make them hard to read. */
    private void dropIslands() {
        List<Stretch> kept = new ArrayList<>();
        for (Stretch next : stretches()) {
            Stretch change = next;
            while (!change.same && kept.size() >= 2 && isIsland(kept.get(kept.size() - 2), kept.getLast(), change)) {
                Stretch island = kept.removeLast();
                Stretch first = kept.removeLast();
                for (int i = island.i; i < island.iEnd; i++) {
                    unmatch(i);
                }
                change = new Stretch(false, first.i, change.iEnd, first.j, change.jEnd);
            }
            kept.add(change);
        }
    }

    private boolean isIsland(Stretch left, Stretch same, Stretch right) {
        if (removedWords(left) + removedWords(right) == 0 || addedWords(left) + addedWords(right) == 0) {
            return false;
        }
        int words = removedWords(same);
        if (words == 0) {
            return before.subList(same.i, same.iEnd).stream().noneMatch(Token::endsSentence);
        }
        int smaller = Math.min(
                Math.max(removedWords(left), addedWords(left)), Math.max(removedWords(right), addedWords(right)));
        return words <= LARGEST_ISLAND && 2 * words <= smaller;
    }

    /** Where emphasis begins or ends inside a word, the word still changes as a whole: Arabic letters stay joined. */
    private void keepWordsWhole() {
        for (int i = 0; i < match.length; i++) {
            if (match[i] >= 0 && isTorn(i)) {
                unmatch(i);
            }
        }
        for (int i = match.length - 1; i >= 0; i--) {
            if (match[i] >= 0 && isTorn(i)) {
                unmatch(i);
            }
        }
    }

    private boolean isTorn(int i) {
        return isTorn(before, match, i) || isTorn(after, reverse, match[i]);
    }

    private static boolean isTorn(List<Token> tokens, int[] matched, int at) {
        boolean before = at > 0 && matched[at - 1] < 0 && tokens.get(at - 1).joins(tokens.get(at));
        boolean after =
                at + 1 < tokens.size() && matched[at + 1] < 0 && tokens.get(at).joins(tokens.get(at + 1));
        return before || after;
    }

    private void unmatch(int i) {
        reverse[match[i]] = -1;
        match[i] = -1;
    }

    /** A format has one partner; words that stand in it here, and in another one there, are given up. */
    private void findPartners() {
        Map<Format, Format> backwards = new HashMap<>();
        for (int i = 0; i < match.length; i++) {
            if (match[i] < 0) {
                continue;
            }
            List<Format> mine = before.get(i).path();
            List<Format> theirs = after.get(match[i]).path();
            boolean agree = true;
            for (int k = 0; k < mine.size(); k++) {
                Format there = partners.get(mine.get(k));
                Format here = backwards.get(theirs.get(k));
                agree &= (there == null || there == theirs.get(k)) && (here == null || here == mine.get(k));
            }
            if (!agree) {
                unmatch(i);
                continue;
            }
            for (int k = 0; k < mine.size(); k++) {
                partners.put(mine.get(k), theirs.get(k));
                backwards.put(theirs.get(k), mine.get(k));
            }
        }
    }

    private void write(Pen pen) {
        // Only what still has a word in common is shared, by the formats of the later text.
        Map<Format, Format> shared = new HashMap<>();
        for (int i = 0; i < match.length; i++) {
            if (match[i] >= 0) {
                for (Format format : before.get(i).path()) {
                    Format partner = partners.get(format);
                    if (partner != null) {
                        shared.put(format, partner);
                        shared.put(partner, partner);
                    }
                }
            }
        }
        List<Format> open = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size() || !open.isEmpty()) {
            int iEnd = i;
            while (iEnd < before.size() && match[iEnd] < 0 && isWithin(open, before.get(iEnd), shared)) {
                iEnd++;
            }
            int jEnd = j;
            while (jEnd < after.size() && reverse[jEnd] < 0 && isWithin(open, after.get(jEnd), shared)) {
                jEnd++;
            }
            pen.removed(before.subList(i, iEnd), open.size());
            pen.added(after.subList(j, jEnd), open.size());
            i = iEnd;
            j = jEnd;
            // Both texts now stand before the same thing: a word that stayed, or the end or the beginning of a format.
            Token next = j < after.size() ? after.get(j) : null;
            if (next == null || !begins(open, next, shared)) {
                if (!open.isEmpty()) {
                    pen.close(open.removeLast());
                }
            } else if (isWithin(open, next, shared)) {
                pen.same(next);
                i++;
                j++;
            } else {
                Format format = next.path().get(open.size());
                open.add(format);
                pen.open(format);
            }
        }
    }

    /** Whether the formats around a token that both texts have are exactly those that are open. */
    private static boolean isWithin(List<Format> open, Token token, Map<Format, Format> shared) {
        return depthOfShared(token, shared) == open.size() && begins(open, token, shared);
    }

    /** Whether all that is open is around a token. */
    private static boolean begins(List<Format> open, Token token, Map<Format, Format> shared) {
        for (int k = 0; k < open.size(); k++) {
            if (k == token.path().size() || shared.get(token.path().get(k)) != open.get(k)) {
                return false;
            }
        }
        return true;
    }

    private static int depthOfShared(Token token, Map<Format, Format> shared) {
        int depth = 0;
        while (depth < token.path().size() && shared.containsKey(token.path().get(depth))) {
            depth++;
        }
        return depth;
    }
}
