package ps.domain.policy.text;

import java.util.ArrayList;
import java.util.List;
import org.commonmark.node.Block;
import org.commonmark.node.Paragraph;
import org.commonmark.parser.InlineParser;
import org.commonmark.parser.SourceLine;
import org.commonmark.parser.SourceLines;
import org.commonmark.parser.block.AbstractBlockParser;
import org.commonmark.parser.block.BlockContinue;
import org.commonmark.parser.block.BlockParserFactory;
import org.commonmark.parser.block.BlockStart;
import org.commonmark.parser.block.ParserState;

/**
 * The rest of a paragraph of more lines than anybody writes, which becomes a paragraph of its own. Without this, the
 * parser copies all lines of a paragraph several times at each further one, which takes minutes where there are many.
 */
final class LongParagraph extends AbstractBlockParser {

    private static final int MOST_LINES = 500;

    static final BlockParserFactory FACTORY =
            (state, matched) -> matched.getParagraphLines().getLines().size() < MOST_LINES || state.isBlank()
                    ? BlockStart.none()
                    : BlockStart.of(new LongParagraph()).atIndex(state.getNextNonSpaceIndex());

    private final Paragraph paragraph = new Paragraph();
    private final List<SourceLine> lines = new ArrayList<>();

    private LongParagraph() {}

    @Override
    public Block getBlock() {
        return paragraph;
    }

    @Override
    public boolean canHaveLazyContinuationLines() {
        return true;
    }

    @Override
    public BlockContinue tryContinue(ParserState state) {
        return state.isBlank() ? BlockContinue.none() : BlockContinue.atIndex(state.getIndex());
    }

    @Override
    public void addLine(SourceLine line) {
        lines.add(line);
    }

    @Override
    public void parseInlines(InlineParser inlines) {
        inlines.parse(SourceLines.of(lines), paragraph);
    }
}
