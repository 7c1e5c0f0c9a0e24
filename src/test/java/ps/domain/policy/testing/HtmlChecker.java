package ps.domain.policy.testing;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import nu.validator.checker.InfoAwareErrorHandler;
import nu.validator.client.EmbeddedValidator;
import nu.validator.validation.SimpleDocumentValidator;
import org.xml.sax.InputSource;
import org.xml.sax.SAXParseException;

/** The Nu HTML checker, to be set up once for many pages: that takes ten times as long as the check of one. */
public final class HtmlChecker implements InfoAwareErrorHandler {

    private final SimpleDocumentValidator validator = new SimpleDocumentValidator(true, true, true);
    private final List<String> problems = new ArrayList<>();

    public HtmlChecker() throws Exception {
        validator.setUpMainSchema(EmbeddedValidator.SCHEMA_URL, this);
        validator.setUpValidatorAndParsers(this, true, false);
    }

    /** What it says of a page, with the lines; empty if it is right. */
    public List<String> problemsOf(byte[] html) throws Exception {
        problems.clear();
        InputSource source = new InputSource(new ByteArrayInputStream(html));
        source.setEncoding("UTF-8");
        validator.checkHtmlInputSource(source);
        return List.copyOf(problems);
    }

    @Override
    public void info(SAXParseException remark) {
        error(remark);
    }

    @Override
    public void warning(SAXParseException remark) {
        error(remark);
    }

    @Override
    public void error(SAXParseException problem) {
        problems.add("line " + problem.getLineNumber() + ": " + problem.getMessage());
    }

    @Override
    public void fatalError(SAXParseException problem) {
        error(problem);
    }
}
