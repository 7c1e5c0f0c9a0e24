package ps.domain.policy.text;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Scanner;

/**
 * A {@code <} that begins neither an address nor a tag, because another one or nothing to end it follows. Without this,
 * the parser looks for the end from each of them anew, which takes minutes where there are many.
 */
final class LoneBracket implements InlineContentParser {

    static final InlineContentParserFactory FACTORY = new InlineContentParserFactory() {
        @Override
        public Set<Character> getTriggerCharacters() {
            return Set.of('<');
        }

        @Override
        public InlineContentParser create() {
            return new LoneBracket();
        }
    };

    private boolean noneEnds;

    /** One is made for each stretch of running text, which is read from its beginning to its end. */
    private LoneBracket() {}

    @Override
    public ParsedInline tryParse(InlineParserState state) {
        Scanner scanner = state.scanner();
        scanner.next();
        var after = scanner.position();
        if (!noneEnds && scanner.peek() != '<') {
            noneEnds = scanner.find('>') < 0;
            scanner.setPosition(after);
            if (!noneEnds) {
                return ParsedInline.none();
            }
        }
        return ParsedInline.of(new Text("<"), after);
    }
}
