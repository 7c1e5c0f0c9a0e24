package ps.domain.policy.accounts.imports;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.springframework.context.MessageSource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;

/** All problems of a list, as a file to work through. */
@Controller
class ImportReportController {

    private final Imports imports;
    private final MessageSource messages;

    ImportReportController(Imports imports, MessageSource messages) {
        this.imports = imports;
        this.messages = messages;
    }

    @GetMapping("/admin/account-holders/imports/{id:[0-9]{1,18}}/problems.csv")
    void download(@PathVariable long id, Locale locale, HttpServletResponse response) throws IOException {
        if (imports.find(id).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/csv;charset=UTF-8");
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename("problems-" + id + ".csv")
                        .build()
                        .toString());
        PrintWriter file = response.getWriter();
        file.write('\uFEFF'); // or spreadsheets guess the encoding wrong
        print(
                file,
                text("accounts.problems.line", locale),
                text("accounts.problems.column", locale),
                text("accounts.problems.value", locale),
                text("accounts.problems.problem", locale));
        imports.eachProblem(
                id,
                problem -> print(
                        file,
                        problem.line() == 0 ? "" : Long.toString(problem.line()),
                        problem.column(),
                        harmless(problem.value()),
                        text("accounts.problem." + problem.kind(), locale, problem.arguments())));
        file.flush();
    }

    private static void print(PrintWriter file, String... cells) {
        file.write(CSVFormat.RFC4180.format((Object[]) cells));
        file.write("\r\n");
    }

    /** The sentence without the markup that our own bundles have in it. */
    private String text(String key, Locale locale, Object... arguments) {
        return messages.getMessage(key, arguments, locale).replaceAll("<[^>]*>", "");
    }

    /** What begins like a formula is not to become one when the report is opened. */
    private static String harmless(String value) {
        return !value.isEmpty() && "=+-@\t\r".indexOf(value.charAt(0)) >= 0 ? "'" + value : value;
    }
}
