package ps.domain.policy.site;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.OptionalInt;
import org.apache.tomcat.util.http.InvalidParameterException;
import org.hibernate.TransactionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionSystemException;
import ps.domain.policy.text.Failure;

/**
 * Answers what nobody else has caught: what needs the database while it is away with "503 Service Unavailable", saying
 * when to come back, and the rest with the page for what should not happen. Stands before sessions and security, which need
 * the database too.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class OutageFilter extends HttpFilter {

    private static final long serialVersionUID = 1;

    private static final Logger log = LoggerFactory.getLogger(OutageFilter.class);

    private static final String RETRY_AFTER_SECONDS = "30";

    /** SQLSTATE classes: connection exception, operator intervention. */
    private static final List<String> AWAY = List.of("08", "57P");

    /** SQLSTATE: character not in repertoire. */
    private static final String NO_TEXT = "22021";

    private final transient BareErrorPage page;

    OutageFilter(BareErrorPage page) {
        this.page = page;
    }

    @Override
    protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        readLanguages(request);
        if (!request.getRequestURI().startsWith(request.getServletContext().getContextPath())) {
            // Tomcat finds the application by other spellings of its path as well, at which Spring stumbles.
            page.write(HttpServletResponse.SC_BAD_REQUEST, "/", request, response);
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (ServletException | RuntimeException failed) {
            OptionalInt fault = faultOfTheSender(failed);
            if (fault.isPresent() && !response.isCommitted()) {
                response.sendError(fault.getAsInt());
                return;
            }
            if (!isOutage(failed) || response.isCommitted()) {
                refuse(failed, request, response);
                return;
            }
            // Not for which address: that can have a one-time link in it.
            log.warn("The database does not answer a {}: {}", request.getMethod(), Failure.nameOf(failed));
            sayWhenToComeBack(request, response);
        }
    }

    /** Tomcat refuses long lists of languages once, to the first who asks; after that it says that there are none. */
    private static void readLanguages(HttpServletRequest request) {
        try {
            request.getLocale();
        } catch (IllegalArgumentException tooMany) {
            log.debug("A list of languages is too long");
        }
    }

    /**
     * The status if fields in the address or the form are no text, or far too long: a fault of who sent them, wherever it
     * came out. A NUL is a text to everybody but PostgreSQL, which has none in its texts.
     */
    private static OptionalInt faultOfTheSender(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof InvalidParameterException unreadable) {
                return OptionalInt.of(unreadable.getErrorCode());
            }
            if (cause instanceof SQLException sql && NO_TEXT.equals(sql.getSQLState())) {
                return OptionalInt.of(HttpServletResponse.SC_BAD_REQUEST);
            }
        }
        return OptionalInt.empty();
    }

    /** Tomcat would write the words of what was thrown into the log, which can quote whom it is about. */
    private static void refuse(Exception failed, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        log.error("A {} could not be answered", request.getMethod(), Failure.withoutWords(failed));
        if (response.isCommitted()) {
            // Ends the connection, so that nobody takes the half for the whole.
            throw new IllegalStateException(Failure.nameOf(failed));
        }
        response.sendError(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    }

    /** Written here, since the way of other errors leads by the session, which is in the database. */
    private void sayWhenToComeBack(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.reset();
        response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
        page.write(HttpServletResponse.SC_SERVICE_UNAVAILABLE, RequestPath.of(request), request, response);
    }

    private static boolean isOutage(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            // The pool gives up waiting for a connection with that, at times without a state.
            if (cause instanceof SQLTransientConnectionException
                    || (cause instanceof SQLException sql && isOutage(sql.getSQLState()))) {
                return true;
            }
            // A connection that breaks in use cannot be rolled back either, which takes the place of why it broke.
            if (cause instanceof TransactionSystemException rollback
                    && rollback.getApplicationException() != null
                    && isOutage(rollback.getApplicationException())) {
                return true;
            }
            // Or Hibernate says so, without that other one: the pool has closed the connection already, without a
            // state.
            if (cause instanceof TransactionException
                    && cause.getCause() instanceof SQLException closed
                    && closed.getSQLState() == null) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOutage(@Nullable String state) {
        return state != null && AWAY.stream().anyMatch(state::startsWith);
    }
}
